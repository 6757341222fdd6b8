# The stand-in for nixpkgs with larder's overlay, and others.
{ overlays ? [ ] }:
import ./nixpkgs { overlays = [ (import ../../../nixos-module/overlay.nix) ] ++ overlays; }
