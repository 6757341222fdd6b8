# shellcheck shell=bash
# ./dev build: the executables in out/bin, as they would be installed.

verb_build() {
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
  quietly dotnet publish "$project" --configuration Release --output "$stage" -p:CppCompilerAndLinker="$linker"
  mkdir -p "$OUT/bin"
  strip -o "$OUT/bin/.$name.new" "$stage/$name"
  mv -f "$OUT/bin/.$name.new" "$OUT/bin/$name"
}
