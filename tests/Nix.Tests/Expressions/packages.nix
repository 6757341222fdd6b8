# The helpers for packages.
let
  pkgs = import ./overlaid.nix { };
  inherit (pkgs) lib;
  compilerOf = package: package.stdenv.cc.cc.name;
  refuses = value: !(builtins.tryEval (builtins.deepSeq value true)).success;
  sub = pkgs.larderSubpackages { packages = pkgs.scope; names = [ "inner" ]; };
  plain = pkgs.larderSubpackages { packages = { inherit (pkgs) hello figlet; }; names = [ "hello" ]; };
  cmake = pkgs.larderSubpackages { packages = { inherit (pkgs) ownCache; }; names = [ "ownCache" ]; apply = pkgs.larderCMakePackage; };
in
{
  package = compilerOf (pkgs.larderPackage pkgs.hello);
  keepsClang = compilerOf (pkgs.larderPackage pkgs.withClang);
  twice = (pkgs.larderPackage (pkgs.larderPackage pkgs.hello)).outPath == (pkgs.larderPackage pkgs.hello).outPath;
  takesNoStdenv = refuses (pkgs.larderPackage pkgs.text).outPath;
  cmakeFlags = (pkgs.larderCMakePackage pkgs.ownCache).cmakeFlags;
  cmakeCompiler = compilerOf (pkgs.larderCMakePackage pkgs.ownCache);
  passed = { inherit (pkgs.larderPassConfigure (pkgs.hello.override { preConfigure = "./bootstrap\n"; })) preConfigure postConfigure; };
  scope = { inner = compilerOf sub.inner; outerFollows = sub.outer == sub.inner.outPath; differs = sub.outer != pkgs.scope.outer; };
  set = { hello = compilerOf plain.hello; figlet = compilerOf plain.figlet; };
  setByCMake = cmake.ownCache.cmakeFlags;
  missing = refuses (pkgs.larderSubpackages { packages = pkgs.scope; names = [ "iner" ]; }).inner.outPath;
}
