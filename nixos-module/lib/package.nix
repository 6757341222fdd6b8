# Packages built with a larder stdenv.
{ lib, mkLarderStdenv, stdenv }:
let
  nameOf = package: lib.getName package;

  # Whether a package can be given another stdenv. True too where its override doesn't tell what it takes.
  isWrappable = package:
    package ? override && (let takes = lib.functionArgs package.override; in takes == { } || takes ? stdenv);

  wrap = package:
    if isWrappable package then
      package.override (old: { stdenv = mkLarderStdenv (old.stdenv or package.stdenv or stdenv); })
    else
      throw "larder: the package ${nameOf package} takes no stdenv, so larder can't be put into its build";

  isLauncherFlag = flag: lib.any (option: lib.hasPrefix option flag) [ "-DCMAKE_C_COMPILER_LAUNCHER" "-DCMAKE_CXX_COMPILER_LAUNCHER" ];
in
{
  inherit isWrappable wrap;

  # For projects that bring a cache of their own (an option, or a find_program of ccache): one cache is enough, and it is the compiler.
  # CMake gets the wrapped compiler as always; a raw one forced upon it would lose what the wrapper adds.
  wrapCMake = package: (wrap package).overrideAttrs (old: {
    cmakeFlags = lib.filter (flag: !isLauncherFlag flag) (lib.toList (old.cmakeFlags or [ ]))
      ++ [ "-DCMAKE_C_COMPILER_LAUNCHER=" "-DCMAKE_CXX_COMPILER_LAUNCHER=" ];
  });

  # For a configure phase that larder is to keep out of altogether. The common probes need no such thing.
  passConfigure = package: package.overrideAttrs (old: {
    preConfigure = "export LARDER_PASSTHROUGH=1\n" + (old.preConfigure or "");
    postConfigure = (old.postConfigure or "") + "\nunset LARDER_PASSTHROUGH\n";
  });

  # The same for packages within a set or a scope (kdePackages, a project's own): { packages, names, apply ? wrap }.
  wrapSubpackages = { packages, names, apply ? wrap }:
    let
      missing = lib.filter (name: !(packages ? ${name})) names;
      wrapped = from: lib.genAttrs names (name: apply from.${name});
    in
    if missing != [ ] then
      throw "larder: there is no subpackage ${lib.concatStringsSep ", " missing}"
    else if packages ? overrideScope then
      packages.overrideScope (_: previous: wrapped previous)
    else
      packages // wrapped packages;
}
