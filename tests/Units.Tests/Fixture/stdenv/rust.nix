# What nixpkgs' buildRustCrate is to the crates of the fixture: a derivation with "crateName", outputs "out" and "lib", and phases of its own.
# rustc is the machine's: its directory comes from the environment in which the repository is evaluated.
let
  inherit (import ./.) mkDerivation;
  path = builtins.getEnv "FIXTURE_RUST";
in
{
  buildRustCrate = { crateName, src, dependencies ? [ ], buildInputs ? [ ], crateType ? "lib", link ? [ ] }: mkDerivation {
    name = "rust_${crateName}-0.1.0";
    inherit crateName src crateType link buildInputs;
    outputs = [ "out" "lib" ];
    dependencies = map (dependency: dependency.lib) dependencies;
    dependencyNames = map (dependency: dependency.crateName) dependencies;
    configurePhase = ''
      runHook preConfigure
      export PATH=$PATH:${path}
      mkdir -p target/deps
      for dependency in $dependencies; do ln -sf $dependency/lib/* target/deps/; done
      runHook postConfigure
    '';
    buildPhase = ''
      runHook preBuild
      mkdir -p target/lib
      words=()
      for name in $dependencyNames; do words+=(--extern "$name=target/deps/lib$name.rlib"); done
      for library in $link; do words+=(-l "$library"); done
      for input in $buildInputs; do words+=(-L "native=$input/lib"); done
      rustc --crate-name "$crateName" src/lib.rs --out-dir target/lib --edition 2021 --crate-type "$crateType" -C opt-level=1 -C codegen-units=1 \
        --remap-path-prefix "$NIX_BUILD_TOP=/build" -L dependency=target/deps "''${words[@]}"
      runHook postBuild
    '';
    installPhase = ''
      runHook preInstall
      mkdir -p $out $lib/lib
      cp target/lib/* $lib/lib/
      runHook postInstall
    '';
  } // { inherit crateName; };
}
