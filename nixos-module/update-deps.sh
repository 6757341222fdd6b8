#!/usr/bin/env bash
# Writes deps.json: the NuGet packages that larder is built from, with their hashes, for nixpkgs' buildDotnetModule. It
# restores into an empty directory, so what is listed is what the restore really took. To be run after each change in
# Directory.Packages.props. Framework packs are left out: in nixpkgs they come with the SDK.
set -euo pipefail

ROOT=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
readonly ROOT
readonly PROJECTS=(src/Client src/CommandLine src/Daemon)
# As package.nix builds it. Without PublishAot no compiler pack is asked for.
readonly PROPERTIES=(-p:LarderFramework=net10.0 -p:PublishAot=false)
readonly WITH_THE_SDK='^(microsoft\.netcore\.app\.|microsoft\.aspnetcore\.app\.|microsoft\.net\.illink\.tasks$|(runtime\..*\.)?microsoft\.dotnet\.ilcompiler$)'

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

restore() {
  local project
  for project in "${PROJECTS[@]}"; do
    dotnet restore "$ROOT/$project" --packages "$work/packages" "${PROPERTIES[@]}" -p:ArtifactsPath="$work/obj/" >&2
  done
}

# entry DIRECTORY: the line of one package, NAME/VERSION below the restore's directory. The name is spelt as its author spells it.
entry() {
  local package version name hash
  package=$(find "$1" -maxdepth 1 -name '*.nupkg')
  version=$(basename "$1")
  name=$(grep -o '<id>[^<]*</id>' "$1"/*.nuspec | head -n 1)
  name=${name#<id>}
  name=${name%</id>}
  hash=$(openssl dgst -sha256 -binary "$package" | base64)
  printf '  { "pname": "%s", "version": "%s", "hash": "sha256-%s" }' "$name" "$version" "$hash"
}

entries() {
  local directory separator=
  find "$work/packages" -mindepth 2 -maxdepth 2 -type d | LC_ALL=C sort | while read -r directory; do
    [[ ! $(basename "$(dirname "$directory")") =~ $WITH_THE_SDK ]] || continue
    printf '%b' "$separator"
    entry "$directory"
    separator=',\n'
  done
}

restore
{
  printf '[\n'
  entries
  printf '\n]\n'
} >"$work/deps.json"
mv "$work/deps.json" "${1:-$ROOT/nixos-module/deps.json}"
