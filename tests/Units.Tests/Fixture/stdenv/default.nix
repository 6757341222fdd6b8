# What nixpkgs is to the projects beside this. Programs are the machine's own; the store only has their setup hooks.
let
  system = builtins.currentSystem;
  builder = "/bin/bash";

  # A derivation that holds one file. The shell itself ends last: Nix kills a builder whose streams are closed, and cp closes them before its end.
  holding = name: place: file: derivation {
    inherit name system builder file place;
    args = [ "-c" "PATH=/usr/bin:/bin; mkdir -p $(dirname $out/$place); cp $file $out/$place; exit 0" ];
  };

  stdenv = holding "stdenv" "setup" ./setup;
  cmake = holding "cmake-3" "nix-support/setup-hook" ./cmake.sh;
  meson = holding "meson-1" "nix-support/setup-hook" ./meson.sh;
  ninja = holding "ninja-1" "nix-support/setup-hook" ./ninja.sh;

  # All outputs of all: what setup can use of each decides itself.
  outputsOf = builtins.concatMap (input: input.all or [ input ]);
in
{
  inherit stdenv cmake meson ninja;

  mkDerivation = attributes: derivation ({
    inherit system builder stdenv;
    args = [ "-e" ./builder.sh ];
    outputs = [ "out" ];
  } // attributes // {
    buildInputs = outputsOf (attributes.buildInputs or [ ]);
    nativeBuildInputs = outputsOf (attributes.nativeBuildInputs or [ ]);
  });

  # What is in several inputs, in one directory of links; no unit.
  join = name: inputs: derivation {
    inherit name system builder;
    inputs = outputsOf inputs;
    args = [ "-c" ''
      PATH=/usr/bin:/bin
      for input in $inputs; do
        cd $input
        find . -type d -exec mkdir -p $out/{} \;
        find . ! -type d -exec ln -s $input/{} $out/{} \;
      done
    '' ];
  };
}
