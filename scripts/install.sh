# shellcheck shell=bash
# ./dev install: what was built, in the places of a Unix system.

PREFIX=/usr/local
BUILDS=true

verb_install() {
  read_install_arguments install "$@"
  if $BUILDS; then need_packages "${PACKAGES_BUILD[@]}" && publish_all; fi
  install_tree "${DESTDIR-}" "$PREFIX"
  # The compilers of this machine. Installed into a DESTDIR, the links are the packager's matter, or whoever unpacks it calls `larder links` again.
  "$OUT/bin/larder" links "${DESTDIR-}$PREFIX/lib/larder" --target ../../bin/larder
}

# read_install_arguments VERB ARGUMENT…: sets PREFIX and BUILDS.
read_install_arguments() {
  local verb=$1
  shift
  while [[ $# -gt 0 ]]; do
    case $1 in
      --prefix)
        [[ $# -gt 1 ]] || usage_error "$verb" "$1"
        PREFIX=$2
        shift
        ;;
      --prefix=*) PREFIX=${1#*=} ;;
      --no-build) BUILDS=false ;;
      *) usage_error "$verb" "$1" ;;
    esac
    shift
  done
  [[ $PREFIX == /* ]] || die "$verb: --prefix needs an absolute path"
  PREFIX=${PREFIX%/}
  local program
  if ! $BUILDS; then
    for program in larder larder-cli larderd; do [[ -x $OUT/bin/$program ]] || die "$verb: out/bin/$program is not there; leave out --no-build"; done
  fi
}

# install_tree DESTDIR PREFIX: all files but the masquerade links.
install_tree() {
  local root=$1$2 prefix=$2 program unit manager
  say "installing into $root"
  mkdir -p "$root/bin" "$root/lib/larder"
  for program in larder larder-cli larderd; do install_file 755 "$OUT/bin/$program" "$root/bin/$program"; done

  # Each made by the program itself, from what its help says.
  generate larder.1 "$root/share/man/man1/larder.1"
  printf '.so man1/larder.1\n' >"$root/share/man/man1/larder-cli.1"
  generate larder.conf.5 "$root/share/man/man5/larder.conf.5"
  generate larderd.8 "$root/share/man/man8/larderd.8"
  generate bash "$root/share/bash-completion/completions/larder"
  generate zsh "$root/share/zsh/site-functions/_larder"
  generate fish "$root/share/fish/vendor_completions.d/larder.fish"

  for manager in user system; do
    for unit in packaging/systemd/"$manager"/*; do
      mkdir -p "$root/lib/systemd/$manager"
      sed "s|/usr/bin/larderd|$prefix/bin/larderd|" "$unit" >"$root/lib/systemd/$manager/${unit##*/}"
      chmod 644 "$root/lib/systemd/$manager/${unit##*/}"
    done
  done
  install_file 644 packaging/sysusers.d/larder.conf "$root/lib/sysusers.d/larder.conf"
  install_file 644 lib/units.nix "$root/share/larder/units.nix"
  local document
  for document in README.md LICENSE docs/*.md; do install_file 644 "$document" "$root/share/doc/larder/${document##*/}"; done
}

# Replaced by rename: a program that runs is left alone.
install_file() {
  mkdir -p "$(dirname "$3")"
  install -m "$1" "$2" "$3.new"
  mv -f "$3.new" "$3"
}

generate() {
  mkdir -p "$(dirname "$2")"
  "$OUT/bin/larder-cli" generate "$1" >"$2.new"
  chmod 644 "$2.new"
  mv -f "$2.new" "$2"
}
