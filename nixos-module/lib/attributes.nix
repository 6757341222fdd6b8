# The attributes of a compiler that are to be seen on what stands in its place: all that it has beyond what makes it this derivation.
# cc-wrapper, stdenv and packages ask compilers for many (isClang, langFortran, hardeningUnsupportedFlags, lib, dev, rsrc, man,
# libllvm, targetConfig, …), and which ones differs between compilers and years, so they are not enumerated but taken over. Some are looked for
# in its passthru (isXgcc), and some in what built it: by stdenv.cc.cc of the compiler, cc-wrapper decides whether it adds -B and -L.
{ lib }:
compiler:
let
  ofTheDerivation = [
    "all" "args" "builder" "drvAttrs" "drvPath" "inputDerivation" "name" "nativeDrvs" "out" "outPath" "outputName" "outputSpecified"
    "outputs" "override" "overrideAttrs" "overrideDerivation" "overridePythonAttrs" "passthru" "pname" "system" "type"
    "meta" "__ignoreNulls" "__spliced" "__structuredAttrs"
  ];

  # Attributes of the derivation's own environment that are looked at from outside, too.
  lookedAt = [
    "version" "langC" "langCC" "langFortran" "langGo" "langAda" "langObjC" "langObjCpp" "langJit" "targetConfig" "targetPrefix" "isClang" "isGNU" "isFlang"
    "isArocc" "stdenv" "hardeningUnsupportedFlags" "hardeningUnsupportedFlagsByTargetPlatform" "enableShared" "enableMultilib" "propagatedBuildInputs"
  ];

  beside = removeAttrs compiler (ofTheDerivation ++ builtins.attrNames (compiler.drvAttrs or { }));
  inside = lib.filterAttrs (name: _: builtins.elem name lookedAt) compiler;
  outputs = lib.genAttrs (lib.filter (name: name != "out") (compiler.outputs or [ ])) (name: compiler.${name});
in
inside // beside // outputs // { passthru = compiler.passthru or { }; }
