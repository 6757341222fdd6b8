# Wrappers that are not cc-wrapper.
let
  pkgs = import ./overlaid.nix { };
  inherit (pkgs) lib;
  made = pkgs.larderWrapper.override { cc = pkgs.syclWrapper; };
  joined = pkgs.larderWrapper.override { cc = pkgs.syclJoin; extraConfig = { namespace = "sycl"; }; };
  stdenv = pkgs.mkLarderStdenv (pkgs.stdenv.override { cc = pkgs.syclJoin; });
in
{
  fromLlvm = {
    inherit (made) name isClang parts;
    gccForLibs = made.gccForLibs.outPath;
    links = made.llvm.outPath;
    isLarder = made.llvm.isLarder;
    expected = { out = pkgs.intelLlvm.outPath; dev = pkgs.intelLlvm.dev.outPath; lib = pkgs.intelLlvm.lib.outPath; rsrc = pkgs.intelLlvm.rsrc.outPath; };
  };
  join = {
    inherit (joined) isClang isLarder targetPrefix lines;
    cc = joined.cc.outPath;
    bintools = joined.bintools.name;
    unwrapped = joined.unwrapped.outPath;
    expected = { cc = pkgs.intelLlvm.outPath; join = pkgs.syclJoin.outPath; };
    again = (pkgs.larderWrapper.override { cc = joined; }).outPath == joined.outPath;
  };
  stdenvCompiler = stdenv.cc.unwrapped.outPath;
}
