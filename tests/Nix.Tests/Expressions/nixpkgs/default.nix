# A stand-in for nixpkgs, written for these tests: a package set with overlays, a standard environment, wrapped compilers and some packages.
# What is built is built by /bin/sh.
{ system ? builtins.currentSystem, overlays ? [ ], config ? { } }:
let
  lib = import ./lib.nix;
  set = final: prev: import ./packages.nix { inherit lib system final; };
  compose = lib.composeExtensions ([ set ] ++ overlays);
in
lib.fix (final: compose final { })
