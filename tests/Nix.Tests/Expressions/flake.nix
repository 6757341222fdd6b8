# flake.nix at the root, with the stand-in in the place of its input.
let
  lib = import ./nixpkgs/lib.nix;
  system = "x86_64-linux";
  outputs = (import ../../../flake.nix).outputs {
    self = outputs;
    nixpkgs = { outPath = ./nixpkgs; inherit lib; };
  };
  nixos = import ./nixos.nix {
    modules = [ outputs.nixosModules.default ];
    configuration = { programs.larder.nix = { enable = true; packageNames = [ "hello" ]; }; services.larder.enable = true; };
  };
in
{
  inputs = lib.attrNames (import ../../../flake.nix).inputs;
  outputs = lib.attrNames outputs;
  systems = lib.attrNames outputs.packages;
  package = outputs.packages.${system}.default.name;
  same = outputs.packages.${system}.default.outPath == outputs.packages.${system}.larder.outPath;
  shell = outputs.devShells.${system}.default.name;
  checks = lib.mapAttrs (_: check: check.name) outputs.checks.${system};
  modulePackage = nixos.config.programs.larder.nix.package.outPath == outputs.packages.${system}.larder.outPath;
  inherit (nixos) failed warnings;
}
