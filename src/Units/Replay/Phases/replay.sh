# shellcheck shell=bash
# Runs a unit's phases with its own stdenv. What larder says comes as arguments NAME=VALUE:
#   purpose      "build", or "unpack": only the unpack and patch phases, in the directory in which this starts
#   kind         "cmake", "meson", "plain" or "rust"
#   start        where the phases begin: the source's root, where hooks expect it
#   live         the live source directory, where the phases see it itself; else empty
#   build        the build directory, where the source is live; else the derivation's own, below the start
#   configure    "skip": tools that would say what they said are not called; "again"; "fresh": without what they found out before
#   configured   a file that holds what a tool was last called with, in which environment, where it has succeeded
#   earlier      the same of the time before, where it isn't to be skipped
#   phase, place files to write: the phase that runs, and the directory in which the patch phase ended
#   mirror       the mirrored source, where it isn't live
#   altered      what phases had made of the mirror's files before these were put back
#   vanished     a file with names of the mirror's files that they had taken away, which were put back as well; none where the source is live
#   masquerade   a directory for links to the launcher
#   launcher     the compiler launcher; empty: none
#   fixup, check "1": the phase runs
#   volatile     names of variables that say nothing of what is built
# Exit status 97: the build directory belongs to another environment, and nothing was done.
for larder_word; do declare "larder_${larder_word%%=*}=${larder_word#*=}"; done
set --
if [[ -n ${NIX_ATTRS_SH_FILE-} ]]; then
  # shellcheck disable=SC1090
  . "$NIX_ATTRS_SH_FILE"
fi
# shellcheck disable=SC1091,SC2154 # The derivation's.
. "$stdenv/setup"

# Which phase runs.
if declare -F showPhaseHeader >/dev/null; then
  eval "larder_$(declare -f showPhaseHeader)"
  showPhaseHeader() {
    # shellcheck disable=SC2154
    printf %s "$1" >"$larder_phase"
    larder_showPhaseHeader "$@"
  }
fi

# shellcheck disable=SC2034,SC2154 # stdenv's.
if [[ $larder_purpose == unpack ]]; then
  phases='unpackPhase patchPhase'
  unset dontUnpack dontPatch
  genericBuild
  printf %s "$PWD" >"$larder_place"
  exit 0
fi

# shellcheck disable=SC2034
dontUnpack=1 dontPatch=1
# shellcheck disable=SC2034,SC2154
if [[ $larder_fixup != 1 ]]; then dontFixup=1; fi
# shellcheck disable=SC2154
if [[ $larder_check != 1 ]]; then unset doCheck doInstallCheck; fi

# shellcheck disable=SC2154
if [[ -n $larder_live ]]; then
  # Nothing may be written there: these edit what they find in the working directory.
  # shellcheck disable=SC2034
  dontFixCmake=1 dontUpdateAutotoolsGnuConfigScripts=1
  # shellcheck disable=SC2034,SC2154
  cmakeBuildDir=$larder_build mesonBuildDir=$larder_build cmakeDir=$larder_live
fi

# The compiler launcher, by what each tool has for one.
# shellcheck disable=SC2154
if [[ -n $larder_launcher ]]; then
  case $larder_kind in
    cmake)
      : "${CMAKE_C_COMPILER_LAUNCHER=$larder_launcher}" "${CMAKE_CXX_COMPILER_LAUNCHER=$larder_launcher}"
      export CMAKE_C_COMPILER_LAUNCHER CMAKE_CXX_COMPILER_LAUNCHER
      ;;
    meson)
      # The one that meson would take: of the environment, or the first of its list that is there.
      larder_first() {
        local name
        for name; do
          if type -P "$name" >/dev/null; then
            echo "$name"
            return
          fi
        done
      }
      CC=${CC-$(larder_first cc gcc clang)}
      CXX=${CXX-$(larder_first c++ g++ clang++)}
      if [[ -n $CC ]]; then export CC="$larder_launcher $CC"; else unset CC; fi
      if [[ -n $CXX ]]; then export CXX="$larder_launcher $CXX"; else unset CXX; fi
      ;;
    plain | rust)
      # Under the compilers' names, before them in PATH; where they are none, none appear.
      for larder_word in cc gcc c++ g++ clang clang++; do
        # shellcheck disable=SC2154
        if type -P "$larder_word" >/dev/null; then ln -s "$larder_launcher" "$larder_masquerade/$larder_word"; fi
      done
      ;;
  esac
fi
case $larder_kind in plain | rust) export PATH=$larder_masquerade:$PATH ;; esac

