# programs.larder.nix: builds of Nix, in their sandbox, with a cache on the host. The overlay puts larder between cc-wrapper and the
# compiler; this adds what the host has to do, and refuses what would silently cache nothing.
{ config, lib, pkgs, ... }:
let
  cfg = config.programs.larder.nix;
  common = import ./options.nix { inherit lib; };
  nixSettings = config.nix.settings;

  # With auto-allocated users each build has a group of its own, so no group can be given the directories.
  isAuto = nixSettings.auto-allocate-uids or false;
  usersGroup = nixSettings.build-users-group or "nixbld";
  isSandboxed = (nixSettings.sandbox or true) != false;

  directories = map (name: "${cfg.cacheDir}/${name}") [ "packages" "kernel" ];
  configFile = "${cfg.cacheDir}/config";
  # "?": a directory that is missing must not fail a build. The launcher then compiles without a cache.
  sandboxPaths = map (path: path + "?") (directories ++ lib.optional (cfg.lowerDir != null) cfg.lowerDir ++ [ configFile ]);

  # Where sandboxes have their builds; see ../lib/defaults.nix.
  launcherSettings = name: { base_dirs = nixSettings.sandbox-build-dir or "/build"; } // cfg.settings // {
    dir = "${cfg.cacheDir}/${name}";
    config = configFile;
    inherit (cfg) umask;
    no_daemon = true;
  };

  # What may change at any time: it is read by the launchers, and no part of what they are.
  changing = {
    max_size = cfg.maxSize;
    max_files = cfg.maxFiles;
    log = cfg.log;
    read_only = if cfg.readOnly then true else null;
    lower_dir = cfg.lowerDir;
  };

  # Builds made what is in the directories, and would go on owning it: what they may not write is taken from them, down to each file. When they
  # may again, the directories suffice; files are replaced.
  contents = directory:
    if cfg.readOnly then
      [ "Z ${directory} ~${cfg.mode} ${cfg.owner} ${cfg.group} -" ]
    else
      map (path: "z ${directory}/${path} ~${cfg.mode} ${cfg.owner} ${cfg.group} -") [ "v1" "v1/*" "v1/stats/*" ];

  # tmpfiles.d(5): an argument takes C escapes, and % begins a specifier.
  asArgument = lib.replaceStrings [ "\\" "\n" "%" ] [ "\\\\" "\\n" "%%" ];

  isOwn = name: name == "larder" || lib.hasPrefix "larder" name;
  isWanted = name: package:
    lib.elem name cfg.packageNames || (cfg.packagePredicate != null && !isOwn name && cfg.packagePredicate name package);

  overlays = [
    (import ../overlay.nix)
    (_: _: {
      larder = cfg.package;
      larderSettings = {
        packages = launcherSettings "packages";
        kernel = launcherSettings "kernel";
      };
    })
    (final: prev: lib.mapAttrs
      (name: package: if isWanted name package then wrapped final prev name else package)
      (if cfg.packagePredicate == null then lib.filterAttrs (name: _: lib.elem name cfg.packageNames) prev else prev))
  ];

  # A predicate may say yes to what can't be wrapped; a name is asserted below.
  wrapped = final: prev: name:
    if lib.isDerivation prev.${name} && final.larderIsWrappable prev.${name} && !(prev.${name}.isLarder or false) then
      final.larderPackage prev.${name}
    else
      prev.${name};

  missing = lib.filter (name: !(pkgs ? ${name})) cfg.packageNames;
  unwrappable = lib.filter
    (name: pkgs ? ${name} && pkgs ? larderIsWrappable && !(lib.isDerivation pkgs.${name} && pkgs.larderIsWrappable pkgs.${name}))
    cfg.packageNames;
  # Another overlay, later than ours, may have put a package of its own in place of the wrapped one.
  isBehindLarder = package: package.stdenv.cc.isLarder or false || package.stdenv.cc.cc.isLarder or false;
  lost = lib.filter (name: pkgs ? ${name} && !(lib.elem name unwrappable) && pkgs.${name} ? stdenv && !(isBehindLarder pkgs.${name})) cfg.packageNames;
  unknown = lib.filter (name: !(lib.elem name common.settingNames)) (lib.attrNames cfg.settings);
  reserved = lib.filter (name: cfg.settings ? ${name}) [ "dir" "umask" "no_daemon" "read_only" "max_size" "max_files" "log" "lower_dir" ];
  off = lib.filter (name: cfg.settings.${name} or false == true) [ "disable" "passthrough" "recache" ];
  isSize = text: builtins.match "[0-9]+([kMGT]i?)?" text != null;
  isOctal = text: builtins.match "[0-7]{3,4}" text != null;
  lastOf = text: lib.substring (lib.stringLength text - 1) 1 text;
  groupOf = text: lib.substring (lib.stringLength text - 2) 1 text;
  allows = digit: lib.elem digit (if cfg.readOnly then [ "5" "7" ] else [ "7" ]);
  list = lib.concatStringsSep ", ";
