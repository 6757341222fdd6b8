using Larder.Suites.Harness;

namespace Larder.Suites.Precompiled;

/// <summary>CMake's <c>target_precompile_headers</c>: built, cleaned and built again, with nothing set but the compiler launcher.</summary>
public sealed class CMakePrecompiledSuite : IDisposable
{
    private static readonly string[] Objects = ["main.cpp.o", "a.cpp.o", "b.cpp.o", "plain.c.o"];

    private readonly Workspace _work = new();

    public CMakePrecompiledSuite()
    {
        KnownCompilers.Bring(_work);
        _work.Write("CMakeLists.txt", """
            cmake_minimum_required(VERSION 3.16)
            project(p C CXX)
            add_executable(p main.cpp a.cpp b.cpp plain.c)
            target_precompile_headers(p PRIVATE common.hpp)

            """);
        _work.Write("common.hpp", "#ifdef __cplusplus\n#include <string>\n#include <vector>\ninline int common() { return 3; }\n#else\n#include <stdio.h>\n#endif\n");
        _work.Write("main.cpp", "int a(); int b(); extern \"C\" int plain(void);\nint main() { return a() + b() + plain() - 9; }\n");
        _work.Write("a.cpp", "int a() { return static_cast<int>(std::string(common(), 'x').size()); }\n");
        _work.Write("b.cpp", "int b() { return std::vector<int>{1, 2, common()}.back(); }\n");
        _work.Write("plain.c", "int plain(void) { return puts(\"plain\") < 0 ? 0 : 3; }\n");
    }

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("gcc", "g++", "Release")]
    [InlineData("gcc", "g++", "Debug")]
    [InlineData("clang", "clang++", "Release")]
    [InlineData("clang", "clang++", "Debug")]
    public void Built_again_it_is_all_hits(string c, string cxx, string type)
    {
        Configure(c, cxx, type, launcher: "");
        Build();
        byte[][] bare = [.. Objects.Select(Made)];
        Directory.Delete(_work.PathOf("build"), recursive: true);

        // What the compilers were probed with isn't counted.
        Configure(c, cxx, type, LarderBinary.Path);
        _work.ZeroCounters();
        Build();
        Assert.Equal(bare, Objects.Select(Made));
        Assert.Equal((6, 6), (Count("miss"), Count("stored")));

        _work.Run("ninja", ["-C", "build", "-t", "clean"]).Succeeded();
        Build();
        Assert.Equal(bare, Objects.Select(Made));
        Assert.Equal((6, 6), (Count("miss"), Count("direct_hit")));

        // A header of another time is another one for clang; for those who use it, it is not.
        _work.Run("ninja", ["-C", "build", "-t", "clean"]).Succeeded();
        File.SetLastWriteTimeUtc(_work.PathOf("common.hpp"), new DateTime(2020, 2, 2, 2, 2, 2, DateTimeKind.Utc));
        Workspace.Settle();
        Build();
        Assert.Equal(bare, Objects.Select(Made));
        Assert.Equal(c == "gcc" ? (6, 12) : (8, 10), (Count("miss"), Count("direct_hit")));
        _work.Run(_work.PathOf("build/p"), []).Succeeded();
    }

    private void Configure(string c, string cxx, string type, string launcher) => _work.Run(
        "cmake",
        [
            "-G", "Ninja", "-S", ".", "-B", "build", $"-DCMAKE_BUILD_TYPE={type}", $"-DCMAKE_C_COMPILER={c}", $"-DCMAKE_CXX_COMPILER={cxx}",
            $"-DCMAKE_C_COMPILER_LAUNCHER={launcher}", $"-DCMAKE_CXX_COMPILER_LAUNCHER={launcher}",
        ]).Succeeded();

    private void Build() => _work.Run("ninja", ["-C", "build"]).Succeeded();

    private byte[] Made(string name) => _work.Read("build/CMakeFiles/p.dir/" + name);

    private long Count(string counter) => _work.Counters().GetValueOrDefault(counter);
}
