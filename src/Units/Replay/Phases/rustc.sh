# shellcheck shell=bash
# Stands before rustc in a replay: what compiles a crate does so incrementally, in a directory that stays ($LARDER_RUST_INCREMENTAL). All else is rustc's own
# affair: questions (--print, --version), and what names a directory for that itself. Nothing but builtins.
rustc=
IFS=: read -ra places <<<"$PATH"
for place in "${places[@]}"; do
  if [[ $place != "${0%/*}" && -x $place/rustc ]]; then
    rustc=$place/rustc
    break
  fi
done
if [[ -z $rustc ]]; then
  echo 'rustc: not found on PATH' >&2
  exit 127
fi
compiles=
for word; do
  case $word in
    --crate-name | --crate-name=*) compiles=yes ;;
    --print | --print=* | --version | -V | -vV | -Vv | --explain | incremental=* | -Cincremental=*)
      compiles=
      break
      ;;
  esac
done
if [[ -n $compiles ]]; then set -- "$@" -C "incremental=$LARDER_RUST_INCREMENTAL"; fi
exec "$rustc" "$@"
