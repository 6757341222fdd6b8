# shellcheck shell=bash
# What every verb of ./dev uses.

say() { printf '==> %s\n' "$*"; }

die() {
  printf 'dev: %s\n' "$*" >&2
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# usage_error VERB ARGUMENT: an argument that the verb does not know.
usage_error() {
  usage >&2
  die "$1: unknown argument: $2"
}

in_directory() {
  local directory=$1
  shift
  (cd "$directory" && "$@")
}

# Runs a command quietly; shows its output only when it fails.
quietly() {
  local log
  log=$(mktemp)
  if "$@" >"$log" 2>&1 </dev/null; then
    rm -f "$log"
  else
    local status=$?
    cat "$log" >&2
    rm -f "$log"
    printf 'dev: failed (%d): %s\n' "$status" "$*" >&2
    return "$status"
  fi
}

# Whoever runs ./dev may use larder (with settings of their own) for other work.
forget_larder_settings() {
  local name
  for name in $(compgen -e LARDER_ || true); do unset "$name"; done
}
