#!/usr/bin/env bash
# toolchain.sh STATE: puts the machine's own compilers and build tools into the store of enter.sh, in which it runs, and writes
# STATE/toolchain.json: name → store path. Programs are pointed at the store's dynamic linker and libraries; libraries
# stay as they are, since the old form of the search path (DT_RPATH) holds for a program's libraries too.
#
# Paths depend on contents alone, so a second call with the same compilers changes nothing.
set -euo pipefail

# The distribution's own, whatever else the caller has in front.
export PATH=/usr/bin:/bin:/usr/sbin:/sbin

GCC_VERSION=$(gcc -dumpversion)
TRIPLE=$(gcc -print-multiarch)
readonly GCC_VERSION TRIPLE
readonly LOADER=ld-linux-x86-64.so.2

CLANG=$(readlink -f "$(type -P clang)")
readonly CLANG_ROOT=${CLANG%/bin/*}
PYTHON=$(basename "$(readlink -f /usr/bin/python3)")
readonly PYTHON

# What a stdenv has on PATH, and what the projects need besides. What the machine lacks (the kernel's tools, mostly) is left out.
readonly TOOLS=(bash cat chmod cp cut dirname basename env expr find head id install ln ls mkdir mktemp mv nproc od printf pwd
  readlink rm rmdir sort stat sleep tail test touch tr true false uname uniq wc date cmp comm diff tar gzip xargs grep egrep
  fgrep sed make ninja sha256sum tee join paste m4 xz flex bison bc hostname whoami)
readonly BINUTILS=(as ld ld.bfd ar ranlib nm objcopy objdump strip readelf size strings)

# What the collector of garbage must leave.
readonly ROOTS=/nix/var/nix/gcroots/toolchain

main() {
  local state=$1 stamp
  stamp=$(identity)
  if [[ -f $state/toolchain.stamp && $(<"$state/toolchain.stamp") == "$stamp" ]]; then return; fi
  WORK=$state/work/toolchain
  rm -rf "$WORK"
  rm -rf "$ROOTS"
  mkdir -p "$WORK"/lists "$ROOTS"
  : >"$WORK/json"

  put_glibc
  put_libraries
  put_gcc
  put_clang
  put_tools
  put_cmake
  put_python
  { printf '{\n'; paste -sd, "$WORK/json"; printf '}\n'; } >"$state/toolchain.json"
  rm -rf "$WORK"
  printf '%s\n' "$stamp" >"$state/toolchain.stamp"
}

# What the copies are made from: this script and the versions of the packages behind it.
identity() {
  {
    cat "$0"
    type -P "${TOOLS[@]}" || true
    dpkg-query -W -f '${Package} ${Version}\n' 'gcc-1*' 'clang-1*' 'libc6*' 'libllvm*' 'libclang*' binutils cmake meson ninja-build \
      coreutils bash make python3 'python3.*' linux-libc-dev 2>/dev/null || true
  } | sha256sum
}

# add NAME DIRECTORY: to the store; its path is in $STORE_PATH and in the list.
add() {
  STORE_PATH=$(nix-store --add "$2")
  printf '"%s": "%s"\n' "$1" "$STORE_PATH" >>"$WORK/json"
  ln -sfn "$STORE_PATH" "$ROOTS/$1"
  rm -rf "$2"
}

stage() {
  STAGE=$WORK/stage/$1
  mkdir -p "$STAGE"
}

put_glibc() {
  stage glibc-host
  mkdir "$STAGE/lib"
  local file
  while read -r file; do
    case $file in
      */gconv/* | */audit/*) ;;
      */lib/"$TRIPLE"/*.so | */lib/"$TRIPLE"/*.so.* | */lib/"$TRIPLE"/*.o | */lib/"$TRIPLE"/*.a) cp -L "$file" "$STAGE/lib/" ;;
    esac
  done < <(dpkg -L libc6 libc6-dev)
  # Linker scripts name the libraries by their Debian paths; without a directory they are found beside the script's -L.
  local script
  for script in libc libm; do
    for file in "$STAGE/lib/$script".{so,a}; do
      if grep -qI '^GROUP' "$file"; then sed -i -E 's,/(usr/)?(lib|lib64)/([a-z0-9_-]+/)?,,g' "$file"; fi
    done
  done
  add glibc "$STAGE"
  GLIBC=$STORE_PATH

  stage glibc-host-dev
  mkdir "$STAGE/include"
  while read -r file; do
    if [[ $file == /usr/include/* && -f $file ]]; then
      local below=${file#/usr/include/}
      below=${below#"$TRIPLE"/}
      mkdir -p "$STAGE/include/$(dirname "$below")"
      cp -L "$file" "$STAGE/include/$below"
    fi
  done < <(dpkg -L libc6-dev linux-libc-dev libcrypt-dev)
  add glibcDev "$STAGE"
}

# Every shared library that any of the programs needs, but for the C library itself.
put_libraries() {
  stage host-libraries
  mkdir "$STAGE/lib"
  local tool
  {
    for tool in "${TOOLS[@]}" "${BINUTILS[@]}" awk cmake python3; do type -P "$tool" || true; done | xargs readlink -f
    printf '%s\n' "$CLANG" "$(gcc -print-prog-name=cc1)" "$(gcc -print-prog-name=cc1plus)" "$(gcc -print-prog-name=collect2)" \
      /usr/lib/"$PYTHON"/lib-dynload/*.so "$CLANG_ROOT"/bin/llvm-{ar,ranlib,nm,objcopy}
  } | sort -u | grep -v '^$' | { xargs ldd 2>/dev/null || true; } | awk '$2 == "=>" && $3 ~ /^\// { print $1, $3 }' | sort -u >"$WORK/lists/libraries"
  local soname path
  while read -r soname path; do
    [[ -e $GLIBC/lib/$soname ]] || cp -L "$path" "$STAGE/lib/$soname"
  done <"$WORK/lists/libraries"
  cp -L "/lib/$TRIPLE/libgcc_s.so.1" "$STAGE/lib/"
  add libraries "$STAGE"
  LIBRARIES=$STORE_PATH
}

# patch FILE…: programs to run by the store's libraries alone.
patch_programs() {
  patchelf --set-interpreter "$GLIBC/lib/$LOADER" --force-rpath --set-rpath "$GLIBC/lib:$LIBRARIES/lib" "$@"
}

# copy_program NAME DIRECTORY: from PATH; a script's interpreter is the store's.
copy_program() {
  local source
  source=$(readlink -f "$(type -P "$1")") || return 0
  cp -L "$source" "$2/$1"
  chmod u+w "$2/$1"
  if head -c 4 "$2/$1" | grep -q ELF; then patch_programs "$2/$1"; else sed -i "1s,^#! */bin/sh,#!$BASH_STORE/bin/bash," "$2/$1"; fi
}

