# A package as the module has it built, with the published larder before the machine's own gcc, for a build in Nix's sandbox.
{ program, cache, salt ? "", readOnly ? false, flags ? "-O1" }:
let
  plain = import ./nixpkgs { };
  larder = plain.runCommand "larder"
    { passthru.links = import ../../../nixos-module/lib/links.nix { inherit (plain) lib runCommand; inherit larder; }; }
    "mkdir -p $out/bin; cp ${builtins.path { path = program; name = "larder-program"; }} $out/bin/larder; chmod 755 $out/bin/larder";

  nixos = import ./nixos.nix {
    configuration = {
      programs.larder.nix = { enable = true; packageNames = [ "thing" ]; cacheDir = cache; package = larder; inherit readOnly; };
      nixpkgs.overlays = [
        (final: prev: {
          gccUnwrapped = prev.runCommand "host-gcc-1" { passthru.isGNU = true; } "mkdir -p $out/bin; ln -s /usr/bin/gcc /usr/bin/g++ $out/bin/";
          thing = final.callPackage ({ stdenv }: stdenv.mkDerivation {
            pname = "thing";
            version = "1";
            inherit salt;
            buildCommand = ''
              mkdir -p $out
              printf '#include "x.h"\nint x(void) { return X; }\n' > x.c
              echo '#define X 3' > x.h
              # So that no input is as young as the compile.
              sleep 0.1
              ${stdenv.cc}/bin/gcc ${flags} -c x.c -o $out/x.o 2>$out/said
              umask > $out/umask
              env > $out/environment
            '';
          }) { };
        })
      ];
    };
  };
in
{
  inherit (nixos.pkgs) thing;
  inherit (nixos) sandboxPaths failed;
}
