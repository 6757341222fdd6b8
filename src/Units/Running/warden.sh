# shellcheck shell=bash
# Kills what is left of a replay where larder itself was killed. Its arguments are the marks: words NAME=value that the replay's processes have in
# their environments, all of them. Descriptor 3 is a pipe that only larder writes to: "session N" is told when the replay has begun, "done" in the end.
# Without "done", larder is dead. Nothing but builtins: there is no PATH.
session=0
while read -r word value <&3; do
  case $word in
    session) session=$value ;;
    done) exit 0 ;;
  esac
done

# Whether a process bears all marks.
bears_marks() {
  local words=() word mark
  mapfile -d '' words <"/proc/$process/environ" || return 1
  for mark; do
    for word in "${words[@]}"; do
      if [[ $word == "$mark" ]]; then continue 2; fi
    done
    return 1
  done
  [[ $# -gt 0 ]]
}

# Until a look at all processes finds none: some may start others meanwhile.
found=yes
while [[ -n $found ]]; do
  found=
  for directory in /proc/[0-9]*; do
    process=${directory#/proc/}
    if [[ $process == "$$" ]]; then continue; fi
    # After the name, which may hold anything: state, parent, process group, session.
    status=
    IFS= read -rd '' status <"$directory/stat"
    read -r state _ _ itsSession _ <<<"${status##*) }"
    if [[ -z $status || $state == [ZX] ]]; then continue; fi
    # Where nothing was told, larder died early. 0 is then nobody's: in a container whose session's leader is outside it is everybody's.
    if [[ $session != 0 && $itsSession == "$session" ]] || bears_marks "$@"; then
      if kill -KILL "$process"; then found=yes; fi
    fi
  done
done 2>/dev/null
