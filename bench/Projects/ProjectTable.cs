namespace Larder.Projects;

/// <summary>
/// The projects: C and C++, the build systems that are met most, and the options that change what a compiler reads or writes. gcc makes random
/// names with LTO and coverage; there a seed is given, so that two builds can be compared.
/// </summary>
internal static class ProjectTable
{
    internal static IReadOnlyList<Project> All { get; } =
    [
        new(
            "lua", "lua5.4", "make", "C", Front.Prefix,
            ":",
            "make -C src linux CC='larder gcc -std=gnu99'"),
        new(
            "bzip2", "bzip2", "make", "C, -save-temps", Front.Prefix,
            ":",
            "make CC='larder gcc' CFLAGS='-O2 -g -save-temps=obj -D_FILE_OFFSET_BITS=64'"),
        new(
            "hiredis", "hiredis", "make", "C, -g -ggdb, -MMD", Front.Masquerade,
            ":",
            "make CFLAGS=-MMD all hiredis-test hiredis-example"),
        new(
            "zlib", "zlib", "own configure, make", "C, -g", Front.Masquerade,
            "CFLAGS='-O3 -g' ./configure",
            "make"),
        new(
            "pcre2", "pcre2", "autotools", "C, -g", Front.Prefix,
            "./configure CC='larder gcc' CFLAGS=-g --disable-dependency-tracking",
            "make"),
        new(
            "libpng", "libpng1.6", "autotools", "C, LTO, .deps", Front.Ccache,
            "./configure CC='ccache gcc' CFLAGS='-O2 -flto -ffat-lto-objects -frandom-seed=libpng'",
            "make libpng16.la"),
        new(
            "xz", "xz-utils", "autotools", "C, clang, -g", Front.Masquerade,
            "./configure CC=clang --disable-nls --disable-doc",
            "make"),
        new(
            "jansson", "jansson", "CMake, make", "C, --coverage", Front.Launcher,
            "cmake -B build -DCMAKE_C_COMPILER_LAUNCHER=larder -DCMAKE_BUILD_TYPE=Debug -DJANSSON_BUILD_DOCS=OFF -DCMAKE_C_FLAGS='--coverage -frandom-seed=jansson'",
            "make -C build"),
        new(
            "json-c", "json-c", "CMake, ninja", "C, clang, split DWARF", Front.Sccache,
            "cmake -G Ninja -B build -DCMAKE_C_COMPILER=clang -DCMAKE_C_COMPILER_LAUNCHER=sccache -DCMAKE_C_FLAGS='-g -gsplit-dwarf'",
            "ninja -j2 -C build"),
        new(
            "leveldb", "leveldb", "CMake, make", "C++, -O2 -g", Front.Launcher,
            "cmake -B build -DCMAKE_CXX_COMPILER_LAUNCHER=larder -DCMAKE_C_COMPILER_LAUNCHER=larder -DCMAKE_BUILD_TYPE=RelWithDebInfo -DLEVELDB_BUILD_TESTS=OFF -DLEVELDB_BUILD_BENCHMARKS=OFF",
            "make -C build"),
        new(
            "yaml-cpp", "yaml-cpp", "CMake, ninja", "C++, split DWARF", Front.Launcher,
            "cmake -G Ninja -B build -DCMAKE_CXX_COMPILER_LAUNCHER=larder -DYAML_CPP_BUILD_TESTS=OFF -DYAML_CPP_BUILD_TOOLS=OFF -DCMAKE_CXX_FLAGS='-g -gsplit-dwarf'",
            "ninja -j2 -C build"),
        new(
            "spdlog", "spdlog", "CMake, ninja", "C++, PCH", Front.Launcher,
            "cmake -G Ninja -B build -DCMAKE_CXX_COMPILER_LAUNCHER=larder -DSPDLOG_ENABLE_PCH=ON -DSPDLOG_FMT_EXTERNAL=ON",
            "ninja -j2 -C build")
        {
            Unstable = [".gch"],
        },
        new(
            "spdlog, clang", "spdlog", "CMake, ninja", "C++, clang, PCH", Front.Launcher,
            "cmake -G Ninja -B build -DCMAKE_CXX_COMPILER=clang++ -DCMAKE_CXX_COMPILER_LAUNCHER=larder -DSPDLOG_ENABLE_PCH=ON -DSPDLOG_FMT_EXTERNAL=ON",
            "ninja -j2 -C build")
        {
            // It holds the times of the headers that CMake writes, so in a new build directory it is made anew. Its users are hits all the same.
            Unstable = [".pch"],
            Floor = 87,
        },
        new(
            "googletest", "googletest", "CMake, make", "C++, unity build", Front.Masquerade,
            "cmake -B build -DCMAKE_UNITY_BUILD=ON -Dgtest_build_samples=ON",
            "make -C build"),
        new(
            "snappy", "snappy", "CMake, ninja", "C++, clang, LTO", Front.Launcher,
            "cmake -G Ninja -B build -DCMAKE_C_COMPILER=clang -DCMAKE_CXX_COMPILER=clang++ -DCMAKE_C_COMPILER_LAUNCHER=larder -DCMAKE_CXX_COMPILER_LAUNCHER=larder"
                + " -DCMAKE_CXX_FLAGS=-flto=thin -DSNAPPY_BUILD_TESTS=OFF -DSNAPPY_BUILD_BENCHMARKS=OFF",
            "ninja -j2 -C build"),
        new(
            "pkgconf", "pkgconf", "Meson", "C, -g", Front.Prefix,
            "CC='larder gcc' meson setup build -Dtests=false",
            "ninja -j2 -C build"),
        new(
            "dav1d", "dav1d", "Meson", "C, LTO", Front.Sccache,
            "meson setup build -Denable_asm=false -Dbitdepths=8 -Denable_tests=false -Dbuildtype=release -Db_lto=true -Dc_args=-frandom-seed=dav1d",
            "ninja -j2 -C build"),
        new(
            "tinyxml2", "tinyxml2", "Meson", "C++, clang, -g", Front.Masquerade,
            "CXX=clang++ meson setup build -Dtests=true",
            "ninja -j2 -C build"),
    ];
}
