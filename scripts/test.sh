# shellcheck shell=bash
# ./dev test: every test project in turn, against the published executables; ends with the totals alone on a line.
# The suites, which drive the real binary, run three times: in process, through a daemon, and through one that is killed at
# random; and some of them with every hit verified. A run is called like its project, or PROJECT-MODE; it has its results in out/test/RUN.

# What one test may take before the runner names it and gives up, and what one run may take altogether.
# Generous: a loaded machine with two cores is no reason to fail.
readonly HANG_LIMIT=10m HANG_LIMIT_LONG=60m
readonly RUN_LIMIT=30m RUN_LIMIT_LONG=6h

readonly SUITE_MODES=(daemon killed verified)

# These suites run once: those about the daemon, or in mount namespaces that no daemon is in; about commands; about what the shim does before it
# asks anybody (names, launchers, refusals); those that choose for themselves who answers, or ask nobody (soak, verification, injected faults, decoders); and about
# what doesn't hang on who answers (what options and side files mean, what failures and precompiled headers do): one suite of each of those runs in
# all modes.
readonly RUN_ONCE=(
  .Suites.Daemon. .Suites.Limits. .Suites.Verification. .StorePaths .DropIn. .Packaging. .ModulesSuite. .Modules_of_ .CommentEdges .PluginsSuite .OptionFuzz
  .BaseDirectories .LayersEdges .PrecompiledEdges .KeptFailures .PreprocessingSuite .FilesOfOptions .KindsOfInput
  .Decoders. .Soak. .InjectedFaults .MasqueradeSuite .ExecutedAsIs .RefusedOptions .CodeOptions .ScriptCompiler .LauncherSuite .NestingSuite
  .NamesSuite .JobSlotsSuite .ArgumentLimits .Names_that_are_given .A_compile_is_stored_with_all_its_files
)

# What the killed daemon meets unless --long is given: what is restored, in which places, after which edits, and many
# clients at once. The rest depends less on who answers, and has met a daemon that lives.
readonly BRIEF_KILLED='FullyQualifiedName~DependencyFiles|FullyQualifiedName~AppearingHeaders|FullyQualifiedName~Links|FullyQualifiedName~OutputPlaces|FullyQualifiedName~FirstHit|FullyQualifiedName~Storm'

