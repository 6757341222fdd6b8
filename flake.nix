{
  description = "larder, a compile cache for C and C++ with gcc and clang";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  outputs = { self, nixpkgs }:
    let
      systems = [ "x86_64-linux" "aarch64-linux" ];
      forEachSystem = f: nixpkgs.lib.genAttrs systems (system: f (import nixpkgs { inherit system; overlays = [ self.overlays.default ]; }));
    in
    {
      packages = forEachSystem (pkgs: {
        default = pkgs.larder;
        inherit (pkgs) larder;
      });

      overlays.default = import ./nixos-module/overlay.nix;

      nixosModules.default = { pkgs, lib, ... }: {
        imports = [ ./nixos-module/module.nix ];
        # This flake's own build, which the system's overlays don't touch.
        services.larder.package = lib.mkDefault self.packages.${pkgs.stdenv.hostPlatform.system}.larder;
        programs.larder.nix.package = lib.mkDefault self.packages.${pkgs.stdenv.hostPlatform.system}.larder;
      };

      devShells = forEachSystem (pkgs: {
        default = import ./nixos-module/shell.nix { inherit pkgs; };
      });

      checks = forEachSystem (pkgs: import ./nixos-module/checks.nix { inherit pkgs; });
    };
}
