let
  inherit (import ../stdenv) mkDerivation cmake ninja;
  buildRustCrate = import ../stdenv/build-rust-crate.nix;

  # C, static: a build script leads to it.
  counter = mkDerivation { name = "counter"; src = ./counter; nativeBuildInputs = [ cmake ninja ]; } // { larderSource = "counter"; };

  script = buildRustCrate { crateName = "script"; src = ./script; };
  macros = buildRustCrate { crateName = "macros"; src = ./macros; procMacro = true; };

  # A diamond: base, left and right, top. Three that link it: a shared library, a program, and one that has a library too.
  base = buildRustCrate { crateName = "base"; src = ./base; };
  left = buildRustCrate { crateName = "left"; src = ./left; dependencies = [ base ]; };
  right = buildRustCrate { crateName = "right"; src = ./right; dependencies = [ base macros ]; buildDependencies = [ script ]; buildInputs = [ counter ]; COUNTER = counter; };
  top = buildRustCrate { crateName = "top"; src = ./top; dependencies = [ left right ]; };
  plugin = buildRustCrate { crateName = "plugin"; src = ./plugin; type = [ "cdylib" ]; dependencies = [ top ]; };
  app = buildRustCrate { crateName = "app"; src = ./app; dependencies = [ top macros ]; };
  tool = buildRustCrate { crateName = "tool"; src = ./tool; dependencies = [ left over ]; crateBin = [{ name = "count-it"; path = "cli/tool.rs"; }]; };

  # C in a Rust library, and no file that leads to it.
  bound = buildRustCrate { crateName = "bound"; src = ./bound; extraRustcOpts = [ "-L native=${counter}/lib" "-l static=counter" ]; };
  over = buildRustCrate { crateName = "over"; src = ./over; dependencies = [ bound ]; };

  # Installs what nobody can foretell, and has it read.
  stamped = buildRustCrate { crateName = "stamped"; src = ./stamped; postInstall = "sha256sum <target/lib/libstamped-$metadata.rlib >$lib/sum"; };
  reader = buildRustCrate { crateName = "reader"; src = ./reader; dependencies = [ stamped ]; STAMP = "${stamped.lib}/sum"; };
in
{
  cc = { inherit counter; };
  dev.workspaceMembers = builtins.mapAttrs (_: build: { inherit build; }) { inherit script macros base left right top plugin app tool bound over stamped reader; };
}