# What a tool is called with, and all that it can see of the environment.
larder_fingerprint() {
  local name
  printf '%q ' "$PWD" "$@"
  echo
  while read -r name; do
    # shellcheck disable=SC2154
    case " $larder_volatile " in *" $name "*) continue ;; esac
    case $name in
      _ | SHLVL | PWD | OLDPWD | NIX_BUILD_CORES | *_PARALLEL_LEVEL | LARDER_*) ;;
      *) printf '%s=%q\n' "$name" "${!name-}" ;;
    esac
  done < <(compgen -e)
}

# Whether a file of the mirrored source that phases had changed or taken away is there again as it came with the source. What hooks do to it they have done by
# now; the rest was the doing of the tool that configures, which has to do it again.
larder_is_put_back() {
  local file
  # shellcheck disable=SC2154
  if [[ -d $larder_altered ]]; then
    while IFS= read -rd '' file; do
      if [[ -e $larder_mirror/$file ]] && ! cmp -s "$larder_altered/$file" "$larder_mirror/$file"; then return 0; fi
    done < <(cd "$larder_altered" && find . -type f -print0)
  fi
  # shellcheck disable=SC2154
  if [[ -f $larder_vanished ]]; then
    while IFS= read -rd '' file; do
      if [[ -e $larder_mirror/$file ]]; then return 0; fi
    done <"$larder_vanished"
  fi
  return 1
}

# Stands for a tool that configures: larder_configure BUILD-DIRECTORY COMMAND...
larder_configure() {
  local directory=$1 text file
  shift
  text=$(larder_fingerprint "$@")
  # shellcheck disable=SC2154
  for file in "$larder_configured" "$larder_earlier"; do
    if [[ -f $file && $(<"$file") != "$text" ]]; then exit 97; fi
  done
  # shellcheck disable=SC2154
  if [[ $larder_configure == skip && -f $larder_configured ]] && [[ -f $directory/CMakeCache.txt || -f $directory/meson-private/coredata.dat ]] &&
    ! larder_is_put_back; then
    return 0
  fi
  rm -f "$larder_configured"
  if [[ $larder_configure == fresh ]]; then
    # What was found out; objects, and what ninja knows of them, stay.
    rm -rf "$directory/CMakeCache.txt" "$directory/meson-private" "$directory/meson-info"
  fi
  if [[ $1 == meson && -f $directory/meson-private/coredata.dat ]]; then
    shift
    if [[ ${1-} == setup ]]; then shift; fi
    set -- meson setup --reconfigure "$@"
  fi
  command "$@" || return
  printf '%s\n' "$text" >"$larder_configured.new"
  mv "$larder_configured.new" "$larder_configured"
}

cmake() {
  local word directory=$PWD previous=
  for word; do
    if [[ $previous == -B ]]; then directory=$word; fi
    previous=$word
    case $word in
      --build | --install | --open | --version | --help* | -E | -P | -N | --find-package | --workflow)
        command cmake "$@"
        return
        ;;
      -B?*) directory=${word#-B} ;;
    esac
  done
  larder_configure "$directory" cmake "$@"
}

meson() {
  local word
  case ${1-} in
    setup) ;;
    '' | configure | compile | install | test | introspect | dist | init | wrap | subprojects | rewrite | devenv | env2mfile | --version | --help | -h)
      command meson "$@"
      return
      ;;
  esac
  for word; do
    case $word in
      setup | -*) ;;
      *)
        larder_configure "$word" meson "$@"
        return
        ;;
    esac
  done
  command meson "$@"
}
case $larder_kind in plain | rust) unset -f cmake meson ;; esac

# Files of the mirrored source that phases had edited, and that were put back so that they can: where they have come out as before, they are the same files
# again, of the same age. Those that nobody has touched yet were altered by the build. What ninja makes it finds as it left it, for it goes by what it has
# noted of its rules; all else looks older than whatever it may be made of, so that make makes it.
larder_keep_age() {
  local file made=
  if [[ -f build.ninja ]]; then made=$(sed -n 's/^build \([^:]*\).*/ \1 /p' build.ninja); fi
  if [[ -d $larder_altered ]]; then
    while IFS= read -rd '' file; do
      if cmp -s "$larder_altered/$file" "$larder_mirror/$file"; then
        mv "$larder_altered/$file" "$larder_mirror/$file"
      elif [[ -e $larder_mirror/$file && $larder_mirror/$file -ot $larder_phase.begun ]]; then
        if [[ $made == *" $larder_mirror/${file#./} "* ]]; then
          mv "$larder_altered/$file" "$larder_mirror/$file"
        else
          touch -h -d @1 "$larder_mirror/$file"
        fi
      fi
    done < <(cd "$larder_altered" && find . -type f -print0)
  fi
  rm -rf "$larder_altered" "$larder_vanished"
}
# shellcheck disable=SC2154
if [[ -d $larder_altered || -f $larder_vanished ]]; then
  : >"$larder_phase.begun"
  postConfigureHooks+=(larder_keep_age)
fi

# shellcheck disable=SC2154
cd "$larder_start" || exit
genericBuild
