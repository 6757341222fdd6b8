# What is really built: links before compilers, with the published larder.
{ program, cache }:
let
  pkgs = import ./overlaid.nix {
    overlays = [
      (final: prev: {
        larder = prev.runCommand "larder"
          {
            passthru.links = import ../../../nixos-module/lib/links.nix { inherit (final) lib runCommand larder; };
          }
          "mkdir -p $out/bin; cp ${builtins.path { path = program; name = "larder-program"; }} $out/bin/larder; chmod 755 $out/bin/larder";

        # The machine's own compiler, as an unwrapped one.
        hostCompiler = prev.runCommand "host-gcc-1" { passthru.isGNU = true; } ''
          mkdir -p $out/bin
          ln -s /usr/bin/gcc $out/bin/gcc
          ln -s /usr/bin/g++ $out/bin/g++
        '';
      })
    ];
  };
  settings = { dir = cache; no_daemon = true; };
in
{
  gcc = pkgs.larder.links { unwrappedCC = pkgs.gccUnwrapped; inherit settings; };
  clang = pkgs.larder.links { unwrappedCC = pkgs.clangUnwrapped; inherit settings; };
  cross = pkgs.larder.links { unwrappedCC = pkgs.crossGccUnwrapped; inherit settings; };
  join = pkgs.larderWrapper.override { cc = pkgs.syclJoin; extraConfig = settings; };
  wrapper = pkgs.larderWrapper.override { cc = pkgs.clang; extraConfig = settings; };
  host = pkgs.larder.links { unwrappedCC = pkgs.hostCompiler; inherit settings; extraConfig = { namespace = "mine"; }; };
  none = pkgs.larder.links { unwrappedCC = pkgs.bintools; };
  bare = pkgs.gccUnwrapped;
}
