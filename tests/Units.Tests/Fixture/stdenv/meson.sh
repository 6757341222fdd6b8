# shellcheck shell=bash
# meson's setup hook. The compilers by name, or meson takes a ccache or sccache of the machine into the build.
: "${CC=gcc}" "${CXX=g++}"
export CC CXX
mesonConfigurePhase() {
  runHook preConfigure
  : "${mesonBuildDir:=build}"
  list mesonFlags
  # shellcheck disable=SC2154 # setup's.
  meson setup "$mesonBuildDir" "--prefix=$prefix" "--libdir=${!outputLib}/lib" "--includedir=${!outputDev}/include" \
    "--buildtype=${mesonBuildType:-plain}" "${words[@]}"
  cd "$mesonBuildDir" || return
  runHook postConfigure
}
if [[ -z ${configurePhase-} ]]; then configurePhase=mesonConfigurePhase; fi
