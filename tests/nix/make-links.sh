# Builds links.nix.
mkdir -p "$out/bin/.larder"
for entry in "$compiler"/*; do
  if [[ ${entry##*/} != bin ]]; then ln -s "$entry" "$out/"; fi
done
for program in "$compiler"/bin/*; do
  name=${program##*/}
  if [[ " $names " != *" $name "* ]]; then
    ln -s "$program" "$out/bin/$name"
    continue
  fi
  ln -s "$larder/bin/larder" "$out/bin/$name"
  printf 'compiler = %s\n%s\n' "$program" "$config" >"$out/bin/.larder/$name"
done
