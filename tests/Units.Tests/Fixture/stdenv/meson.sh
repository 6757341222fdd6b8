# shellcheck shell=bash
# meson's setup hook.
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
