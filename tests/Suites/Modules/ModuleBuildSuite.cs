using Larder.Suites.Harness;

namespace Larder.Suites.Modules;

/// <summary>
/// A whole build as CMake 3.28 writes it for ninja, lists of modules and all; the scan that makes these lists is done by hand. Built, cleaned and built
/// again it is all hits.
/// </summary>
public sealed class ModuleBuildSuite : IDisposable
{
    private readonly Workspace _work = new();

    public ModuleBuildSuite()
    {
        KnownCompilers.Bring(_work);
        ModuleProject.Write(_work);
    }

    public void Dispose() => _work.Dispose();

    [Fact]
    public void Gcc() => Built_again("g++", "-g");

    [ProgramFact(ModuleProject.ClangPath)]
    public void Clang() => Built_again("clang++-16", "-O2 -g");

    private void Built_again(string compiler, string flags)
    {
        _work.Write("build.ninja", Rules(compiler, flags));
        Ninja(launcher: string.Empty);
        byte[][] bare = [.. Made()];
        _work.Run("ninja", ["-t", "clean"]).Succeeded();
        Ninja(LarderBinary.Path);
        Assert.Equal(bare, Made());
        _work.Expect(("miss", 5), ("stored", 5), ("called_for_link", 1));

        _work.Run("ninja", ["-t", "clean"]).Succeeded();
        Ninja(LarderBinary.Path);
        Assert.Equal(bare, Made());
        _work.Expect(("miss", 5), ("stored", 5), ("direct_hit", 5), ("called_for_link", 2));
        Assert.Equal("15\n", _work.Run(_work.PathOf("p"), []).Succeeded().OutputText);
    }

    /// <summary>The objects and the program. Of what importers read gcc's holds the time at which it was made.</summary>
    private IEnumerable<byte[]> Made() => ModuleProject.Units.Select(unit => _work.Read($"o/{unit}.o")).Append(_work.Read("p"));

    private void Ninja(string launcher) =>
        _work.Run("ninja", ["-j", "2"], variables: new Dictionary<string, string?>(StringComparer.Ordinal) { ["LAUNCHER"] = launcher }).Succeeded();

    /// <summary>ninja can't read the dependency files that gcc writes before 14, which knows -fdeps-format=p1689r5: they are left lying.</summary>
    private static string Rules(string compiler, string flags)
    {
        bool gcc = compiler == "g++";
        string suffix = gcc ? "gcm" : "pcm";
        string list = gcc ? "-fmodules-ts -fmodule-mapper=$DYNDEP_MODULE_MAP_FILE -MD -x c++" : "@$DYNDEP_MODULE_MAP_FILE";
        string extension = gcc ? "gcc" : "clang";
        return $"""
            rule CXX_COMPILER__p_scanned_
            {(gcc ? "  description = CXX $out" : "  depfile = $DEP_FILE\n  deps = gcc")}
              command = $$LAUNCHER {compiler} $DEFINES $INCLUDES $FLAGS -MD -MT $out -MF $DEP_FILE {list} -o $OBJ -c $in
            rule CXX_EXECUTABLE_LINKER__p_
              command = $$LAUNCHER {compiler} $FLAGS $in -o $out

            build o/b.o | o/b.{suffix}: CXX_COMPILER__p_scanned_ b.cpp | b.{extension}
              OBJ = o/b.o
              DEP_FILE = o/b.d
              DYNDEP_MODULE_MAP_FILE = b.{extension}
              FLAGS = -std=c++20 {flags}
            build o/a-p.o | o/a-p.{suffix}: CXX_COMPILER__p_scanned_ a-p.cpp | a-p.{extension} o/b.{suffix}
              OBJ = o/a-p.o
              DEP_FILE = o/a-p.d
              DYNDEP_MODULE_MAP_FILE = a-p.{extension}
              FLAGS = -std=c++20 {flags}
            build o/a.o | o/a.{suffix}: CXX_COMPILER__p_scanned_ a.cpp | a.{extension} o/b.{suffix} o/a-p.{suffix}
              OBJ = o/a.o
              DEP_FILE = o/a.d
              DYNDEP_MODULE_MAP_FILE = a.{extension}
              FLAGS = -std=c++20 {flags}
            build o/impl.o: CXX_COMPILER__p_scanned_ impl.cpp | impl.{extension} o/a.{suffix}
              OBJ = o/impl.o
              DEP_FILE = o/impl.d
              DYNDEP_MODULE_MAP_FILE = impl.{extension}
              FLAGS = -std=c++20 {flags}
            build o/main.o: CXX_COMPILER__p_scanned_ main.cpp | main.{extension} o/a.{suffix}
              OBJ = o/main.o
              DEP_FILE = o/main.d
              DYNDEP_MODULE_MAP_FILE = main.{extension}
              FLAGS = -std=c++20 {flags}
            build p: CXX_EXECUTABLE_LINKER__p_ o/b.o o/a-p.o o/a.o o/impl.o o/main.o
              FLAGS = {flags}

            """;
    }
}
