# What nixpkgs' buildRustCrate is to the crates of the fixture: its attributes, the order of its phases, the names and places that it uses (target/deps, lib/link, env,
# "-C metadata"), and no more than they need. rustc is the machine's: its directory comes from the environment in which the repository is evaluated.
let
  inherit (import ./.) mkDerivation;
  inherit (builtins) concatMap concatStringsSep elem foldl' hashString map replaceStrings substring;
  path = builtins.getEnv "FIXTURE_RUST";
  unique = foldl' (seen: each: if elem each seen then seen else seen ++ [ each ]) [ ];
  identifier = replaceStrings [ "-" ] [ "_" ];

  # The words by which a crate names those that it uses itself; what these use is found in target/deps.
  externs = crates: concatStringsSep " " (map
    (crate:
      let extension = if elem "lib" crate.crateType || elem "rlib" crate.crateType then "rlib" else "so";
      in "--extern ${identifier crate.libName}=${crate.lib}/lib/lib${identifier crate.libName}-${crate.metadata}.${extension}")
    crates);
in
{ crateName
, src
, version ? "0.1.0"
, type ? [ "lib" ]
, procMacro ? false
, dependencies ? [ ]
, buildDependencies ? [ ]
, buildInputs ? [ ]
, crateBin ? [ ]
, libName ? crateName
, libPath ? "src/lib.rs"
, build ? ""
, edition ? "2021"
, release ? true
, codegenUnits ? 1
, extraRustcOpts ? [ ]
, extraLinkFlags ? [ ]
, ...
}@crate:
let
  paths = map (each: "${each.lib}");
  crateType = if procMacro then [ "proc-macro" ] else type;
  metadata = substring 0 10 (hashString "sha256" "${crateName}-${version}_${concatStringsSep "_" (map (each: each.metadata) (dependencies ++ buildDependencies))}");
  common = concatStringsSep " " ([ (if release then "-C opt-level=3" else "-C debuginfo=2") "-C codegen-units=${toString codegenUnits}" "--edition ${edition}" ] ++ extraRustcOpts);
  number = index: builtins.elemAt (builtins.filter builtins.isString (builtins.split "\\." version)) index;
  known = [ "type" "procMacro" "crateBin" "release" "version" "build" "libName" "libPath" "buildInputs" ];
in
mkDerivation (builtins.removeAttrs crate known // {
  name = "rust_${crateName}-${version}";
  inherit version crateType libName libPath build metadata edition codegenUnits extraRustcOpts extraLinkFlags buildInputs;
  crateVersion = version;
  outputs = [ "out" "lib" ];
  outputDev = [ "lib" ];
  dependencies = paths dependencies;
  buildDependencies = paths buildDependencies;
  completeDeps = unique (paths dependencies ++ concatMap (each: each.completeDeps) dependencies);
  completeBuildDeps = unique (paths buildDependencies ++ concatMap (each: each.completeBuildDeps ++ each.completeDeps) buildDependencies);

  configurePhase = ''
    runHook preConfigure
    export PATH=$PATH:${path}
    source ${./rust-crate.sh}
    prepare_target
    export CARGO_PKG_NAME=${crateName} CARGO_PKG_VERSION=${version} CARGO_MANIFEST_DIR=$PWD OUT_DIR=$PWD/target/build/${crateName}.out
    export CARGO_PKG_VERSION_MAJOR=${number 0} CARGO_PKG_VERSION_MINOR=${number 1} CARGO_PKG_VERSION_PATCH=${number 2}
    export CARGO_CFG_UNIX=1 CARGO_CFG_TARGET_OS=linux PROFILE=${if release then "release" else "debug"} NUM_JOBS=$NIX_BUILD_CORES RUSTC=rustc
    if [[ -e ${if build == "" then "build.rs" else build} ]]; then
      run_build_script "${if build == "" then "build.rs" else build}" ${common} ${externs buildDependencies}
    fi
    runHook postConfigure
  '';

  buildPhase = ''
    runHook preBuild
    LIB_RUSTC_OPTS="${common} ${externs dependencies} -C metadata=${metadata} -C extra-filename=-${metadata} ${concatStringsSep " " (map (each: "--crate-type ${each}") crateType)}${if procMacro then " --extern proc_macro" else ""}"
    BIN_RUSTC_OPTS="${common} ${externs dependencies}"
    link_flags
    if [[ -e ${libPath} ]]; then build_lib ${identifier libName} ${libPath}; fi
    ${concatStringsSep "\n" (map (each: "build_bin ${each.name} ${each.path}") crateBin)}
    ${if crateBin != [ ] then "" else ''
      if [[ -e src/main.rs ]]; then build_bin ${crateName} src/main.rs; fi
      for file in src/bin/*.rs; do build_bin "$(basename "$file" .rs)" "$file"; done
    ''}
    find target -name '*.o' -delete
    runHook postBuild
  '';

  installPhase = ''
    runHook preInstall
    install_crate
    runHook postInstall
  '';
})
