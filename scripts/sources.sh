# shellcheck shell=bash
# Source packages of the distribution, fetched by apt without touching the system's configuration, lists or caches.
# They are kept in out/sources: with them there, no network is needed.

readonly SOURCES=$OUT/sources

# fetch_source NAME: out/sources/NAME/{*.dsc,…}, in the version that the release serves.
fetch_source() {
  local directory=$SOURCES/$1
  [[ ! -f $directory/VERSION ]] || return 0
  have apt-get || die "source packages come from apt; on another system put the .dsc and its files of $1, and a file VERSION, in $directory"
  [[ -d $SOURCES/apt/lists ]] || update_source_lists
  say "fetching the source of $1"
  rm -rf "$directory"
  mkdir -p "$directory"
  # The newest that can be had: an archive's list may name one that its mirror has dropped or has not got yet.
  local version fetched=false
  while read -r version; do
    if (cd "$directory" && quietly apt_for_sources get source --download-only "$1=$version"); then
      fetched=true
      break
    fi
    rm -rf "${directory:?}"/*
    printf 'dev: %s %s cannot be fetched; trying an older one\n' "$1" "$version" >&2
  done < <(apt_for_sources cache showsrc "$1" | sed -n 's/^Version: *//p' | sort --version-sort --reverse --unique)
  $fetched || die "no source package $1, or not all of its files"
  sed -n 's/^Version: *//p' "$directory"/*.dsc | head -n 1 >"$directory/VERSION"
}

# unpack_source NAME DIRECTORY: the upstream source, without the distribution's patches (they bring in its build system).
unpack_source() {
  fetch_source "$1"
  rm -rf "$2"
  mkdir -p "$(dirname "$2")"
  quietly dpkg-source --no-check --skip-patches --extract "$SOURCES/$1"/*.dsc "$2"
}

source_version() { cat "$SOURCES/$1/VERSION"; }

# The system's own package sources with the type deb-src, whether it has such entries itself or not.
update_source_lists() {
  local parts=$SOURCES/apt/parts list directory file
  rm -rf "$SOURCES/apt"
  mkdir -p "$parts" "$SOURCES/apt/cache"
  eval "$(apt-config shell list Dir::Etc::sourcelist/f directory Dir::Etc::sourceparts/d)"
  for file in "$list" "$directory"/*.list; do
    [[ -f $file ]] || continue
    sed -n 's/^[[:space:]]*deb[[:space:]]/deb-src /p' "$file" >"$parts/${file##*/}"
  done
  for file in "$directory"/*.sources; do
    [[ -f $file ]] || continue
    sed 's/^[Tt]ypes:.*/Types: deb-src/' "$file" >"$parts/${file##*/}"
  done
  say "reading the distribution's source lists"
  mkdir -p "$SOURCES/apt/lists/partial"
  # A third party's archive may have no sources; what matters is whether the package is found afterwards.
  quietly apt_for_sources get update || printf 'dev: apt could not read all source lists; trying on\n' >&2
}

# apt_for_sources get|cache …: apt-get or apt-cache with every path that it writes to moved under out/, so that it needs no root.
apt_for_sources() {
  local program=apt-$1
  shift
  "$program" -o Dir::Etc::SourceList=/dev/null -o Dir::Etc::SourceParts="$SOURCES/apt/parts" \
    -o Dir::State::Lists="$SOURCES/apt/lists" -o Dir::Cache="$SOURCES/apt/cache" \
    -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=true -o Acquire::Languages=none "$@"
}
