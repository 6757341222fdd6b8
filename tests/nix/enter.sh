#!/usr/bin/env bash
# enter.sh STATE COMMAND…: runs a command, as root, where /nix is STATE/nix and the build users nixbld1… exist.
#
# The system itself is left alone: a mount namespace gets a root of its own, with everything of the real one bound into it but
# /nix, /etc/passwd and /etc/group. Nix's sandbox makes further namespaces inside. Everything that is kept lies in STATE.
set -euo pipefail

# The build users' numbers: the harness gives a cache directory to the group, and shows who stored what.
readonly BUILD_GROUP=30000 BUILD_USERS=4

main() {
  local state
  state=$(readlink -f "$1")
  shift
  if [[ ${LARDER_NIX_ENTERED-} != "$state" ]]; then
    make_state "$state"
    LARDER_NIX_ENTERED=$state exec unshare --mount --propagation private "$(readlink -f "$0")" "$state" "$@"
  fi
  make_root "$state"
  cd "$state/root"
  pivot_root . old
  cd "$state/work"
  # Lazily: the mounts below it are the ones that were bound.
  umount --lazy /old
  export NIX_CONF_DIR=$state/etc NIX_REMOTE=local HOME=$state/home TMPDIR=/tmp
  exec "$@"
}

# make_state STATE: what is kept between the calls.
make_state() {
  local state=$1 user
  mkdir -p "$state"/{root,nix/store,nix/var/nix/userpool,etc,home,work}
  chown "0:$BUILD_GROUP" "$state/nix/store"
  chmod 1775 "$state/nix/store"
  [[ ! -f $state/etc/complete ]] || return 0

  grep -v '^nixbld' /etc/passwd >"$state/etc/passwd"
  {
    grep -v '^nixbld:' /etc/group
    printf 'nixbld:x:%d:%s\n' "$BUILD_GROUP" "$(seq -s, -f 'nixbld%g' 1 "$BUILD_USERS")"
  } >"$state/etc/group"
  for user in $(seq 1 "$BUILD_USERS"); do
    printf 'nixbld%d:x:%d:%d:build user:/var/empty:/usr/sbin/nologin\n' \
      "$user" $((BUILD_GROUP + user)) "$BUILD_GROUP" >>"$state/etc/passwd"
  done
  cat >"$state/etc/nix.conf" <<'CONF'
build-users-group = nixbld
sandbox = true
sandbox-fallback = false
substitute = false
substituters =
builders =
max-jobs = 2
cores = 2
fsync-metadata = false
experimental-features = nix-command
CONF
  touch "$state/etc/complete"
}

# make_root STATE: the new root, in a file system that goes with the namespace.
make_root() {
  local state=$1 root=$1/root entry
  mount -t tmpfs -o mode=0755 larder-nix "$root"
  mkdir "$root/old" "$root/nix"
  for entry in /*; do
    if [[ -L $entry ]]; then
      cp --no-dereference "$entry" "$root/"
    elif [[ -d $entry && $entry != /nix ]]; then
      mkdir -p "$root$entry"
      mount --rbind "$entry" "$root$entry"
    fi
  done
  mount --bind "$state/nix" "$root/nix"
  mount --bind "$state/etc/passwd" "$root/etc/passwd"
  mount --bind "$state/etc/group" "$root/etc/group"
}

main "$@"
