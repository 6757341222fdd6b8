# shellcheck shell=bash
# ninja's setup hook.
ninjaBuildPhase() { runHook preBuild && ninja -j"$NIX_BUILD_CORES" && runHook postBuild; }
ninjaCheckPhase() { runHook preCheck && ninja -j"$NIX_BUILD_CORES" test && runHook postCheck; }
ninjaInstallPhase() { runHook preInstall && ninja install && runHook postInstall; }
if [[ -z ${buildPhase-} ]]; then buildPhase=ninjaBuildPhase; fi
if [[ -z ${checkPhase-} ]]; then checkPhase=ninjaCheckPhase; fi
if [[ -z ${installPhase-} ]]; then installPhase=ninjaInstallPhase; fi
