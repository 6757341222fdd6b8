# What both modules need of lib/.
{ lib }:
{
  inherit (import ../lib/settings.nix { inherit lib; }) toLines;

  # What a setting can be in Nix. Lists would need to know which separator a setting has.
  settingType = lib.types.attrsOf (lib.types.nullOr (lib.types.oneOf [ lib.types.bool lib.types.int lib.types.str ]));

  # Every setting of larder (src/Caching/Settings/SettingTable.cs; a test compares).
  settingNames = [
    "dir" "lower_dir" "max_size" "max_files" "max_age" "umask" "compression" "no_daemon" "auto_start" "look_up_first" "max_jobs" "memory_size" "idle_timeout" "socket" "share_entries" "metrics_listen"
    "disable" "passthrough" "read_only" "recache" "preprocessor_mode" "ignore_comments" "cache_failures" "cache_preprocessing" "split_commands" "hash_dir" "base_dirs" "neutral_store_paths" "stable_seed"
    "sloppiness" "compiler_check" "extra_files" "ignore_options" "namespace" "prefix_command" "verify_hits" "stats" "journal_size" "debug" "used_list" "log"
  ];

  # A package set of its own: what larder is built from must not be built through larder.
  ownPackage = pkgs:
    if pkgs ? path then
      (import pkgs.path {
        inherit (pkgs.stdenv.hostPlatform) system;
        overlays = [ (import ../overlay.nix) ];
        config = { };
      }).larder
    else
      pkgs.larder;
}
