{ lib, system, final }:
let
  # A derivation with the attributes that nixpkgs' mkDerivation gives one: its arguments, passthru over them, meta, overrideAttrs.
  mkDerivationOf = stdenv: given:
    let
      arguments = if lib.isFunction given then given (arguments // { finalPackage = package; }) else given;
      name = arguments.name or "${arguments.pname}-${arguments.version}";
      text = arguments.buildCommand or "for output in $outputs; do eval mkdir -p \\$$output; done";
      built = derivation (removeAttrs arguments [ "passthru" "meta" "env" "buildCommand" ] // (arguments.env or { }) // {
        inherit name system;
        builder = "/bin/sh";
        PATH = "/usr/bin:/bin";
        args = [ "-e" "-c" text ];
        outputs = arguments.outputs or [ "out" ];
      });
      package = built // {
        inherit name stdenv;
        meta = { available = true; position = "here:1"; outputsToInstall = arguments.outputs or [ "out" ]; } // (arguments.meta or { });
        passthru = arguments.passthru or { };
        overrideAttrs = f: mkDerivationOf stdenv (arguments // (if lib.isFunction (f arguments) then f arguments arguments else f arguments));
      } // lib.optionalAttrs (arguments ? pname) { inherit (arguments) pname version; } // (arguments.passthru or { });
    in
    package;

  mkStdenv = lib.makeOverridable ({ cc, name ? "stdenv", allowedRequisites ? null, linker ? "bfd" }@arguments: {
    inherit cc name linker;
    hasCC = cc != null;
    # Packages see the stdenv with its override.
    mkDerivation = mkDerivationOf (mkStdenv arguments);
    hostPlatform = { inherit system; };
  });

  # cc-wrapper: overridable, with the attributes that are read from it, and what it looks for in its compiler.
  wrapCC = lib.makeOverridable ({
    cc, bintools ? final.bintools, libc ? null, extraPackages ? [ ],
    useCcForLibs ? if cc.isClang or false then true else if cc.passthru.isXgcc or false then true else cc.stdenv.cc.cc.passthru.isXgcc or false,
    gccForLibs ? if useCcForLibs then cc else null,
  }:
    mkDerivationOf null {
      name = "${lib.getName cc}-wrapper-${lib.getVersion cc}";
      buildCommand = "mkdir -p $out/bin; for c in cc gcc clang c++ g++ clang++; do if [ -e ${cc}/bin/$c ]; then ln -s ${cc}/bin/$c $out/bin/$c; fi; done";
      passthru = {
        inherit cc bintools libc useCcForLibs;
        gccForLibs = if gccForLibs == null then null else "${gccForLibs}";
        isClang = cc.isClang or false;
        isGNU = cc.isGNU or false;
        targetPrefix = "";
        langFortran = cc.langFortran or false;
        hardeningUnsupportedFlags = cc.hardeningUnsupportedFlags or [ ];
        solib = lib.getLib cc;
        nativeTools = false;
      };
    });

  # The compiler that the compilers were built by is the bootstrap's first, which is told by a mark.
  xgcc = mkDerivationOf null { pname = "xgcc"; version = "14.3.0"; passthru.isXgcc = true; };
  bootStdenv = mkStdenv { cc = mkDerivationOf null { name = "xgcc-wrapper"; passthru.cc = xgcc; }; name = "stdenv-boot"; };

  compiler = { pname, version, programs, passthru, outputs ? [ "out" ], extraCommands ? "", meta ? { } }:
    mkDerivationOf bootStdenv {
      inherit pname version passthru outputs meta;
      langC = true;
      propagatedBuildInputs = [ final.zlib ];
      buildCommand = ''
        for output in $outputs; do eval mkdir -p \$$output; done
        mkdir -p $out/bin $out/include $out/nix-support $out/libexec/${pname}
        for program in ${toString programs}; do
          printf '#!/bin/sh\necho "$0 $*"\n' > $out/bin/$program
          chmod 755 $out/bin/$program
        done
        echo text > $out/.hidden
        ${extraCommands}
      '';
    };

  callPackageWith = set: f: arguments:
    let
      function = if lib.isFunction f then f else import f;
      wanted = lib.functionArgs function;
      automatic = builtins.intersectAttrs wanted set;
    in
    lib.makeOverridable function (automatic // arguments);

  plainPackage = pname: { stdenv, cmakeFlags ? [ ], preConfigure ? "" }: stdenv.mkDerivation {
    inherit pname cmakeFlags preConfigure;
    version = "1.0";
    compiledBy = "${stdenv.cc}";
    buildCommand = "mkdir -p $out; echo ${stdenv.cc} > $out/compiled-by";
  };
in
{
  inherit lib system wrapCC mkStdenv;
  path = ./.;
  pkgs = final;
  buildPackages = final;
  callPackage = callPackageWith final;
  overrideCC = stdenv: cc: stdenv.override { allowedRequisites = null; inherit cc; };

  stdenv = mkStdenv { cc = final.gcc; name = "stdenv-linux"; };
  clangStdenv = mkStdenv { cc = final.clang; name = "stdenv-clang"; };
  stdenvNoCC = mkStdenv { cc = null; name = "stdenv-none"; };

  runCommand = name: environment: buildCommand: mkDerivationOf final.stdenvNoCC (environment // { inherit name buildCommand; });

  # A tree of links; overridable by what the function around it takes, which is nothing here.
  symlinkJoin = { name, paths, passthru ? { }, meta ? { } }: mkDerivationOf null {
    inherit name paths passthru meta;
    buildCommand = "mkdir -p $out; for path in $paths; do cp -rsf $path/. $out/; chmod -R u+w $out; done";
  };

  bintools = mkDerivationOf null { pname = "bintools"; version = "2.44"; };
  zlib = mkDerivationOf null { pname = "zlib"; version = "1.3"; };
  zstd = lib.makeOverridable ({ static ? false }: mkDerivationOf null { pname = "zstd"; version = "1.5"; inherit static; }) { };
  glibc = mkDerivationOf null { pname = "glibc"; version = "2.41"; passthru.static = mkDerivationOf null { pname = "glibc-static"; version = "2.41"; }; };
  protobuf = mkDerivationOf null { pname = "protobuf"; version = "31"; };
  dotnetCorePackages.sdk_10_0 = mkDerivationOf null { pname = "dotnet-sdk"; version = "10.0"; };
  buildDotnetModule = arguments: mkDerivationOf final.stdenv (removeAttrs arguments [ "dotnet-sdk" ] // { sdk = arguments.dotnet-sdk; });
  mkShell = arguments: mkDerivationOf final.stdenv ({ name = "shell"; } // arguments);

  gccUnwrapped = compiler {
    pname = "gcc";
    version = "14.3.0";
    outputs = [ "out" "lib" "man" ];
    programs = [ "gcc" "g++" "cc" "c++" "cpp" "gcc-ar" "gfortran" "x86_64-unknown-linux-gnu-gcc" "x86_64-unknown-linux-gnu-gcc-14.3.0" "x86_64-unknown-linux-gnu-g++" ];
    passthru = {
      isGNU = true;
      langCC = true;
      langFortran = true;
      targetConfig = null;
      hardeningUnsupportedFlags = [ "fortify3" ];
      hardeningUnsupportedFlagsByTargetPlatform = _: [ "shadowstack" ];
    };
    meta = { description = "GNU compiler"; license = [ lib.licenses.mit ]; };
  };
  crossGccUnwrapped = compiler {
    pname = "aarch64-unknown-linux-gnu-gcc";
    version = "14.3.0";
    programs = [ "aarch64-unknown-linux-gnu-gcc" "aarch64-unknown-linux-gnu-g++" "aarch64-unknown-linux-gnu-c++" "aarch64-unknown-linux-gnu-gcov" ];
    passthru = { isGNU = true; targetConfig = "aarch64-unknown-linux-gnu"; };
  };
  clangUnwrapped = compiler {
    pname = "clang";
    version = "19.1.7";
    outputs = [ "out" "lib" "dev" ];
    programs = [ "clang" "clang++" "clang-19" "clang-cpp" "clang-format" ];
    passthru = {
      isClang = true;
      libllvm = final.zlib;
      rsrc = final.zlib;
      hardeningUnsupportedFlagsByTargetPlatform = _: [ "fortify3" ];
    };
    meta.mainProgram = "clang";
  };
  gcc = wrapCC { cc = final.gccUnwrapped; };
  clang = wrapCC { cc = final.clangUnwrapped; };

  # Intel's SYCL compiler in the two forms that are met: a wrapper that is made from its llvm, and a join that can't be taken apart.
  intelLlvm = compiler {
    pname = "intel-llvm";
    version = "6.2";
    outputs = [ "out" "lib" "dev" ];
    programs = [ "clang" "clang++" "sycl-ls" ];
    passthru = { isClang = true; rsrc = final.zlib; };
  };
  syclWrapper = lib.makeOverridable ({ llvm, gccForLibs ? final.gccUnwrapped }: mkDerivationOf null {
    name = "sycl-wrapper";
    parts = [ "${llvm}" "${llvm.dev}" "${llvm.lib}" "${llvm.rsrc}" ];
    passthru = { inherit llvm gccForLibs; isClang = true; };
  }) { llvm = final.intelLlvm; };
  syclJoin = final.symlinkJoin {
    name = "intel-llvm-joined-6.2";
    paths = [ (wrapCC { cc = final.intelLlvm; }) final.intelLlvm ];
    passthru = { isClang = true; cc = final.intelLlvm; inherit (final) bintools; targetPrefix = ""; };
  };

  hello = final.callPackage (plainPackage "hello") { };
  figlet = final.callPackage (plainPackage "figlet") { };
  withClang = final.callPackage (plainPackage "with-clang") { stdenv = final.clangStdenv; };
  ownCache = final.callPackage (plainPackage "own-cache") { cmakeFlags = [ "-DX=1" "-DCMAKE_C_COMPILER_LAUNCHER=ccache" "-DCMAKE_CXX_COMPILER_LAUNCHER:STRING=ccache" ]; };
  text = final.callPackage ({ runCommand }: runCommand "text-1.0" { } "echo text > $out") { };
  version = "no package";

  scope = lib.fix (self:
    let
      make = extension:
        let
          packages = lib.fix (s: let base = { inner = final.callPackage (plainPackage "inner") { }; outer = "${s.inner}"; }; in base // extension s base);
        in
        packages // { overrideScope = make; };
    in
    make (_: _: { }));

  # Kernels: the builder that everything goes through, and a kernel that hands its arguments on to it.
  buildLinux = lib.makeOverridable ({ stdenv ? final.stdenv, kernelPatches ? [ ], version, ... }@arguments: mkDerivationOf stdenv {
    pname = "linux";
    inherit version;
    # As the real one: an entry without "patch" is an error.
    patches = lib.filter (patch: patch != null) (map (entry: entry.patch or (throw "${entry.name} has no patch")) kernelPatches);
    makeFlags = [ "CC=${lib.getExe stdenv.cc.cc}" "HOSTCC=${stdenv.cc}/bin/cc" ];
    passthru = { inherit kernelPatches; given = builtins.attrNames arguments; };
  });
  linux = lib.makeOverridable ({ buildLinux, ... }@arguments: buildLinux (removeAttrs arguments [ "buildLinux" ] // { version = "6.12"; }))
    { inherit (final) buildLinux; kernelPatches = [ { name = "first"; patch = "/first.patch"; } ]; };
  linuxPackages.kernel = final.linux;
}
