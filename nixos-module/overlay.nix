# larder in nixpkgs: the program, and what puts it between a compiler and its wrapper.
final: prev:
let
  inherit (final) lib;
  helpers = import ./lib/package.nix { inherit lib; inherit (final) mkLarderStdenv stdenv; };
  kernels = import ./lib/kernel.nix {
    inherit lib;
    inherit (final) buildLinux stdenv;
    inherit (stdenvs) make;
    settings = final.larderSettings.kernel;
    defaultKernel = final.linuxPackages.kernel;
  };
  stdenvs = import ./lib/stdenv.nix {
    inherit lib;
    inherit (final) overrideCC;
    # The compiler runs where the build does.
    inherit (final.buildPackages) larderWrapper;
  };
in
{
  larder = final.callPackage ./package.nix { };

  # The launchers' settings: { packages = …; kernel = …; }. The NixOS module replaces them.
  larderSettings = import ./lib/defaults.nix;

  # larderWrapper.override { cc = clang; extraConfig = { namespace = "mine"; }; }
  larderWrapper = lib.makeOverridable
    (import ./lib/wrapper.nix {
      inherit lib;
      inherit (final.larder) links;
      settings = final.larderSettings.packages;
    })
    { inherit (final.stdenv) cc; extraConfig = ""; };

  # larderStdenv.override { stdenv = clangStdenv; }
  larderStdenv = stdenvs.makeOverridable { inherit (final) stdenv; };

  # Any stdenv, with larder: mkLarderStdenv pkgs.clangStdenv
  mkLarderStdenv = stdenv: stdenvs.make { inherit stdenv; };

  # A package built with larder: larderPackage pkgs.ffmpeg
  larderPackage = helpers.wrap;
  larderCMakePackage = helpers.wrapCMake;
  larderPassConfigure = helpers.passConfigure;
  larderSubpackages = helpers.wrapSubpackages;
  larderIsWrappable = helpers.isWrappable;

  larderKernel = kernels.wrap;
  larderBuildLinux = kernels.build;
  larderKernelStdenv = kernels.mkStdenv;
  larderKernelPatches = kernels.normalisePatches;
}
