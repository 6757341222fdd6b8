# What the launchers are told unless somebody says otherwise: the settings that a sandboxed build needs. They stand in each
# launcher's sidecar, so a build's environment stays as it was.
rec {
  cacheDir = "/var/cache/larder/nix-builds";

  # What may change without a new wrapper path, and so without a rebuild of everything: sizes, a log, read_only.
  config = "${cacheDir}/config";

  settingsFor = { dir, config, umask ? "007" }: {
    inherit dir config umask;
    # There is neither a daemon nor a socket in a sandbox, and nobody to start one.
    no_daemon = true;
    # Where sandboxes have their builds: the directory of the sources below it has a version in its name. Outside of sandboxes builds
    # lie elsewhere, and this says nothing.
    base_dirs = "/build";
  };

  packages = settingsFor { dir = "${cacheDir}/packages"; inherit config; };
  kernel = settingsFor { dir = "${cacheDir}/kernel"; inherit config; };
}
