# Kernels: the compiler that make is given, and patches.
let
  pkgs = import ./overlaid.nix { };
  inherit (pkgs) lib;
  onlyConfig = { name = "only-config"; structuredExtraConfig = { DEBUG = "n"; }; };
  show = kernel: {
    inherit (kernel) makeFlags patches;
    names = map (patch: patch.name) kernel.kernelPatches;
    lines = kernel.stdenv.cc.cc.lines;
  };
  refuses = value: !(builtins.tryEval (builtins.deepSeq value true)).success;
in
{
  plain = show (pkgs.larderKernel pkgs.linux);
  arguments = show (pkgs.larderKernel { kernelPatches = [ onlyConfig { name = "second"; patch = "/second.patch"; } ]; });
  clang = show (pkgs.larderKernel { kernel = pkgs.linux; stdenv = pkgs.clangStdenv; });
  built = show (pkgs.larderBuildLinux { version = "6.6"; kernelPatches = [ onlyConfig ]; });
  handedOn = (pkgs.larderKernel { extraMakeFlags = [ "V=1" ]; }).given;
  normalised = pkgs.larderKernelPatches [ onlyConfig { name = "with"; patch = "/with.patch"; } ];
  # What happens without.
  unnormalised = refuses (pkgs.buildLinux { version = "6.6"; kernelPatches = [ onlyConfig ]; }).patches;
  compilers = { gcc = lib.getExe pkgs.larderStdenv.cc.cc; kernelDiffers = lib.getExe pkgs.larderStdenv.cc.cc != lib.getExe (pkgs.larderKernelStdenv pkgs.stdenv).cc.cc; };
  clangExe = lib.getExe (pkgs.larderKernelStdenv pkgs.clangStdenv).cc.cc;
  clangLib = (pkgs.larderKernelStdenv pkgs.clangStdenv).cc.cc.lib.outPath == pkgs.clangUnwrapped.lib.outPath;
  clangVersion = (pkgs.larderKernelStdenv pkgs.clangStdenv).cc.cc.version;
}
