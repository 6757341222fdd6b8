# What ./dev needs, where there is no apt.
{ pkgs }:
pkgs.mkShell {
  packages = [
    pkgs.dotnetCorePackages.sdk_10_0
    pkgs.cmake
    pkgs.meson
    pkgs.ninja
    pkgs.strace
    pkgs.b3sum
    pkgs.shellcheck
  ];
  buildInputs = [ (pkgs.zstd.override { static = true; }) pkgs.zlib ] ++ pkgs.lib.optional (pkgs.glibc ? static) pkgs.glibc.static;
  PROTOBUF_PROTOC = "${pkgs.protobuf}/bin/protoc";
}
