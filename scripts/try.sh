# shellcheck shell=bash
# ./dev try: larder's main job on real input. Each project is built three times in one directory: by the bare compiler, through
# larder with an empty cache, and through larder again. Every file that a build makes has to be the same each time, and the
# last build may run no compiler.

# shellcheck source=scripts/projects.sh
source scripts/projects.sh

readonly TRY=$OUT/try

verb_try() {
  [[ $# -eq 0 ]] || usage_error try "$1"
  need_packages "${PACKAGES_TRY[@]}"
  publish_all

  forget_larder_settings
  rm -rf "$TRY"
  mkdir -p "$TRY/home"
  export LARDER_DIR=$TRY/cache LARDER_NO_DAEMON=1 LARDER_CONFIG=/dev/null HOME=$TRY/home

  local project rows=() faults=0
  for project in "${PROJECTS[@]}"; do
    try_project "$project"
  done

  printf '\n%-22s %7s  %12s %8s %8s  %s\n' project objects 'bare gcc' cold warm 'compilers run: cold, warm'
  printf '%s\n' "${rows[@]}"
  printf '\n'
  larder_stats
  [[ $faults -eq 0 ]] || die "try: $faults checks failed (see above)"
  say "every file equals the bare compiler's, and the warm builds ran no compiler"
}

# try_project NAME: adds to verb_try's rows and faults.
try_project() {
  local name=$1 work=$TRY/$1 objects
  local bare cold warm
  prepare_project "$name" "$work"
  say "$name $(source_version "$name")"

  bare=$(timed_build "$name" gcc)
  copy_aside "$work" "$TRY/$name.bare"
  objects=$(object_count "$work")
  [[ $objects -gt 0 ]] || die "try: $name made no object"

  local launcher="$OUT/bin/larder gcc"
  build_through_larder cold
  build_through_larder warm

  local cold_runs warm_runs
  cold_runs=$(compilers_run "$TRY/$name.cold.json") warm_runs=$(compilers_run "$TRY/$name.warm.json")
  [[ $warm_runs -eq 0 ]] || fault "$name: the warm build ran the compiler for $warm_runs of $objects objects"
  rows+=("$(printf '%-22s %7d  %10s s %6s s %6s s  %d, %d' "$name $(source_version "$name")" "$objects" \
    "$(seconds "$bare")" "$(seconds "$cold")" "$(seconds "$warm")" "$cold_runs" "$warm_runs")")
}

# build_through_larder WHICH: one build (cold or warm) in try_project's work directory, its statistics and its comparison.
build_through_larder() {
  in_directory "$work" quietly sh -c "${PROJECT_CLEAN[$name]}"
  larder_stats --zero >/dev/null
  printf -v "$1" '%s' "$(timed_build "$name" "$launcher")"
  larder_stats --json >"$TRY/$name.$1.json"
  compare_trees "$TRY/$name.bare" "$work" "$name, $1"
}

larder_stats() { "$OUT/bin/larder" stats "$@" || die "try: larder stats $* failed with status $?"; }

# timed_build NAME COMPILER: builds in the project's directory; prints the wall time in microseconds.
timed_build() {
  local start=${EPOCHREALTIME/./}
  CC=$2 JOBS=$(nproc) in_directory "$TRY/$1" quietly sh -c "${PROJECT_BUILD[$1]}" || die "try: $1 does not build with CC=$2"
  printf '%d' $((${EPOCHREALTIME/./} - start))
}

seconds() { printf '%d.%02d' $(($1 / 1000000)) $(($1 % 1000000 / 10000)); }

copy_aside() {
  rm -rf "$2"
  cp -a "$1" "$2"
}

object_count() { find "$1" -type f \( -name '*.o' -o -name '*.lo' \) | wc -l; }

# compare_trees EXPECTED ACTUAL LABEL: every file, byte for byte. Archives hold times and owners beside the objects, which are
# compared themselves.
compare_trees() {
  local differences
  if differences=$(diff -rq --exclude='*.a' --exclude='configure.log' "$1" "$2"); then return 0; fi
  printf '%s\n' "$differences" >&2
  fault "$3: not what the bare compiler made"
}

fault() {
  printf 'dev: try: %s\n' "$*" >&2
  faults=$((faults + 1))
}

# compilers_run FILE: of try_project's objects, those that did not come out of the cache, for whatever reason; or more, where
# larder counts misses beside them.
compilers_run() {
  local missed made
  missed=$(statistic "$1" miss)
  made=$((objects - $(statistic "$1" direct_hit) - $(statistic "$1" preprocessed_hit)))
  echo $((missed > made ? missed : made))
}

# statistic FILE NAME: one counter of `larder stats --json`, 0 where it is absent.
statistic() {
  local value
  value=$(grep -oE "\"$2\": *[0-9]+" "$1" | grep -oE '[0-9]+$') || value=0
  printf '%s' "$value"
}
