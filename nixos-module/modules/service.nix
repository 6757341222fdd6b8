# services.larder: the daemon, for people who compile on this machine. Builds of Nix need none of it (see nix-builds.nix).
{ config, lib, pkgs, ... }:
let
  cfg = config.services.larder;
  common = import ./options.nix { inherit lib; };
  isSystem = cfg.mode == "system";
  unknown = lib.filter (name: !(lib.elem name common.settingNames)) (lib.attrNames cfg.settings);
in
{
  options.services.larder = {
    enable = lib.mkEnableOption "larder's daemon, a compile cache for C and C++ (started by the first compile)";

    package = lib.mkOption {
      type = lib.types.package;
      default = common.ownPackage pkgs;
      defaultText = lib.literalExpression "larder, from a package set without further overlays";
      description = "The larder to use.";
    };

    mode = lib.mkOption {
      type = lib.types.enum [ "user" "system" ];
      default = "user";
      description = ''
        "user": each user's own daemon, with a cache in their home. "system": one daemon for the users of group larder, with a
        store in /var/cache/larder-daemon that only it may write.
      '';
    };

    settings = lib.mkOption {
      type = common.settingType;
      default = { };
      example = { max_size = "20Gi"; };
      description = "Settings for everybody, in /etc/larder/config. `larder help config` explains each.";
    };
  };

  config = lib.mkIf cfg.enable (lib.mkMerge [
    {
      environment.systemPackages = [ cfg.package ];
      environment.etc."larder/config".text = common.toLines cfg.settings;
      systemd.packages = [ cfg.package ];

      assertions = [
        {
          assertion = unknown == [ ];
          message = "services.larder.settings: larder has no setting ${lib.concatStringsSep ", " unknown}. `larder help config` lists them.";
        }
        {
          assertion = !(cfg.settings.no_daemon or false);
          message = "services.larder: settings.no_daemon is set, so nobody would ever talk to the daemon that services.larder starts.";
        }
        {
          assertion = !(cfg.settings.disable or false || cfg.settings.passthrough or false);
          message = "services.larder: settings.disable or settings.passthrough is set for everybody, so nothing would ever be cached.";
        }
        {
          assertion = isSystem -> !(cfg.settings ? dir);
          message = "services.larder: with mode = \"system\" the daemon has a directory of its own; settings.dir would make all users share one that is theirs. Leave it out.";
        }
      ];
    }

    (lib.mkIf (!isSystem) {
      systemd.user.sockets.larder.wantedBy = [ "sockets.target" ];
    })

    (lib.mkIf isSystem {
      services.larder.settings.socket = lib.mkDefault "/run/larder/daemon.sock";
      systemd.sockets.larder.wantedBy = [ "sockets.target" ];
      # Beside /var/cache/larder, which belongs to root and to builds of Nix.
      systemd.services.larder = {
        environment.LARDER_DIR = "/var/cache/larder-daemon";
        # The empty one takes the unit's own away, to which the other would be added.
        serviceConfig.CacheDirectory = [ "" "larder-daemon" ];
      };
      users.users.larder = {
        isSystemUser = true;
        group = "larder";
        description = "larder's daemon";
      };
      users.groups.larder = { };
    })
  ]);
}