put_gcc() {
  stage gcc-host
  local below=lib/gcc/$TRIPLE/$GCC_VERSION program
  mkdir -p "$STAGE/bin" "$STAGE/$below"
  for program in gcc g++ cpp; do
    cp -L "$(type -P "$program")" "$STAGE/bin/$program"
  done
  for program in cc1 cc1plus collect2 lto1 lto-wrapper; do
    cp -L "$(gcc -print-prog-name="$program")" "$STAGE/$below/$program"
  done
  patch_programs "$STAGE"/bin/* "$STAGE/$below"/{cc1,cc1plus,collect2,lto1,lto-wrapper}
  cp -rL "/usr/$below/include" "$STAGE/$below/include"
  cp -L "/usr/$below"/crt*.o "/usr/$below"/{libgcc.a,libgcc_eh.a,libgcov.a,libstdc++.a,libstdc++.so,libsupc++.a,liblto_plugin.so} "$STAGE/$below/"
  cp -L "/lib/$TRIPLE/libgcc_s.so.1" "$STAGE/$below/"
  printf 'GROUP ( libgcc_s.so.1 -lgcc )\n' >"$STAGE/$below/libgcc_s.so"
  mkdir -p "$STAGE/include/c++"
  cp -rL "/usr/include/c++/$GCC_VERSION" "$STAGE/include/c++/$GCC_VERSION"
  cp -rL "/usr/include/$TRIPLE/c++/$GCC_VERSION/." "$STAGE/include/c++/$GCC_VERSION/"
  add gcc "$STAGE"
  printf '"gccVersion": "%s"\n' "$GCC_VERSION" >>"$WORK/json"
  printf '"triple": "%s"\n' "$TRIPLE" >>"$WORK/json"
}

put_clang() {
  stage clang-host
  local resources
  resources=$(clang -print-resource-dir)
  mkdir -p "$STAGE/bin" "$STAGE/lib/clang"
  cp -L "$CLANG" "$STAGE/bin/clang"
  patch_programs "$STAGE/bin/clang"
  ln -s clang "$STAGE/bin/clang++"
  cp -rL "$resources" "$STAGE/lib/clang/$(basename "$resources")"
  rm -rf "$STAGE/lib/clang"/*/lib
  add clang "$STAGE"
  printf '"clangVersion": "%s"\n' "$(basename "$resources")" >>"$WORK/json"
}

