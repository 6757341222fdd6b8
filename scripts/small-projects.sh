# shellcheck shell=bash
# shellcheck disable=SC2016,SC2034  # commands for `sh -c`, with $CC and $JOBS set; read by the verbs
# Real C projects from the distribution: how each is prepared (once, by the bare compiler), built and cleaned.

# shellcheck source=scripts/sources.sh
source scripts/sources.sh

readonly PROJECTS=(lua5.4 zlib)

declare -rA PROJECT_PREPARE=(
  [lua5.4]=:
  [zlib]='CC=gcc ./configure'
)
declare -rA PROJECT_BUILD=(
  [lua5.4]='make -C src -j"$JOBS" linux CC="$CC -std=gnu99"'
  [zlib]='make -j"$JOBS" all CC="$CC"'
)
declare -rA PROJECT_CLEAN=(
  [lua5.4]='make -C src clean'
  [zlib]='make clean'
)

# prepare_project NAME DIRECTORY: its source, ready to be built there.
prepare_project() {
  unpack_source "$1" "$2"
  in_directory "$2" quietly sh -c "${PROJECT_PREPARE[$1]}"
}
