# shellcheck shell=bash
# ./dev build: the executables in out/bin, as they would be installed.

# With --native the images use every instruction of this machine's processor (AVX2, AVX-512: BLAKE3 four times as fast) and
# stop with a message on one that lacks them; NativeAOT can't choose between such instructions at run time.
INSTRUCTIONS=

verb_build() {
  if [[ ${1-} == --native ]]; then
    INSTRUCTIONS=native
    shift
  fi
  [[ $# -eq 0 ]] || usage_error build "$1"
  need_packages "${PACKAGES_BUILD[@]}"
  publish_all
}

publish_all() {
  publish larder src/Client
  publish larder-cli src/CommandLine
  if is_executable_project src/Daemon/Daemon.csproj; then
    publish larderd src/Daemon
  fi
}

is_executable_project() { grep -q '<OutputType>Exe</OutputType>' "$1"; }

# publish NAME PROJECT: out/bin/NAME, stripped, replaced by rename so that a running copy is left alone.
publish() {
  local name=$1 project=$2 stage=$OUT/obj/stage/$1
  say "publishing out/bin/$name"
  local linker=clang
  have clang || linker=gcc
  # Static linking warns about dlopen, which a static larder never calls.
  quietly dotnet publish "$project" --configuration Release --output "$stage" -p:CppCompilerAndLinker="$linker" \
    -p:IlcInstructionSet="$INSTRUCTIONS"
  mkdir -p "$OUT/bin"
  strip -o "$OUT/bin/.$name.new" "$stage/$name"
  mv -f "$OUT/bin/.$name.new" "$OUT/bin/$name"
}