put_tools() {
  local tool
  stage bash-host
  mkdir "$STAGE/bin"
  copy_program bash "$STAGE/bin"
  ln -s bash "$STAGE/bin/sh"
  add bash "$STAGE"
  BASH_STORE=$STORE_PATH

  stage binutils-host
  mkdir "$STAGE/bin"
  for tool in "${BINUTILS[@]}"; do copy_program "$tool" "$STAGE/bin"; done
  add binutils "$STAGE"

  stage tools-host
  mkdir "$STAGE/bin"
  for tool in "${TOOLS[@]}"; do copy_program "$tool" "$STAGE/bin"; done
  copy_program awk "$STAGE/bin"
  ln -s bash "$STAGE/bin/sh"
  if [[ -d /usr/share/bison ]]; then
    mkdir "$STAGE/share"
    cp -rL /usr/share/bison "$STAGE/share/"
  fi
  add tools "$STAGE"
}

put_cmake() {
  stage cmake-host
  mkdir -p "$STAGE/bin" "$STAGE/share"
  copy_program cmake "$STAGE/bin"
  cp -rL /usr/share/cmake-[0-9]* "$STAGE/share/"
  add cmake "$STAGE"
}

# Meson is a Python program; the interpreter finds its library beside itself.
put_python() {
  stage meson-host
  mkdir -p "$STAGE/bin" "$STAGE/lib/$PYTHON"
  copy_program python3 "$STAGE/bin"
  (cd "/usr/lib/$PYTHON" && find . \( -name test -o -name idlelib -o -name '__pycache__' -o -name 'config-*' -o -name dist-packages \
    -o -name 'lib2to3' \) -prune -o -type f -name '*.py' -print -o -type f -path './lib-dynload/*' -print) \
    | tar -C "/usr/lib/$PYTHON" -cT - | tar -C "$STAGE/lib/$PYTHON" -x
  cp -rL /usr/lib/python3/dist-packages/mesonbuild "$STAGE/lib/$PYTHON/mesonbuild"
  find "$STAGE" -name __pycache__ -prune -exec rm -rf {} +
  cat >"$STAGE/bin/meson" <<SCRIPT
#!$BASH_STORE/bin/bash
exec "\$(dirname "\$0")/python3" -B -c 'import sys; sys.argv[0] = "meson"; from mesonbuild.mesonmain import main; sys.exit(main())' "\$@"
SCRIPT
  chmod +x "$STAGE/bin/meson"
  add meson "$STAGE"
}

main "$@"
