# shellcheck shell=bash
# What a verb needs from the distribution: checked by dpkg in a few milliseconds, installed only where something is
# missing, and only by root.

# shellcheck disable=SC2034  # read by the verbs

# Packages by purpose. gcc links the executable where clang is absent; libzstd-dev has the static library it links.
readonly PACKAGES_BUILD=(gcc libc6-dev binutils libzstd-dev zlib1g-dev)
readonly PACKAGES_TEST=("${PACKAGES_BUILD[@]}" g++ clang llvm make cmake ninja-build meson strace b3sum file util-linux systemd
  nix-bin patch pkgconf git diffutils lld patchelf autoconf ccache sccache man-db groff-base mandoc zsh fish python3-grpcio python3-protobuf protobuf-compiler
  protobuf-compiler-grpc)
# Tests of these are skipped where the distribution lacks them. clang 16 is the first that writes a module's interface beside its object; chromium opens the page that
# larder report writes.
readonly PACKAGES_TEST_OPTIONAL=(clang-16 chromium)
readonly PACKAGES_TEST_LONG=(flex bison bc xz-utils dpkg-dev)
readonly PACKAGES_TRY=("${PACKAGES_BUILD[@]}" make dpkg-dev ca-certificates)
readonly PACKAGES_PROJECTS=("${PACKAGES_TRY[@]}" g++ clang lld llvm cmake ninja-build meson libfmt-dev)
readonly PACKAGES_BENCH=("${PACKAGES_TRY[@]}" g++ ccache sccache)

# need_packages NAME…: installs those that are missing, or stops with the command that would.
need_packages() {
  need_sdk
  if ! have dpkg-query; then
    printf 'dev: not a Debian system; these packages are assumed to be there: %s\n' "$*" >&2
    return 0
  fi
  local missing=() name
  for name in "$@"; do
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null) == installed ]] || missing+=("$name")
  done
  [[ ${#missing[@]} -gt 0 ]] || return 0
  if [[ $(id -u) -ne 0 ]]; then
    die "missing packages; install them as root and try again:
  apt-get update && apt-get install --no-install-recommends ${missing[*]}"
  fi
  say "installing: ${missing[*]}"
  quietly apt-get update
  DEBIAN_FRONTEND=noninteractive quietly apt-get install --yes --no-install-recommends "${missing[@]}"
}

# want_packages NAME…: installs those that are missing, where that can be done.
want_packages() {
  have apt-get && [[ $(id -u) -eq 0 ]] || return 0
  local name
  for name in "$@"; do
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null) == installed ]] && continue
    say "installing: $name"
    DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$name" >/dev/null 2>&1 || say "not to be had: $name"
  done
}

# The .NET SDK is the one thing that is not installed here: Debian has no package of it.
need_sdk() {
  have dotnet || die "the .NET 10 SDK is missing: no dotnet on PATH"
  local version
  version=$(dotnet --version 2>/dev/null) || die "dotnet is there, but has no SDK: install the .NET 10 SDK"
  [[ ${version%%.*} -ge 10 ]] || die "the .NET 10 SDK is needed, found $version"
}