# Where every hit is compiled besides, and held against the compiler: random projects and edits, and what is found otherwise than by equal files.
readonly VERIFIED='FullyQualifiedName~DifferentialSuite|FullyQualifiedName~DependencyFiles|FullyQualifiedName~AppearingHeaders|FullyQualifiedName~EqualResults|FullyQualifiedName~SideFiles'

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
  want_packages "${PACKAGES_TEST_OPTIONAL[@]}"
  # Any rustc will do, a rustup's too.
  command -v rustc >/dev/null || want_packages rustc

  local runs=()
  mapfile -t runs < <(test_runs "${filters[@]}")
  [[ ${#runs[@]} -gt 0 ]] || die "test: no run is called like: ${filters[*]}"

  # shellcheck source=scripts/sources.sh
  source scripts/sources.sh
  # A project that nobody here wrote. Who can't fetch it skips the tests that need it.
  local lua=''
  if (fetch_source lua5.4 && unpack_source lua5.4 "$OUT/test-sources/lua5.4"); then lua=$OUT/test-sources/lua5.4; fi
  if $long; then
    need_packages "${PACKAGES_TEST_LONG[@]}"
    fetch_source linux
  fi

  publish_all
  say "building the tests"
  if [[ ${#filters[@]} -gt 0 ]]; then build_projects_of "${runs[@]}"; else build_project Daemon.sln; fi

  forget_larder_settings
  export LARDER_UNDER_TEST=$OUT/bin/larder LARDERD_UNDER_TEST=$OUT/bin/larderd
  if [[ -n $lua ]]; then export LARDER_LUA_SOURCE=$lua; fi
  if $long; then export LARDER_LONG=1; fi

  local passed=0 failed=0 skipped=0 run
  for run in "${runs[@]}"; do
    run_tests "$run" "$long"
  done
  report_skipped "${runs[@]}"
  [[ $((passed + failed)) -gt 0 ]] || printf 'dev: no test ran\n' >&2
  printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  [[ $failed -eq 0 && $passed -gt 0 ]]
}

# test_runs [NAME…]: the runs whose name holds one of the names, or all of them.
test_runs() {
  local run filter
  while read -r run; do
    [[ $# -gt 0 ]] || printf '%s\n' "$run"
    for filter in "$@"; do
      if [[ $run == *"$filter"* ]]; then
        printf '%s\n' "$run"
        break
      fi
    done
  done < <(all_runs)
}

all_runs() {
  local project
  for project in tests/*/*.csproj; do basename "$project" .csproj; done
  printf 'Suites-%s\n' "${SUITE_MODES[@]}"
}

# build_projects_of RUN…: each project once.
build_projects_of() {
  local project
  printf '%s\n' "${@%-*}" | sort -u | while read -r project; do build_project "tests/$project"; done
}

# Debug, so that the assertions in the code are checked too.
build_project() { quietly dotnet build "$1" --configuration Debug; }

# run_tests RUN LONG: adds to the caller's passed, failed and skipped.
run_tests() {
  local name=$1 project=${1%-*} mode='' selection=() results=$OUT/test/$1
  local hang_limit=$HANG_LIMIT limit=$RUN_LIMIT status=0
  if $2; then hang_limit=$HANG_LIMIT_LONG limit=$RUN_LIMIT_LONG; fi
  if [[ $name != "$project" ]]; then
    mode=${name##*-}
    local in_all_modes
    in_all_modes=$(printf '&FullyQualifiedName!~%s' "${RUN_ONCE[@]}")
    selection=(--filter "${in_all_modes#&}")
    if [[ $mode == killed ]] && ! $2; then selection=(--filter "${in_all_modes#&}&($BRIEF_KILLED)"); fi
    if [[ $mode == verified ]]; then selection=(--filter "${in_all_modes#&}&($VERIFIED)"); fi
  fi
  rm -rf "$results"
  mkdir -p "$results"

  say "$name"
  LARDER_SUITES=$mode timeout --kill-after=30 "$limit" \
    dotnet test "$OUT/obj/bin/$project/debug/Larder.$project.dll" "${selection[@]}" --results-directory "$results" \
    --logger 'trx;LogFileName=results.trx' --logger 'console;verbosity=minimal' \
    --blame-hang-timeout "$hang_limit" --blame-hang-dump-type none </dev/null || status=$?

  local counted=0 run_failed=0
  if [[ -f $results/results.trx ]]; then count_results "$results/results.trx"; fi
  if [[ $status -eq 124 || $status -eq 137 ]]; then
    printf 'dev: %s was stopped after %s\n' "$name" "$limit" >&2
  fi
  # A run that broke down in between (a crash, a hang), or found nothing to run, has no failed test to show for it.
  if [[ ($status -ne 0 && $run_failed -eq 0) || $counted -eq 0 ]]; then
    printf 'dev: %s failed as a whole (status %d, %d tests counted)\n' "$name" "$status" "$counted" >&2
    failed=$((failed + 1))
  fi
}

# count_results FILE: adds the counts in the runner's summary line to run_tests' and verb_test's.
count_results() {
  local counters total good bad
  counters=$(grep -o '<Counters [^>]*>' "$1") || return 0
  total=$(counter total) good=$(counter passed) bad=$(($(counter failed) + $(counter error) + $(counter timeout) + $(counter aborted)))
  counted=$total run_failed=$bad
  passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + total - good - bad))
}

# counter NAME: one attribute of count_results' line, 0 where it is absent.
counter() {
  [[ $counters =~ [[:space:]]$1=\"([0-9]+)\" ]] && printf '%s' "${BASH_REMATCH[1]}" || printf 0
}

# report_skipped RUN…: each skipped test with its reason, so that no test drops out unnoticed.
report_skipped() {
  local run
  for run in "$@"; do
    [[ -f $OUT/test/$run/results.trx ]] || continue
    awk -v run="$run" -f scripts/skipped.awk "$OUT/test/$run/results.trx"
  done
}
