# A stand-in for NixOS: evaluates larder's modules with a configuration, the options that they set declared, and units written as NixOS
# writes them.
{ configuration, modules ? [ ../../../nixos-module/module.nix ], overlaysWork ? true }:
let
  lib = import ./nixpkgs/lib.nix;
  free = lib.mkOption { type = lib.types.unspecified; default = { }; };
  list = lib.mkOption { type = lib.types.listOf lib.types.unspecified; default = [ ]; };

  base = { config, ... }: {
    options = {
      assertions = list;
      warnings = list;
      environment = { systemPackages = list; etc = free; };
      nix = { settings = free; enable = lib.mkOption { type = lib.types.bool; default = true; }; buildMachines = list; };
      nixpkgs.overlays = list;
      systemd = { packages = list; services = free; sockets = free; timers = free; tmpfiles.rules = list; user = { services = free; sockets = free; }; };
      users = { users = free; groups = free; };
    };
    config.users.groups.nixbld = { };
  };

  pkgs = import ./nixpkgs { overlays = if overlaysWork then config.nixpkgs.overlays else [ ]; };
  inherit (lib.evalModules { modules = [ base configuration ] ++ modules; specialArgs = { inherit lib pkgs; }; }) config;

  text = v: if builtins.isBool v then lib.boolToString v else toString v;
  lines = section: lib.concatStrings (lib.mapAttrsToList (name: v: lib.concatMapStrings (x: "${name}=${text x}\n") (lib.toList v)) section);
  install = unit: lib.optionalString (unit ? wantedBy) "[Install]\nWantedBy=${toString unit.wantedBy}\n";
  service = name: unit: ''
    [Unit]
    Description=${unit.description or name}
    [Service]
    ${lib.concatStrings (lib.mapAttrsToList (n: v: "Environment=\"${n}=${v}\"\n") (unit.environment or { }))}${lib.optionalString (unit ? script) "ExecStart=/bin/sh -e ${builtins.toFile "script" (builtins.unsafeDiscardStringContext unit.script)}\n"}${lines (unit.serviceConfig or { })}${install unit}'';
  timer = name: unit: "[Unit]\nDescription=${unit.description or name}\n[Timer]\n${lines unit.timerConfig}${install unit}";
in
{
  inherit pkgs config;
  failed = map (a: a.message) (lib.filter (a: !a.assertion) config.assertions);
  inherit (config) warnings;
  rules = config.systemd.tmpfiles.rules;
  sandboxPaths = config.nix.settings.extra-sandbox-paths or [ ];
  script = config.systemd.services.larder-nix-clean.script or "";
  units =
    builtins.listToAttrs (lib.mapAttrsToList (name: unit: { name = "${name}.service"; value = service name unit; }) (lib.filterAttrs (_: u: u ? script) config.systemd.services))
    // builtins.listToAttrs (lib.mapAttrsToList (name: unit: { name = "${name}.timer"; value = timer name unit; }) config.systemd.timers);
  dropIns = lib.mapAttrs (name: service name) (lib.filterAttrs (_: u: !(u ? script)) config.systemd.services);
}
