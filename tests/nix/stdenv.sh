# The builder of build.nix: phases as stdenv's, cut down to what these projects need. /bin/sh is what the sandbox has.
set -eu

# Lets the file system's clock tick on: what changed in the tick in which a compile starts is nothing to rely on, and larder doesn't.
# Packages spend more than that in their patch and configure phases.
settle() {
  touch "$NIX_BUILD_TOP/earlier"
  until touch "$NIX_BUILD_TOP/later" && [[ $(stat -c %z "$NIX_BUILD_TOP/later") > $(stat -c %z "$NIX_BUILD_TOP/earlier") ]]; do :; done
}

# What nixpkgs' setup hooks and wrapper hooks put there.
hash=${out#/nix/store/}
NIX_CFLAGS_COMPILE=-frandom-seed=${hash:0:10}
# Each dependency is seen twice, as a host and as a target offset.
for dependency in $dependencies $dependencies; do NIX_CFLAGS_COMPILE+=" -isystem $dependency/include"; done
NIX_CFLAGS_COMPILE+=" ${extraFlags-}"
export NIX_CFLAGS_COMPILE CC CXX CONFIG_SHELL=$SHELL
export HOME=/homeless-shelter
cd "$NIX_BUILD_TOP"

# As unpackPhase does: the name of the source, a writable copy, and files that are older than the build.
sourceRoot=$NIX_BUILD_TOP/$sourceName
if [[ -d $src ]]; then
  cp -r "$src" "$sourceRoot"
else
  mkdir "$sourceRoot"
  tar -xJf "$src" -C "$sourceRoot" --strip-components=1
fi
chmod -R u+w "$sourceRoot"
find "$sourceRoot" -exec touch -h -d @315532800 {} +
cd "$sourceRoot"

settle
eval "$buildPhase"

# Everything that was compiled, by its place in the build. (Not precompiled headers: gcc itself never writes the same one twice.)
cd "$NIX_BUILD_TOP"
mkdir -p "$out"
find "$sourceName" -type f \( -name '*.o' -o -name '*.d' \) \
  | grep -v /CMakeScratch/ | while read -r file; do
    mkdir -p "$out/${file%/*}"
    cp "$file" "$out/$file"
    chmod 0444 "$out/$file"
  done
