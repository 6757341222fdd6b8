# Builds wrapper.nix: bin/{cc,gcc,…}, all of them cc-wrapper.sh with its facts filled in, and clang's resource-root.
mkdir -p "$out/bin" "$out/nix-support"
if [[ $isClang == 1 ]]; then
  mkdir "$out/resource-root"
  ln -s "$resources/include" "$out/resource-root/include"
  compiler_flags="$compiler_flags -resource-dir=$out/resource-root"
fi
for tool in as ld ar ranlib nm objcopy objdump strip readelf; do ln -s "$binutils/bin/$tool" "$out/bin/$tool"; done
if [[ $isNew != 1 ]]; then own="-B$out/bin/"; fi

# make NAME PROGRAM ISPLUSPLUS
make() {
  {
    printf '#!%s/bin/bash\n' "$bash"
    printf '%s=%q\n' compiler "$compiler/bin/$2" hardening_first "$hardening_first" fortify "$fortify" \
      libc "$libc" compiler_flags "$compiler_flags" plusplus_flags "$plusplus_flags" is_plusplus "$3" own "${own-}" \
      isClang "$isClang" isNew "$isNew" use_response_files "$use_response_files" \
      loader "$glibc/lib/ld-linux-x86-64.so.2" runtime "$glibc/lib:$libraries/lib"
    cat "$script"
  } >"$out/bin/$1"
  chmod +x "$out/bin/$1"
}

make "$plain" "$plain" ''
make cc "$plain" ''
make "$plusplus" "$plusplus" 1
make c++ "$plusplus" 1
make cpp "$plain" ''
