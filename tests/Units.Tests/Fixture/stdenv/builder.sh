# shellcheck shell=bash disable=SC1090,SC1091
if [[ -n ${NIX_ATTRS_SH_FILE-} ]]; then . "$NIX_ATTRS_SH_FILE"; fi
# shellcheck disable=SC2154 # The derivation's.
. "$stdenv/setup"
genericBuild
