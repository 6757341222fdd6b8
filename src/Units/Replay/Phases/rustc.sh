# shellcheck shell=bash
# Stands before rustc in a replay. Nothing but builtins. What compiles a crate
#   - does so incrementally, in a directory that stays ($LARDER_RUST_INCREMENTAL), unless it names one itself;
#   - leaves the metadata of a library in $LARDER_RUST_METADATA too, as soon as it is there (what stands in that directory: CrateNotes);
#   - links nothing with libraries that have no code, which there may be where $LARDER_RUST_STUBS is 1: then it says which, and fails.
# All else is rustc's own affair: questions (--print, --version), and arguments in files.
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

crate='' types='' emits='' suffix='' target=. incremental='' tests='' named='' files='' asks=''
searched=() libraries=()
words=("$@")
for ((i = 0; i < $#; i++)); do
  value=
  case ${words[i]} in
    --crate-name | --crate-type | --emit | --extern | --out-dir | --print | --explain | --codegen | -C | -L | -o) option=${words[i]} value=${words[++i]-} ;;
    --*=*) option=${words[i]%%=*} value=${words[i]#*=} ;;
    -C?* | -L?* | -o?*) option=${words[i]::2} value=${words[i]:2} ;;
    *) option=${words[i]} ;;
  esac
  case $option in
    --crate-name) crate=$value ;;
    --crate-type) types+=,$value ;;
    --emit) emits+=,$value ;;
    --out-dir) target=$value ;;
    --test) tests=yes ;;
    -o) named=yes ;;
    @*) files=yes ;;
    --print | --explain | --version | -V | -vV | -Vv) asks=yes ;;
    -L)
      case $value in
        native=* | framework=*) ;;
        dependency=* | crate=* | all=*) searched+=("${value#*=}") ;;
        *) searched+=("$value") ;;
      esac
      ;;
    --extern) if [[ $value == *=* ]]; then libraries+=("${value#*=}"); fi ;;
    -C | --codegen)
      case $value in
        extra-filename=*) suffix=${value#*=} ;;
        incremental=*) incremental=yes ;;
      esac
      ;;
  esac
done
if [[ -n $asks ]]; then crate=; fi
if [[ -n $crate && -z $incremental ]]; then set -- "$@" -C "incremental=$LARDER_RUST_INCREMENTAL"; fi

# Libraries of Rust's own only: whoever makes one reads no code of others.
isLibrary=
if [[ -n $types && -z $tests$files ]]; then
  isLibrary=yes
  IFS=, read -ra kinds <<<"${types#,}"
  for kind in "${kinds[@]}"; do
    if [[ $kind != lib && $kind != rlib ]]; then isLibrary=; fi
  done
fi

if [[ -n $isLibrary && -n $crate && -z $named && $LARDER_RUST_METADATA != *,* && (-z $emits || ,$emits, == *,link,*) && $emits != *metadata* ]]; then
  # The same, whether somebody waits for it or not: it is in what rustc calls the crate's hash.
  if [[ -z $emits ]]; then set -- "$@" --emit=link; fi
  set -- "$@" "--emit=metadata=$LARDER_RUST_METADATA/lib$crate$suffix.rmeta"
  if [[ $target != /* ]]; then target=$PWD/$target; fi
  printf %s "$target" >"$LARDER_RUST_METADATA/lib$crate$suffix.place"
fi
if [[ $LARDER_RUST_STUBS != 1 ]]; then exec "$rustc" "$@"; fi

if [[ -n $files ]]; then
  echo 'rustc: what stands in files of arguments is not looked at here' >&2
  exit 1
fi
if [[ -z $isLibrary ]]; then
  # Whatever it could link with.
  shopt -s nullglob
  for place in "${searched[@]}"; do libraries+=("$place"/*.rlib); done
  stubs=
  for library in "${libraries[@]}"; do
    # The first member says so, and where its place is: see CrateMetadata.
    { IFS= read -r magic && IFS= read -r member && IFS= read -r place; } <"$library" || continue
    if [[ $magic == '!<arch>' && $member == 'larder.stub/'* ]]; then stubs+=$place$'\n'; fi
  done 2>/dev/null
  if [[ -n $stubs ]]; then
    printf %s "$stubs" >>"$LARDER_RUST_METADATA/linked"
    echo "rustc: the code of what ${crate:-this} links is not there yet" >&2
    exit 1
  fi
fi
"$rustc" "$@" && exit
status=$?
: >"$LARDER_RUST_METADATA/failed"
exit $status
