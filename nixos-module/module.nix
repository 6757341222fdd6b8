# larder on NixOS: services.larder (the daemon) and programs.larder.nix (builds of Nix).
{
  imports = [
    ./modules/service.nix
    ./modules/nix-builds.nix
  ];
}
