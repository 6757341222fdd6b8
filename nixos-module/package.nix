# larder, built from this source: the static shim and command line, the daemon, and its units.
{
  lib,
  buildDotnetModule,
  dotnetCorePackages,
  stdenv,
  glibc,
  zstd,
  zlib,
  protobuf,
  runCommand,
}:
let
  versionLine = lib.findFirst (line: line != null) null
    (map (builtins.match " *<Version>([^<]*)</Version>") (lib.splitString "\n" (builtins.readFile ../Directory.Build.props)));

  # What it is built from, and nothing else: tests and notes change without a new build.
  parts = [ "src" "lib" "packaging" "LICENSE" "README.md" "BannedSymbols.txt" ".editorconfig" "Directory.Build.props" "Directory.Build.targets" "Directory.Packages.props" ];
  source = lib.cleanSourceWith {
    name = "larder-source";
    src = ../.;
    filter = path: _:
      let relative = lib.removePrefix (toString ../. + "/") (toString path);
      in lib.any (part: relative == part || lib.hasPrefix "${part}/" relative) parts;
  };

  larder = buildDotnetModule {
    pname = "larder";
    version = lib.head versionLine;
    src = source;

    projectFile = [ "src/Client/Client.csproj" "src/CommandLine/CommandLine.csproj" "src/Daemon/Daemon.csproj" ];
    # Written by ./update-deps.sh. Framework and compiler packs come with the SDK.
    nugetDeps = ./deps.json;
    dotnet-sdk = dotnetCorePackages.sdk_10_0;
    selfContainedBuild = true;
    # The SDK's own framework, for which it has the packs.
    dotnetFlags = [ "-p:LarderFramework=net10.0" "-p:CppCompilerAndLinker=${stdenv.cc.targetPrefix or ""}${if stdenv.cc.isClang or false then "clang" else "gcc"}" ];
    # The images need no runtime and no LD_LIBRARY_PATH, so they get no wrapper, which would cost every compile a shell.
    dontDotnetFixup = true;
    executables = [ ];

    # NativeAOT links by the C compiler: the shim statically, with libzstd inside.
    nativeBuildInputs = [ stdenv.cc ];
    buildInputs = [ (zstd.override { static = true; }) zlib ] ++ lib.optional (glibc ? static) glibc.static;
    # Grpc.Tools has a protoc that looks for its dynamic linker where Nix has none.
    env.PROTOBUF_PROTOC = "${protobuf}/bin/protoc";

    postInstall = ''
      mkdir -p $out/bin
      for program in larder larder-cli larderd; do
        strip -o $out/bin/$program $out/lib/larder/$program
      done
      rm -r $out/lib/larder
      install -Dm644 lib/units.nix $out/share/larder/units.nix
      for manager in user system; do
        mkdir -p $out/lib/systemd/$manager
        for unit in packaging/systemd/$manager/*; do
          substitute $unit $out/lib/systemd/$manager/$(basename $unit) --replace-quiet /usr/bin/larderd $out/bin/larderd
        done
      done
    '';

    passthru = {
      # larder.links { unwrappedCC = gcc.cc; }: see lib/links.nix.
      links = import ./lib/links.nix { inherit lib runCommand larder; };
    };

    meta = {
      description = "Compile cache for C and C++ with gcc and clang";
      longDescription = ''
        larder keeps what a compiler has already made. The same compile comes out of the cache byte for byte, in process or through a
        daemon, on a machine of one's own and inside Nix's sandbox.
      '';
      license = lib.licenses.mit;
      mainProgram = "larder";
      platforms = [ "x86_64-linux" "aarch64-linux" ];
    };
  };
in
larder
