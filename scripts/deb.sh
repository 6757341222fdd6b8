# shellcheck shell=bash
# ./dev deb: a package for Debian, out/deb/larder_VERSION_ARCHITECTURE.deb, of what ./dev install installs.

# shellcheck source=scripts/install.sh
source scripts/install.sh

verb_deb() {
  read_install_arguments deb "$@"
  have dpkg-deb || die "deb: dpkg-deb is missing; packages for Debian are built where dpkg is"
  if $BUILDS; then need_packages "${PACKAGES_BUILD[@]}" && publish_all; fi
  local stage=$OUT/deb/stage version architecture package
  version=$(sed -n 's|.*<Version>\(.*\)</Version>.*|\1|p' Directory.Build.props)
  architecture=$(dpkg --print-architecture)
  package=$OUT/deb/larder_${version}_$architecture.deb
  rm -rf "$stage"
  mkdir -p "$stage/DEBIAN"
  (umask 022 && install_tree "$stage" /usr && debianize "$stage/usr")
  write_control "$stage" "$version" "$architecture"
  install -m 755 packaging/debian/postinst packaging/debian/prerm "$stage/DEBIAN"
  install -m 644 packaging/debian/triggers "$stage/DEBIAN"
  (cd "$stage" && find usr -type f -print0 | sort -z | xargs -0 md5sum >DEBIAN/md5sums)
  dpkg-deb --root-owner-group -Zxz -z3 --build "$stage" "$package.new" >/dev/null
  mv -f "$package.new" "$package"
  rm -rf "$stage"
  say "built ${package#"$ROOT"/}"
}

# debianize USR: what the distribution's policy wants otherwise.
debianize() {
  find "$1/share/man" -type f -exec gzip -9n {} +
  mv "$1/share/doc/larder/LICENSE" "$1/share/doc/larder/copyright"
  mkdir -p "$1/share/zsh/vendor-completions"
  mv "$1/share/zsh/site-functions/_larder" "$1/share/zsh/vendor-completions/_larder"
  rmdir "$1/share/zsh/site-functions"
}

# write_control STAGE VERSION ARCHITECTURE. larder and larder-cli are static; what larderd needs is asked of the packages that its libraries are in.
write_control() {
  local size depends
  size=$(du -sk --exclude=DEBIAN "$1" | cut -f 1)
  depends=$(library_packages "$1/usr/bin/larderd")
  cat >"$1/DEBIAN/control" <<CONTROL
Package: larder
Version: $2
Architecture: $3
Maintainer: larder maintainers <larder@localhost>
Installed-Size: $size
Depends: $depends
Suggests: gcc, clang
Section: devel
Priority: optional
Description: compile cache for C and C++ with gcc and clang
 larder keeps what a compiler has already made. The same compile comes out of
 the cache byte for byte, in process or through a daemon, with ccache's and
 sccache's commands and settings where it is called by their names.
CONTROL
}

# library_packages PROGRAM: the packages of its shared libraries, with the versions that are here as the least.
library_packages() {
  local library package found=()
  while read -r library; do
    # Since directories were merged, a package may have the file under either name.
    package=$(dpkg-query -S "$library" "/usr$library" "${library#/usr}" 2>/dev/null | head -n 1 | cut -d : -f 1) || true
    [[ -n $package ]] || die "deb: no package has $library, which $1 needs"
    found+=("$package (>= $(dpkg-query -W -f '${Version}' "$package" | sed 's/[-+].*//'))")
  done < <(ldd "$1" | sed -n 's|.*=> \(/[^ ]*\) .*|\1|p')
  printf '%s\n' "${found[@]}" | sort -u | paste -sd , | sed 's/,/, /g'
}
