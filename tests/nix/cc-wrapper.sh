
# What follows is the same in every wrapper: the argument list as the notes of nixpkgs' cc-wrapper have it, then the real compiler.
links=1 is_preprocessor=
[[ ${0##*/} != cpp ]] || is_preprocessor=1
for argument in "$@"; do
  case $argument in
    -c | -S | -E | -M | -MM) links= ;;
    --version | -dumpversion | -dumpmachine | -print-* | -v) [[ $# -gt 1 ]] || links= ;;
  esac
done
[[ $# -gt 0 ]] || links=

words=()
read -ra before <<<"${NIX_HARDENING_ENABLE-$hardening_first}"
words+=("${before[@]}")
[[ -z $is_preprocessor ]] || words+=(-E)
[[ -z $links ]] || words+=("-Wl,-dynamic-linker=$loader")
if [[ $isClang == 1 ]]; then words+=(-target x86_64-unknown-linux-gnu); fi
words+=("$@")
for list in "$fortify" "$own" "$libc" "$compiler_flags"; do
  read -ra after <<<"$list"
  words+=("${after[@]}")
done
if [[ -n $is_plusplus ]]; then
  read -ra after <<<"$plusplus_flags"
  words+=("${after[@]}")
fi
read -ra after <<<"${NIX_CFLAGS_COMPILE-}"
words+=("${after[@]}")
if [[ $isClang == 1 && $isNew == 1 ]]; then
  # One -fmacro-prefix-map for each include directory in the store.
  for ((i = 0; i < ${#after[@]}; i++)); do
    if [[ ${after[i]} == -isystem ]]; then
      hash_and_name=${after[i + 1]#/nix/store/}
      hash_and_name=${hash_and_name%%/*}
      words+=("-fmacro-prefix-map=/nix/store/$hash_and_name=/nix/store/eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee${hash_and_name:32}")
    fi
  done
fi
if [[ -n $links ]]; then
  read -ra after <<<"${NIX_LDFLAGS-}"
  words+=("-Wl,--disable-new-dtags" "-L${runtime%%:*}" "-Wl,-rpath" "-Wl,$runtime")
  [[ -z $out ]] || words+=("-Wl,-rpath" "-Wl,$out/lib")
  words+=("${after[@]}")
fi

if [[ $use_response_files == 1 || ${NIX_CC_USE_RESPONSE_FILE-} == 1 ]]; then
  file=$(mktemp "${NIX_BUILD_TOP:-.}/cc-params.XXXXXX")
  trap 'rm -f "$file"' EXIT
  printf '%q\n' "${words[@]}" >"$file"
  "$compiler" "@$file"
  exit $?
fi
exec "$compiler" "${words[@]}"
