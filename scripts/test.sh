# shellcheck shell=bash
# ./dev test: every test project in turn, against the published executable; ends with the totals alone on a line.

# What one test may take before the runner names it and gives up, and what one project may take altogether.
# Generous: a loaded machine with two cores is no reason to fail.
readonly HANG_LIMIT=10m HANG_LIMIT_LONG=60m
readonly PROJECT_LIMIT=30m PROJECT_LIMIT_LONG=6h

verb_test() {
  local long=false filters=()
  local argument
  for argument in "$@"; do
    case $argument in
      --long) long=true ;;
      -*) usage_error test "$argument" ;;
      *) filters+=("$argument") ;;
    esac
  done
  need_packages "${PACKAGES_TEST[@]}"

  local projects=()
  mapfile -t projects < <(test_projects "${filters[@]}")
  [[ ${#projects[@]} -gt 0 ]] || die "test: no test project is called like: ${filters[*]}"

  publish_all
  say "building the tests"
  if [[ ${#filters[@]} -gt 0 ]]; then build_projects "${projects[@]}"; else build_projects Daemon.sln; fi

  forget_larder_settings
  export LARDER_UNDER_TEST=$OUT/bin/larder
  if $long; then export LARDER_LONG=1; fi

  local passed=0 failed=0 skipped=0 project
  for project in "${projects[@]}"; do
    run_project "$project" "$long"
  done
  report_skipped "${projects[@]}"
  [[ $((passed + failed)) -gt 0 ]] || printf 'dev: no test ran\n' >&2
  printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  [[ $failed -eq 0 && $passed -gt 0 ]]
}

# test_projects [NAME…]: the project files of tests/ whose name holds one of the names, or all of them.
test_projects() {
  local project filter
  for project in tests/*/*.csproj; do
    [[ $# -gt 0 ]] || printf '%s\n' "$project"
    for filter in "$@"; do
      if [[ ${project##*/} == *"$filter"* ]]; then
        printf '%s\n' "$project"
        break
      fi
    done
  done
}

# Debug, so that the assertions in the code are checked too.
build_projects() {
  local target
  for target in "$@"; do
    quietly dotnet build "$target" --configuration Debug
  done
}

# run_project PROJECT LONG: adds to the caller's passed, failed and skipped.
run_project() {
  local name results hang_limit=$HANG_LIMIT limit=$PROJECT_LIMIT status=0
  name=$(basename "$1" .csproj)
  results=$OUT/test/$name
  if $2; then hang_limit=$HANG_LIMIT_LONG limit=$PROJECT_LIMIT_LONG; fi
  rm -rf "$results"
  mkdir -p "$results"

  say "$name"
  timeout --kill-after=30 "$limit" \
    dotnet test "$OUT/obj/bin/$name/debug/Larder.$name.dll" --results-directory "$results" \
    --logger 'trx;LogFileName=results.trx' --logger 'console;verbosity=minimal' \
    --blame-hang-timeout "$hang_limit" --blame-hang-dump-type none </dev/null || status=$?

  local counted=0 project_failed=0
  if [[ -f $results/results.trx ]]; then count_results "$results/results.trx"; fi
  if [[ $status -eq 124 || $status -eq 137 ]]; then
    printf 'dev: %s was stopped after %s\n' "$name" "$limit" >&2
  fi
  # A run that broke down in between (a crash, a hang) has no failed test to show for it.
  if [[ $status -ne 0 && $project_failed -eq 0 ]]; then
    printf 'dev: %s failed as a whole (status %d, %d tests counted)\n' "$name" "$status" "$counted" >&2
    failed=$((failed + 1))
  fi
}

# count_results FILE: adds the counts in the runner's summary line to run_project's and verb_test's.
count_results() {
  local counters total good bad
  counters=$(grep -o '<Counters [^>]*>' "$1") || return 0
  total=$(counter total) good=$(counter passed) bad=$(($(counter failed) + $(counter error) + $(counter timeout) + $(counter aborted)))
  counted=$total project_failed=$bad
  passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + total - good - bad))
}

# counter NAME: one attribute of count_results' line, 0 where it is absent.
counter() {
  [[ $counters =~ [[:space:]]$1=\"([0-9]+)\" ]] && printf '%s' "${BASH_REMATCH[1]}" || printf 0
}

# report_skipped PROJECT…: each skipped test with its reason, so that no test drops out unnoticed.
report_skipped() {
  local project name
  for project in "$@"; do
    name=$(basename "$project" .csproj)
    [[ -f $OUT/test/$name/results.trx ]] || continue
    awk -f scripts/skipped.awk "$OUT/test/$name/results.trx"
  done
}
