let
  inherit (import ../stdenv) mkDerivation cmake ninja;
  inherit (import ../stdenv/rust.nix) buildRustCrate;

  # C, static: a Rust library links it.
  counter = mkDerivation { name = "counter"; src = ./counter; nativeBuildInputs = [ cmake ninja ]; } // { larderSource = "counter"; };
  base = buildRustCrate { crateName = "base"; src = ./base; };
  plugin = buildRustCrate {
    crateName = "plugin";
    src = ./plugin;
    crateType = "cdylib";
    dependencies = [ base ];
    buildInputs = [ counter ];
    link = [ "static=counter" ];
  };
in
{
  cc = { inherit counter; };
  dev.workspaceMembers = {
    base.build = base;
    plugin.build = plugin;
  };
}
