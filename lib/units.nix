# What larder gives to a repository's units.nix, which is a function that takes what it needs of it:
#
#   { unit, units, pkgs ? import <nixpkgs> { } }:
#   {
#     cc = units {
#       libfoo = { drv = pkgs.callPackage ./libfoo { }; src = "libfoo"; };
#       app = { drv = pkgs.callPackage ./app { }; src = "app"; checks = true; };
#     };
#   }
#
# A unit is the derivation that it was, with attributes that only Nix expressions see beside it. So its .drv stays the same, and
# wherever else it is met, among somebody's build inputs, it is known to be the unit.
let
  unit =
    {
      # The derivation.
      drv,
      # The directory that it is built from, relative to the repository's root.
      src,
      # Globs below it of what is no part of the source, beside .gitignore's: "*" within a name, "**" across directories.
      ignored ? [ ],
      # Run the fixup phase: stripping, interpreters of scripts. It takes time and rarely matters to a developer.
      fixup ? false,
      # Run the check phase.
      checks ? false,
      # Whatever sees a library of this unit is built again when anything in it changes, not only when its interface or its metadata does.
      contentCutoff ? false,
    }:
    drv
    // {
      larderSource = src;
      larderIgnored = ignored;
      larderFixup = fixup;
      larderChecks = checks;
      larderContentCutoff = contentCutoff;
    };
in
{
  inherit unit;

  # Many at once: { NAME = { drv = …; src = …; }; }.
  units = builtins.mapAttrs (_: unit);
}