in
{
  options.programs.larder.nix = {
    enable = lib.mkEnableOption "larder, a compile cache, in builds of Nix";

    package = lib.mkOption {
      type = lib.types.package;
      default = common.ownPackage pkgs;
      defaultText = lib.literalExpression "larder, from a package set without further overlays";
      description = "The larder that builds use. It comes from a package set of its own, so that what it is built from may be in packageNames.";
    };

    cacheDir = lib.mkOption {
      type = lib.types.str;
      default = "/var/cache/larder/nix-builds";
      description = "Where the caches are: its directory packages, and kernel for kernels.";
    };

    packageNames = lib.mkOption {
      type = lib.types.listOf lib.types.str;
      default = [ ];
      example = [ "ffmpeg" "llvm" ];
      description = "Attributes of pkgs that are built with larder. Everything that depends on them is built anew.";
    };

    packagePredicate = lib.mkOption {
      type = lib.types.nullOr (lib.types.functionTo (lib.types.functionTo lib.types.bool));
      default = null;
      example = lib.literalExpression "name: package: lib.hasPrefix \"my-\" name";
      description = ''
        Says of an attribute's name and its package whether it is built with larder, besides those in packageNames. Decide by the name where
        that does: looking at the package evaluates it, and one that the standard environment itself needs can't be looked at.
      '';
    };

    owner = lib.mkOption {
      type = lib.types.str;
      default = "root";
      description = "Owner of the cache directories.";
    };

    group = lib.mkOption {
      type = lib.types.str;
      default = usersGroup;
      defaultText = lib.literalExpression "config.nix.settings.build-users-group or \"nixbld\"";
      description = "Group of the cache directories: that of the build users.";
    };

    mode = lib.mkOption {
      type = lib.types.str;
      default = if cfg.readOnly then (if isAuto then "0755" else "2750") else if isAuto then "0777" else "2770";
      defaultText = lib.literalExpression "\"2770\"; \"2750\" with readOnly; \"0777\" with auto-allocated users, below a directory that is root's alone";
      description = "Mode of the cache directories, octal.";
    };

    umask = lib.mkOption {
      type = lib.types.str;
      default = if isAuto then "000" else "007";
      defaultText = lib.literalExpression "\"007\"; \"000\" with auto-allocated users";
      description = "The umask for files in the cache. What compilers write in a build keeps the build's.";
    };

    maxSize = lib.mkOption {
      type = lib.types.str;
      default = "20Gi";
      description = "What each of the two caches may take on disk. May be changed without building anything anew.";
    };

    maxFiles = lib.mkOption {
      type = lib.types.int;
      default = 0;
      description = "How many files each cache may hold; 0 is no limit. May be changed without building anything anew.";
    };

    log = lib.mkOption {
      type = lib.types.nullOr lib.types.str;
      default = null;
      example = "/var/cache/larder/nix-builds/packages/log";
      description = "A file in one of the cache directories that gets a line for each compile. May be changed without building anything anew.";
    };

    readOnly = lib.mkOption {
      type = lib.types.bool;
      default = false;
      description = ''
        Builds use what the caches hold and can't add to it: the directories aren't writable for them. Whoever may write to a cache can put
        objects into it that other builds will link; this is for hosts where not every build is trusted so far.
      '';
    };

    lowerDir = lib.mkOption {
      type = lib.types.nullOr lib.types.str;
      default = null;
      example = "/var/cache/larder/trusted";
      description = ''
        A cache below those of builds: what theirs don't have is looked for there, and no build can write it, whatever it does. It is made
        for root, and readable for builds. Whom you trust fills it from outside, as with `larder import`. May be changed without building anything anew.
      '';
    };

    settings = lib.mkOption {
      type = common.settingType;
      default = { };
      example = { compression = "3"; };
      description = ''
        Further settings, which stand in the launchers. Each change is a new path of every wrapped compiler, so everything is built anew (from the
        cache). maxSize, maxFiles, log and readOnly are options of their own because they are not.
      '';
    };

    cleaning = {
      enable = lib.mkOption {
        type = lib.types.bool;
        default = true;
        description = "Bring the caches within their limits by a timer. Builds do so too, a little each time.";
      };

      dates = lib.mkOption {
        type = lib.types.str;
        default = "daily";
        description = "When, as systemd.time(7) says it.";
      };
    };
  };

  config = lib.mkIf cfg.enable {
    nixpkgs.overlays = overlays;
    nix.settings.extra-sandbox-paths = sandboxPaths;
    environment.systemPackages = [ cfg.package ];

    systemd.tmpfiles.rules =
      [ "d ${dirOf cfg.cacheDir} 0755 root root -" ]
      # Directories that anybody may write are out of reach for all but builds, which get them bound into their sandbox.
      ++ [ "d ${cfg.cacheDir} ${if isAuto then "0700" else "0755"} root root -" ]
      ++ lib.concatMap (directory: [ "d ${directory} ${cfg.mode} ${cfg.owner} ${cfg.group} -" ] ++ contents directory) directories
      ++ lib.optional (cfg.lowerDir != null) "d ${cfg.lowerDir} ${if isAuto then "0755" else "2750"} root ${if isAuto then "root" else cfg.group} -"
      ++ [ "f+ ${configFile} 0644 root root - ${asArgument (common.toLines changing)}" ];

    systemd.services.larder-nix-clean = lib.mkIf cfg.cleaning.enable {
      description = "Bring the caches of Nix builds within their limits";
      # One directory at a time; what is not there yet is no failure.
      script = lib.concatMapStrings
        (directory: "if [ -d ${directory} ]; then LARDER_DIR=${directory} ${cfg.package}/bin/larder trim; fi\n")
        directories;
      environment = {
        LARDER_CONFIG = configFile;
        LARDER_NO_DAEMON = "1";
        LARDER_UMASK = cfg.umask;
        LARDER_READ_ONLY = "0";
      };
      serviceConfig = {
        Type = "oneshot";
        # Files of all build users are there.
        User = "root";
        Nice = 10;
        IOSchedulingClass = "idle";
        ProtectSystem = "strict";
        ReadWritePaths = map (directory: "-${directory}") directories;
        PrivateNetwork = true;
        PrivateTmp = true;
        NoNewPrivileges = true;
      };
    };

    systemd.timers.larder-nix-clean = lib.mkIf cfg.cleaning.enable {
      description = "Bring the caches of Nix builds within their limits";
      wantedBy = [ "timers.target" ];
      timerConfig = {
        OnCalendar = cfg.cleaning.dates;
        Persistent = true;
        RandomizedDelaySec = "1h";
      };
    };

    warnings =
      lib.optional (cfg.packageNames == [ ] && cfg.packagePredicate == null)
        "programs.larder.nix: packageNames is empty and there is no packagePredicate, so only what is built with pkgs.larderStdenv, pkgs.larderPackage or pkgs.larderKernel by name is cached."
      ++ lib.optional ((config.nix.buildMachines or [ ]) != [ ])
        "programs.larder.nix: builds on other machines (nix.buildMachines) use the cache directories of those machines; enable the module there too.";

    assertions = [
      {
        assertion = config.nix.enable or true;
        message = "programs.larder.nix: nix.enable is off, so nix.conf is not written from here and no build would see ${cfg.cacheDir}. Put extra-sandbox-paths = ${toString sandboxPaths} into nix.conf by hand, and use the overlay without this module.";
      }
      {
        assertion = isSandboxed -> lib.all (path: lib.elem path (nixSettings.extra-sandbox-paths or [ ])) sandboxPaths;
        message = "programs.larder.nix: nix.settings.extra-sandbox-paths lacks ${list (lib.filter (path: !(lib.elem path (nixSettings.extra-sandbox-paths or [ ]))) sandboxPaths)} (forced elsewhere?), so builds would not see their cache.";
      }
      {
        assertion = pkgs ? larderStdenv && pkgs ? larderWrapper;
        message = "programs.larder.nix: pkgs lacks larder's overlay, so nothing would be wrapped. nixpkgs.overlays has no effect where pkgs comes from outside (nixpkgs.pkgs with read-only overlays, a flake's own import): add larder's overlays.default there.";
      }
      {
        assertion = missing == [ ];
        message = "programs.larder.nix.packageNames: pkgs has no ${list missing}. Names are top-level attributes; for a package within a set use pkgs.larderSubpackages.";
      }
      {
        assertion = unwrappable == [ ];
        message = "programs.larder.nix.packageNames: ${list unwrappable} can't be given a stdenv (not a package, or its function takes none), so larder would not see its compiles. For a package within a set use pkgs.larderSubpackages, for a kernel pkgs.larderKernel.";
      }
      {
        assertion = !(pkgs ? larderStdenv) || lost == [ ];
        message = "programs.larder.nix.packageNames: ${list lost} is built by another compiler after all; an overlay that comes later replaces it. Use pkgs.larderPackage there, or put that overlay first (lib.mkBefore).";
      }
      {
        assertion = isAuto -> isSandboxed;
        message = "programs.larder.nix: with auto-allocated build users (nix.settings.auto-allocate-uids) and without a sandbox no build reaches the cache directories, which are open to all and therefore stand where only root can enter.";
      }
      {
        assertion = lib.hasPrefix "/" cfg.cacheDir && !(lib.hasPrefix "/nix/store" cfg.cacheDir) && !(lib.hasPrefix "/build" cfg.cacheDir) && !(lib.hasInfix "?" cfg.cacheDir) && !(lib.hasInfix "=" cfg.cacheDir) && !(lib.hasInfix " " cfg.cacheDir);
        message = "programs.larder.nix.cacheDir is ${cfg.cacheDir}: it has to be an absolute path of the host outside /nix/store and /build, without blanks, ? or =, or no build could write there.";
      }
      {
        assertion = cfg.lowerDir == null || (lib.hasPrefix "/" cfg.lowerDir && !(lib.any (directory: lib.hasPrefix "${directory}/" "${cfg.lowerDir}/") ([ "/nix/store" "/build" ] ++ directories)) && builtins.match ".*[?=: ].*" cfg.lowerDir == null);
        message = "programs.larder.nix.lowerDir is ${toString cfg.lowerDir}: it has to be an absolute path of the host outside /nix/store, /build and the directories that builds write, without blanks, ?, = or colons.";
      }
      {
        assertion = isAuto || cfg.group == usersGroup || allows (lastOf cfg.mode);
        message = "programs.larder.nix: the cache directories belong to group ${cfg.group} and builds run in group ${usersGroup} (nix.settings.build-users-group), so they could not use them with mode ${cfg.mode}.";
      }
      {
        assertion = isAuto || usersGroup == "" || config.users.groups ? ${cfg.group};
        message = "programs.larder.nix: there is no group ${cfg.group} (users.groups), so tmpfiles would not make the cache directories.";
      }
      {
        assertion = isOctal cfg.mode && (if isAuto then allows (lastOf cfg.mode) else allows (groupOf cfg.mode) || allows (lastOf cfg.mode));
        message = "programs.larder.nix.mode is ${cfg.mode}: ${if isAuto then "auto-allocated build users (nix.settings.auto-allocate-uids) have a group for each build, so the directories must be open to all (0777)" else "build users get at the directories through their group, which needs 7 (or 5 with readOnly)"}, or nothing would be cached.";
      }
      {
        assertion = isOctal cfg.umask && (if isAuto then lastOf cfg.umask == "0" else groupOf cfg.umask == "0" || lastOf cfg.umask == "0");
        message = "programs.larder.nix.umask is ${cfg.umask}: what one build user stores could not be ${if isAuto then "read by others with auto-allocated users (000)" else "read by another (007)"}.";
      }
      {
        assertion = unknown == [ ];
        message = "programs.larder.nix.settings: larder has no setting ${list unknown}. `larder help config` lists them.";
      }
      {
        assertion = reserved == [ ];
        message = "programs.larder.nix.settings: ${list reserved} is set by this module; use cacheDir, lowerDir, umask, readOnly, maxSize, maxFiles or log.";
      }
      {
        assertion = off == [ ];
        message = "programs.larder.nix.settings: with ${list off} no build would ever use the cache.";
      }
      {
        assertion = isSize cfg.maxSize;
        message = "programs.larder.nix.maxSize is ${cfg.maxSize}; a number of bytes such as 500M or 20Gi is wanted.";
      }
      {
        assertion = cfg.log == null || lib.any (directory: lib.hasPrefix "${directory}/" cfg.log) directories;
        message = "programs.larder.nix.log is ${toString cfg.log}: builds can write nowhere on the host but in ${list directories}.";
      }
    ];
  };
}
