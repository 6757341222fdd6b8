# shellcheck shell=bash
# ./dev projects: real projects from the distribution's sources, built with larder and without, by the program in bench/Projects,
# which has the table of them.

# shellcheck source=scripts/sources.sh
source scripts/sources.sh

readonly PROJECTS_OUTPUT=$OUT/projects

# Options are the program's own: --daemon, and names of projects or parts of them.
verb_projects() {
  need_packages "${PACKAGES_PROJECTS[@]}"
  publish_all
  say "building the program that builds them"
  quietly dotnet build bench/Projects --configuration Release

  local packages package
  packages=$(projects_program --list-packages "$@")
  for package in $packages; do fetch_source "$package"; done
  say "building; everything of it stays in $PROJECTS_OUTPUT"
  projects_program --larder "$OUT/bin/larder" --sources "$SOURCES" --output "$PROJECTS_OUTPUT" "$@"
}

projects_program() { dotnet "$OUT/obj/bin/Projects/release/Larder.Projects.dll" "$@"; }
