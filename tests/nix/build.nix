# One build of one project, in the way of a package: every argument is a string, so that the harness gives them by --argstr.
{ toolchain                     # the JSON file of toolchain.sh
, larder                        # a store path with bin/larder
, project                       # whose phases: a name in phases.nix
, source                        # its source: a directory, or an archive with one
, sourceName ? "${project}-1.0" # what the source directory is called below /build
, family ? "gcc"                # or "clang"
, vintage ? "new"               # of the wrapper: "new" or "2024"
, extraConfig ? "no_daemon = yes" # further lines in the launchers' sidecar files
, responseFiles ? "default"     # "yes", "no"
, salt ? "1"                    # makes another derivation of the same build
, dependency ? "1"              # the same for the dependency
, dependencyText ? "1"          # what its header says
, extraFlags ? ""               # in NIX_CFLAGS_COMPILE
, extraPhase ? ""               # shell, before the build
}:

let
  tools = builtins.mapAttrs
    (name: value: if builtins.match "/nix/store/.*" value == null then value else builtins.storePath value)
    (builtins.fromJSON (builtins.readFile toolchain));
  isClang = family == "clang";

  # nix-store --add records no references: whatever runs a program of these names what that needs.
  closure = map (name: tools.${name}) [ "glibc" "glibcDev" "libraries" "gcc" "clang" "bash" ];

  links = import ./links.nix {
    inherit tools closure;
    compiler = if isClang then tools.clang else tools.gcc;
    names = if isClang then "clang clang++" else "gcc g++";
    larder = builtins.storePath larder;
    config = ''
      config = /var/cache/larder/nix-builds/config
      dir = /var/cache/larder/nix-builds
      umask = 007
      base_dirs = /build
    '' + extraConfig;
  };

  wrapper = import ./wrapper.nix {
    inherit tools closure isClang vintage responseFiles;
    compiler = links;
    hardening =
      if isClang
      then "-fPIC -fstack-protector-strong --param ssp-buffer-size=4 -fstack-clash-protection -O2 -Wformat -Wformat-security -Werror=format-security -fno-strict-overflow"
      else "-fPIC -fstack-clash-protection -O2 -U_FORTIFY_SOURCE -Wformat -Wformat-security -Werror=format-security"
        + " -fzero-call-used-regs=used-gpr -D_LIBCPP_HARDENING_MODE=_LIBCPP_HARDENING_MODE_EXTENSIVE -fstack-protector-strong"
        + " --param ssp-buffer-size=4 -fno-strict-overflow -fno-omit-frame-pointer -mno-omit-leaf-frame-pointer";
  };

  dependencyPackage = derivation {
    name = "dependency-1.3-dev";
    system = builtins.currentSystem;
    builder = "${tools.bash}/bin/bash";
    args = [ "-ec" "mkdir -p $out/include; printf '%s' \"$text\" > $out/include/dependency.h" ];
    PATH = "${tools.tools}/bin";
    inherit closure;
    salt = dependency;
    text = ''
      #pragma once
      #define DEPENDENCY ${dependencyText}
    '';
  };

  phases = import ./phases.nix;
in
derivation {
  name = sourceName;
  system = builtins.currentSystem;
  builder = "${tools.bash}/bin/bash";
  args = [ "-e" ./stdenv.sh ];
  PATH = builtins.concatStringsSep ":" (map (path: "${path}/bin") [ wrapper tools.binutils tools.tools tools.cmake tools.meson ]);
  SHELL = "${tools.bash}/bin/bash";
  CC = if isClang then "clang" else "gcc";
  # What a kernel is built with: the launcher itself.
  UNWRAPPED_CC = "${links}/bin/${if isClang then "clang" else "gcc"}";
  BISON_PKGDATADIR = "${tools.tools}/share/bison";
  M4 = "${tools.tools}/bin/m4";
  CXX = if isClang then "clang++" else "g++";
  src = builtins.path { path = /. + source; name = sourceName; };
  dependencies = [ dependencyPackage ];
  buildPhase = extraPhase + "\n" + phases.${project};
  inherit closure sourceName salt extraFlags;
}
