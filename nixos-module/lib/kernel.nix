# Kernels with larder. They don't use cc-wrapper for the kernel itself: CC is `lib.getExe stdenv.cc.cc`, which is our launcher.
{ lib, make, settings, buildLinux, stdenv, defaultKernel }:
let
  # The builder asks each patch for its "patch"; entries that only change the configuration have none.
  normalisePatches = map (entry: { patch = null; } // entry);

  # Objects of kernels have a directory of their own: they are many, and nothing else shares them.
  mkStdenv = stdenv: make { inherit stdenv; extraConfig = { inherit (settings) dir; }; };
in
{
  inherit normalisePatches mkStdenv;

  # A kernel of nixpkgs: wrap pkgs.linux_6_12, or wrap { kernel = …; kernelPatches = […]; …further arguments of its override… }.
  wrap = kernelOrArguments:
    let
      isKernel = lib.isDerivation kernelOrArguments;
      arguments = if isKernel then { } else kernelOrArguments;
      kernel = if isKernel then kernelOrArguments else arguments.kernel or defaultKernel;
    in
    kernel.override (old: removeAttrs arguments [ "kernel" "kernelPatches" "stdenv" ] // {
      stdenv = mkStdenv (arguments.stdenv or old.stdenv or kernel.stdenv);
      kernelPatches = normalisePatches (old.kernelPatches or [ ] ++ arguments.kernelPatches or [ ]);
    });

  # As nixpkgs' buildLinux.
  build = arguments: buildLinux (arguments // {
    stdenv = mkStdenv (arguments.stdenv or stdenv);
    kernelPatches = normalisePatches (arguments.kernelPatches or [ ]);
  });
}
