# shellcheck shell=bash disable=SC2034,SC2086,SC2154
# What the phases of build-rust-crate.nix call. Variables of many words are taken apart by blanks, as there.

# nixpkgs' stdenv has it everywhere.
shopt -s nullglob

noisily() {
  echo "Running $*"
  "$@"
}

# use_crate OUTPUT DIRECTORY: a crate's libraries, where rustc looks for them.
use_crate() {
  local library
  for library in "$1"/lib/*.rlib "$1"/lib/*.so; do ln -sf "$library" "$2"; done
  # shellcheck disable=SC1091
  if [[ -e $1/env ]]; then source "$1/env"; fi
}

prepare_target() {
  local crate
  mkdir -p target/{deps,lib,build,buildDeps}
  # With a line's end at least: so each crate has the file.
  echo $extraLinkFlags >target/link
  echo $extraLinkFlags >target/link.final
  for crate in $completeDeps; do
    use_crate "$crate" target/deps
    if [[ -e $crate/lib/link ]]; then tee -a target/link >>target/link.final <"$crate/lib/link"; fi
  done
  for crate in $completeBuildDeps; do
    use_crate "$crate" target/buildDeps
    if [[ -e $crate/lib/link ]]; then cat "$crate/lib/link" >>target/link.build; fi
  done
  sort -uo target/link target/link
  sort -uo target/link.final target/link.final
  BUILD_OUT_DIR='' EXTRA_BUILD='' EXTRA_FEATURES='' EXTRA_LINK_LIBS='' EXTRA_LINK_SEARCH=''
}

# What a build script has to say of one matter.
said() { sed -n "s/^cargo:$1=\(.*\)/$2\1/p" "target/build/$crateName.opt" | tr '\n' ' '; }

# run_build_script FILE OPTIONS...
run_build_script() {
  local script=$1 flags='' setting
  shift
  mkdir -p "target/build/$crateName" "$OUT_DIR"
  if [[ -e target/link.build ]]; then flags=$(tr '\n' ' ' <target/link.build); fi
  noisily rustc --crate-name build_script_build "$script" --crate-type bin "$@" --out-dir "target/build/$crateName" --emit=dep-info,link \
    -L dependency=target/buildDeps --cap-lints allow $flags --color always
  "target/build/$crateName/build_script_build" >"target/build/$crateName.opt"
  BUILD_OUT_DIR="-L $OUT_DIR"
  EXTRA_BUILD=$(said rustc-flags '')
  EXTRA_FEATURES=$(said rustc-cfg '--cfg ')
  EXTRA_LINK_LIBS=$(said rustc-link-lib '')
  EXTRA_LINK_SEARCH=$(said rustc-link-search '')
  while read -r setting; do
    if [[ -n $setting ]]; then export "${setting?}"; fi
  done < <(sed -n 's/^cargo:rustc-env=//p' "target/build/$crateName.opt")
  # For those that depend on this: DEP_NAME_KEY.
  sed -n '/^cargo:\(rustc-\|warning\|rerun-if\)/d; s/^cargo:\([^=]*\)=\(.*\)/\1 \2/p' "target/build/$crateName.opt" | while read -r key value; do
    echo "export DEP_$(tr a-z- A-Z_ <<<"${crateName%-sys}_$key")=$value"
  done >target/env
}

link_flags() {
  local word
  for word in $EXTRA_LINK_SEARCH; do
    echo "-L $word" >>target/link
    # shellcheck disable=SC2001
    echo "-L $(sed "s#$PWD/target/build#$lib/lib#" <<<"$word")" >>target/link.final
  done
  for word in $EXTRA_LINK_LIBS; do echo "-l $word" >>target/link; done
  LINK=$(tr '\n' ' ' <target/link)
  EXTRA_LIB=''
}

# build_lib NAME FILE
build_lib() {
  noisily env rustc --crate-name "$1" "$2" --out-dir target/lib -L dependency=target/deps --cap-lints warn $LINK $LIB_RUSTC_OPTS $BUILD_OUT_DIR $EXTRA_BUILD \
    $EXTRA_FEATURES --color always
  EXTRA_LIB="--extern $1=target/lib/lib$1-$metadata.rlib"
}

# build_bin NAME FILE
build_bin() {
  mkdir -p target/bin
  noisily env rustc --crate-name "${1//-/_}" "$2" --crate-type bin $BIN_RUSTC_OPTS --out-dir target/bin -L dependency=target/deps $LINK $EXTRA_LIB --cap-lints warn \
    $BUILD_OUT_DIR $EXTRA_BUILD $EXTRA_FEATURES --color always
  if [[ $1 == *-* ]]; then mv "target/bin/${1//-/_}" "target/bin/$1"; fi
}

install_crate() {
  local library
  mkdir "$out"
  mkdir -p "$lib/lib"
  if [[ -s target/env ]]; then cp target/env "$lib/env"; fi
  if [[ -s target/link.final ]]; then cp target/link.final "$lib/lib/link"; fi
  if [[ -n $(ls -A target/lib) ]]; then cp -r target/lib/* "$lib/lib"; fi
  for library in "$lib"/lib/*.so; do ln -s "$library" "${library/-$metadata/}"; done
  if [[ -n $(ls -A target/build) ]]; then cp -r target/build/* "$lib/lib"; fi
  if [[ -d target/bin ]]; then
    mkdir -p "$out/bin"
    cp -rP target/bin/* "$out/bin"
  fi
}
