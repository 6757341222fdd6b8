# A compiler whose drivers are larder: launchers in place of cc, c++, gcc, g++, clang, clang++ (and these behind a target's prefix), and
# everything else as it was. Nothing of the compiler is copied: its files are linked, its outputs and attributes are its own.
#
# A launcher is a link to larder with a file .larder/NAME beside it that says which compiler it stands for and with which
# settings: no shell, nothing in the environment.
{ lib, runCommand, larder }:
let
  inherit (import ./settings.nix { inherit lib; }) toLines;
  attributesOf = import ./attributes.nix { inherit lib; };
  defaults = import ./defaults.nix;

  drivers = [ "cc" "c++" "gcc" "g++" "clang" "clang++" ];

  # Which driver gives a program its name where nobody says (nixpkgs' lib.getExe asks for it; kernels are built by it).
  mainProgram = compiler:
    if compiler.isClang or false then
      "clang"
    else
      "${lib.optionalString ((compiler.targetConfig or null) != null && compiler.targetConfig != "") "${compiler.targetConfig}-"}gcc";
in
{
  # The compiler, unwrapped.
  unwrappedCC,
  # Settings of all launchers here; see lib/defaults.nix.
  settings ? defaults.packages,
  # Further ones, which go over those: an attribute set, or lines "name = value".
  extraConfig ? "",
  # The programs that become launchers, with and without a target's prefix.
  programs ? drivers,
}:
let
  bin = "${lib.getBin unwrappedCC}/bin";
  patterns = lib.concatMapStringsSep "|" (name: "${name}|*-${name}") programs;
  lines = toLines settings + toLines extraConfig;
  ours = { isLarder = true; unwrapped = unwrappedCC; inherit larder; };
  version = lib.getVersion unwrappedCC;
in
runCommand "larder-links-${lib.getName unwrappedCC}${lib.optionalString (version != "") "-${version}"}"
  {
    preferLocalBuild = true;
    allowSubstitutes = false;
    inherit lines;
    passAsFile = [ "lines" ];

    passthru = let attributes = attributesOf unwrappedCC; in attributes // ours // { passthru = attributes.passthru // ours; };

    meta = removeAttrs (unwrappedCC.meta or { }) [ "available" "broken" "insecure" "name" "outputsToInstall" "position" "unfree" "unsupported" ] // {
      mainProgram = unwrappedCC.meta.mainProgram or (mainProgram unwrappedCC);
    };
  }
  ''
    mkdir -p "$out/bin/.larder"
    for file in ${bin}/* ${bin}/.[!.]*; do
      [ -e "$file" ] || [ -L "$file" ] || continue
      name=''${file##*/}
      case $name in
        ${patterns})
          [ -x "$file" ] || continue
          ln -s ${larder}/bin/larder "$out/bin/$name"
          { printf 'compiler = %s\n' "$file"; cat "$linesPath"; } > "$out/bin/.larder/$name"
          ;;
        *)
          ln -s "$file" "$out/bin/$name"
          ;;
      esac
    done
    for file in ${unwrappedCC}/* ${unwrappedCC}/.[!.]*; do
      [ -e "$file" ] || [ -L "$file" ] || continue
      name=''${file##*/}
      [ "$name" = bin ] || ln -s "$file" "$out/$name"
    done
    set -- "$out"/bin/.larder/*
    if [ ! -e "$1" ]; then
      echo "larder: ${bin} has none of ${toString programs}: nothing of this compiler would be cached" >&2
      exit 1
    fi
  ''
