# larderWrapper, and chains of overrides.
let
  pkgs = import ./overlaid.nix { };
  show = wrapper: {
    wrapper = wrapper.name;
    compiler = wrapper.cc.name;
    isClang = wrapper.isClang;
    isGNU = wrapper.isGNU;
    fortran = wrapper.langFortran;
    unsupported = wrapper.hardeningUnsupportedFlags;
    solib = "${wrapper.solib}";
    bintools = wrapper.bintools.name;
    inherit (wrapper) useCcForLibs gccForLibs;
    lines = wrapper.cc.lines;
    behind = wrapper.cc.unwrapped.outPath;
  };
  mine = { namespace = "mine"; };
  otherLinker = pkgs.bintools // { name = "mold"; };
in
{
  default = show pkgs.larderWrapper;
  clang = show (pkgs.larderWrapper.override { cc = pkgs.clang; });
  configured = show (pkgs.larderWrapper.override { extraConfig = mine; });
  both = show (pkgs.larderWrapper.override { cc = pkgs.clang; extraConfig = mine; });
  chained = show ((pkgs.larderWrapper.override { extraConfig = mine; }).override { cc = pkgs.clang; });
  otherGcc = show (pkgs.larderWrapper.override { cc = pkgs.clang.override { gccForLibs = pkgs.gccUnwrapped; }; });
  noGcc = show (pkgs.larderWrapper.override { cc = pkgs.gcc.override { useCcForLibs = false; }; });
  # The override that the wrapper itself had is the wrapper's caller's: larderWrapper.override takes larder's arguments.
  twice = (pkgs.larderWrapper.override { cc = pkgs.larderWrapper; }).cc.unwrapped.outPath;
  overriddenBefore = show (pkgs.larderWrapper.override { cc = pkgs.gcc.override { bintools = otherLinker; }; });
  oldOverride = show (pkgs.larderWrapper.override {
    # As older nixpkgs have it: nobody can tell what it takes.
    cc = pkgs.gcc // { override = new: pkgs.gcc.override new; };
  });
  bare = { gcc = pkgs.gccUnwrapped.outPath; clang = pkgs.clangUnwrapped.outPath; lib = pkgs.gccUnwrapped.lib.outPath; };
}
