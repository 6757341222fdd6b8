# shellcheck shell=bash
# cmake's setup hook.
cmakeConfigurePhase() {
  runHook preConfigure
  : "${cmakeBuildDir:=build}"
  mkdir -p "$cmakeBuildDir"
  cd "$cmakeBuildDir" || return
  : "${cmakeDir:=..}"
  list cmakeFlags
  # shellcheck disable=SC2154 # setup's.
  cmake "$cmakeDir" -GNinja "-DCMAKE_INSTALL_PREFIX=$prefix" "-DCMAKE_BUILD_TYPE=${cmakeBuildType:-Release}" -DCMAKE_SKIP_BUILD_RPATH=ON \
    "-DCMAKE_INSTALL_LIBDIR=${!outputLib}/lib" "-DCMAKE_INSTALL_INCLUDEDIR=${!outputDev}/include" "${words[@]}"
  runHook postConfigure
}
if [[ -z ${configurePhase-} ]]; then configurePhase=cmakeConfigurePhase; fi
