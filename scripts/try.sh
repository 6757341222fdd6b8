# shellcheck shell=bash
# ./dev try: larder's main job on real input. Each project is built four times in one directory: by the bare compiler, through a
# daemon with an empty cache, through the daemon again, and once more in process, from the same cache. Every file that a build
# makes has to be the same each time, and the last two may run no compiler.

# shellcheck source=scripts/small-projects.sh
source scripts/small-projects.sh

readonly TRY=$OUT/try

verb_try() {
  [[ $# -eq 0 ]] || usage_error try "$1"
  need_packages "${PACKAGES_TRY[@]}"
  publish_all

  forget_larder_settings
  # A daemon that an interrupted run left behind would answer for a cache that is gone.
  own_surroundings
  stop_daemon >/dev/null
  rm -rf "$TRY"
  mkdir -p "$HOME"
  (umask 077 && mkdir -p "$XDG_RUNTIME_DIR")
  trap stop_daemon EXIT
  "$OUT/bin/larder" daemon start || die "try: larderd does not start"

  local project rows=() faults=0
  for project in "${PROJECTS[@]}"; do
    try_project "$project"
  done

  printf '\n%-22s %7s  %10s %8s %8s %11s  %s\n' project objects 'bare gcc' cold warm 'in process' 'compilers run'
  printf '%s\n' "${rows[@]}"
  printf '\n'
  larder_stats
  printf '\n'
  daemon_status
  [[ $faults -eq 0 ]] || die "try: $faults checks failed (see above)"
  say "every file equals the bare compiler's, and the warm builds ran no compiler, through the daemon and in process"
}

# Nothing of the caller's: neither the home directory nor the daemon and the cache that stand there.
own_surroundings() {
  export HOME=$TRY/home XDG_RUNTIME_DIR=$TRY/run LARDER_DIR=$TRY/cache LARDER_CONFIG=/dev/null
}

# try_project NAME: adds to verb_try's rows and faults.
try_project() {
  local name=$1 work=$TRY/$1 objects
  local bare cold warm in_process runs=()
  prepare_project "$name" "$work"
  say "$name $(source_version "$name")"

  bare=$(timed_build "$name" gcc)
  copy_aside "$work" "$TRY/$name.bare"
  objects=$(object_count "$work")
  [[ $objects -gt 0 ]] || die "try: $name made no object"

  build_through_larder cold no
  build_through_larder warm no
  build_through_larder in_process yes
  rows+=("$(printf '%-22s %7d  %8s s %6s s %6s s %9s s  %d cold, %d warm, %d in process' "$name $(source_version "$name")" \
    "$objects" "$(seconds "$bare")" "$(seconds "$cold")" "$(seconds "$warm")" "$(seconds "$in_process")" "${runs[@]}")")
}

# build_through_larder WHICH NO_DAEMON: one build in try_project's work directory: its time into the variable WHICH, the compilers
# that it ran into runs; its checks and its comparison.
build_through_larder() {
  local asked=0 expected=$objects made
  in_directory "$work" quietly sh -c "${PROJECT_CLEAN[$name]}"
  larder_stats --zero >/dev/null
  asked=$(daemon_requests)
  # Hits of C would be the shim's own: here the daemon is to show what it does.
  printf -v "$1" '%s' "$(LARDER_NO_DAEMON=$2 LARDER_LOOK_UP_FIRST=no timed_build "$name" "$OUT/bin/larder gcc")"
  asked=$(($(daemon_requests) - asked))
  larder_stats --json >"$TRY/$name.$1.json"

  made=$(compilers_run "$TRY/$name.$1.json")
  runs+=("$made")
  [[ $1 == cold || $made -eq 0 ]] || fault "$name, $1: the compiler ran for $made of $objects objects"
  if [[ $2 == yes ]]; then expected=0; fi
  [[ $asked -eq $expected ]] || fault "$name, $1: the daemon was asked for $asked compiles, not for $expected"
  compare_trees "$TRY/$name.bare" "$work" "$name, $1"
}

larder_stats() { "$OUT/bin/larder" stats "$@" || die "try: larder stats $* failed with status $?"; }

daemon_status() { "$OUT/bin/larder" daemon status "$@" || die "try: the daemon is gone: larder daemon status failed with status $?"; }

# How many compiles the daemon was asked for since it started.
daemon_requests() {
  daemon_status --json >"$TRY/daemon.json"
  statistic "$TRY/daemon.json" requests
}

stop_daemon() { "$OUT/bin/larder" daemon stop; }

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
