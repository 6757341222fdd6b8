# What larder.links says of itself in place of a compiler.
let
  pkgs = import ./overlaid.nix { };
  inherit (pkgs) lib;
  seen = compiler: {
    name = lib.getName compiler;
    version = lib.getVersion compiler;
    isClang = compiler.isClang or false;
    isGNU = compiler.isGNU or false;
    langC = compiler.langC or false;
    langCC = compiler.langCC or false;
    langFortran = compiler.langFortran or false;
    targetConfig = compiler.targetConfig or null;
    unsupported = compiler.hardeningUnsupportedFlags or [ ];
    unsupportedBy = compiler.hardeningUnsupportedFlagsByTargetPlatform { };
    propagated = map (input: "${input}") compiler.propagatedBuildInputs;
    lib = "${lib.getLib compiler}";
    outputs = lib.mapAttrs (_: output: "${output}") (lib.filterAttrs (name: _: lib.elem name [ "lib" "man" "dev" "rsrc" "libllvm" ]) compiler);
    description = compiler.meta.description or null;
    outputsToInstall = compiler.meta.outputsToInstall;
    builtBy = compiler.stdenv.cc.cc.passthru.isXgcc or false;
    mark = compiler.passthru.targetConfig or null;
    exe = lib.getExe compiler;
    path = compiler.outPath;
  };
  gcc = pkgs.larder.links { unwrappedCC = pkgs.gccUnwrapped; };
  clang = pkgs.larder.links { unwrappedCC = pkgs.clangUnwrapped; };
  linesOf = arguments: (pkgs.larder.links ({ unwrappedCC = pkgs.gccUnwrapped; } // arguments)).lines;
in
{
  gcc = { bare = seen pkgs.gccUnwrapped; links = seen gcc; };
  clang = { bare = seen pkgs.clangUnwrapped; links = seen clang; };
  crossProgram = (pkgs.larder.links { unwrappedCC = pkgs.crossGccUnwrapped; }).meta.mainProgram;
  marked = gcc.isLarder;
  unwrappedIs = gcc.unwrapped.outPath == pkgs.gccUnwrapped.outPath;
  notForwarded = lib.filter (name: lib.elem name [ "overrideDerivation" "nativeDrvs" ]) (lib.attrNames gcc);
  lines = {
    default = linesOf { };
    attributes = linesOf { extraConfig = { namespace = "mine"; stats = false; max_files = 3; log = null; }; };
    text = linesOf { extraConfig = "namespace = mine"; };
    settings = linesOf { settings = { dir = "/elsewhere"; }; };
  };
  refused = map (extraConfig: (builtins.tryEval (builtins.deepSeq (linesOf { inherit extraConfig; }) true)).success) [
    { "max-size" = 1; }
    { namespace = "a\nb"; }
  ];
}
