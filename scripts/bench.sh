# shellcheck shell=bash
# ./dev bench: larder beside ccache, sccache and the bare compiler, by the program in bench/Bench.

# shellcheck source=scripts/small-projects.sh
source scripts/small-projects.sh

readonly BENCH=$OUT/bench

# Options other than --quick are the program's own (--tools ccache,… and --only TEXT, for a look at one thing).
verb_bench() {
  if [[ ${1:-} == scale ]]; then
    bench_scale "${@:2}"
    return
  fi
  if [[ ${1:-} == units ]]; then
    bench_units "${@:2}"
    return
  fi
  need_packages "${PACKAGES_BENCH[@]}"
  publish_all
  say "building the measuring program"
  quietly dotnet build bench/Bench --configuration Release

  local projects=() project directory
  for project in "${PROJECTS[@]}"; do
    directory=$BENCH/projects/$project
    prepare_project "$project" "$directory"
    projects+=(--project "$project" "$directory" "${PROJECT_BUILD[$project]}" "${PROJECT_CLEAN[$project]}")
  done
  say "measuring; a busy machine shows in the quartiles"
  dotnet "$OUT/obj/bin/Bench/release/Larder.Bench.dll" --larder "$OUT/bin/larder" --output "$BENCH" "${projects[@]}" "$@"
}

# bench_scale [--quick …]: caches of up to a million entries, and ccache beside larder where limits matter. LARDER_BENCH_DIR
# says where they stand: some 10 GB, removed afterwards. Writes docs/scale.md.
bench_scale() {
  need_packages "${PACKAGES_BENCH[@]}"
  publish_all
  say "building the measuring program"
  quietly dotnet build bench/Bench --configuration Release
  say "making caches, and measuring; this takes some twenty minutes"
  dotnet "$OUT/obj/bin/Bench/release/Larder.Bench.dll" scale --larder "$OUT/bin/larder" \
    --output "${LARDER_BENCH_DIR:-$OUT/bench/scale}" --documents docs "$@"
}

# bench_units [--units N] [--rounds N] [--only graph|project]: builds of a generated graph of units, and of a real project: zlib, libpng and a program
# (bench/UnitsProject) over the stdenv of the tests, beside nix-build.
bench_units() {
  need_packages "${PACKAGES_BENCH[@]}" nix-bin cmake ninja-build
  publish_all
  say "building the measuring program"
  quietly dotnet build bench/Bench --configuration Release
  local name
  for name in zlib libpng1.6; do
    unpack_source "$name" "$BENCH/units-sources/$name"
    printf '%s %s\n' "$name" "$(source_version "$name")"
  done
  dotnet "$OUT/obj/bin/Bench/release/Larder.Bench.dll" units --larder "$OUT/bin/larder" --output "$BENCH/units" \
    --project bench/UnitsProject --stdenv tests/Units.Tests/Fixture/stdenv --zlib "$BENCH/units-sources/zlib" --libpng "$BENCH/units-sources/libpng1.6" "$@"
}
