# larderStdenv and mkLarderStdenv.
let
  pkgs = import ./overlaid.nix { };
  inherit (pkgs) lib;
  show = stdenv: { inherit (stdenv) name linker; wrapper = stdenv.cc.name; compiler = stdenv.cc.cc.name; lines = stdenv.cc.cc.lines or null; };
  mine = { namespace = "mine"; };
  refused = stdenv: !(builtins.tryEval (builtins.deepSeq (pkgs.mkLarderStdenv stdenv).cc.name true)).success;
in
{
  default = show pkgs.larderStdenv;
  clang = show (pkgs.larderStdenv.override { stdenv = pkgs.clangStdenv; });
  configured = show (pkgs.larderStdenv.override { extraConfig = mine; });
  chained = show ((pkgs.larderStdenv.override { extraConfig = mine; }).override { stdenv = pkgs.clangStdenv; });
  made = show (pkgs.mkLarderStdenv pkgs.clangStdenv);
  madeTwice = show (pkgs.mkLarderStdenv (pkgs.mkLarderStdenv pkgs.clangStdenv));
  ofLarder = show (pkgs.mkLarderStdenv pkgs.larderStdenv);
  # What adapters of packages do.
  linker = show (pkgs.larderStdenv.override { linker = "mold"; });
  linkerBySet = show (pkgs.larderStdenv.override (old: { linker = old.linker or "none" + "-and-mold"; }));
  linkerOfMade = show ((pkgs.mkLarderStdenv pkgs.clangStdenv).override { linker = "mold"; });
  linkerThenConfig = show (pkgs.larderStdenv.override { stdenv = pkgs.stdenv.override { linker = "mold"; }; extraConfig = mine; });
  otherCompiler = show (pkgs.overrideCC pkgs.larderStdenv pkgs.clang);
  without = refused pkgs.stdenvNoCC;
  package = (pkgs.larderStdenv.mkDerivation { pname = "p"; version = "1"; compiler = "${pkgs.larderStdenv.cc}"; }).compiler == pkgs.larderStdenv.cc.outPath;
}
