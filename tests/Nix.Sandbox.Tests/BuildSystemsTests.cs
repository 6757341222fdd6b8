using Larder.Nix.Sandbox.Tests.Harness;

namespace Larder.Nix.Sandbox.Tests;

/// <summary>
/// Whole packages, configured and built as nixpkgs' hooks do, twice. CMake's and Meson's probes, whose sources have random names, are
/// left to the compiler.
/// </summary>
public sealed class BuildSystemsTests : SandboxSuite
{
    private const int CMakeSources = 5;

    [NixTheory]
    [InlineData("gcc")]
    [InlineData("clang")]
    public void CMake(string family)
    {
        Use("cmake");
        Set("family", family);
        TwiceEach(CMakeSources, "direct_hit");
    }

    /// <summary>No path can reach these objects; and the dependency files are those of the directory.</summary>
    [NixTheory]
    [InlineData("gcc")]
    [InlineData("clang")]
    public void CMake_of_another_version_with_absolute_paths(string family)
    {
        Use("cmake");
        Set("family", family);
        TwiceEach(CMakeSources, "direct_hit", () => Set("sourceName", "cmake-1.1-with-a-longer-name"));
    }

    /// <summary>Both have moved, the sources and what they need.</summary>
    [NixTheory]
    [InlineData("gcc")]
    [InlineData("clang")]
    public void CMake_of_another_version_with_another_dependency(string family)
    {
        Use("cmake");
        Set("family", family);
        TwiceEach(CMakeSources, "direct_hit", () =>
        {
            Set("sourceName", "cmake-1.1");
            Set("dependency", "another");
        });
    }

    /// <summary>clang's precompiled header holds times; CMake gives its own header that of CMakeLists.txt, which Nix sets to be the same everywhere.</summary>
    [NixTheory]
    [InlineData("gcc")]
    [InlineData("clang")]
    public void CMake_with_a_precompiled_header(string family)
    {
        Use("pch");
        Set("family", family);
        Build();
        Assert.Equal(["miss", "miss", "miss", "miss"], Cache.CompileReasons());
        Build();
        CompareWithoutLarder();
        Assert.Equal(["miss", "miss", "miss", "miss", "direct_hit", "direct_hit", "direct_hit", "direct_hit"], Cache.CompileReasons());
    }

    [NixTheory]
    [InlineData("gcc")]
    [InlineData("clang")]
    public void Meson(string family)
    {
        Use("meson");
        Set("family", family);
        TwiceEach(4, "direct_hit");
    }

    /// <summary>
    /// autoconf's probes always have the same name: they are cached, and what is demanded is about the package's own sources. With the default
    /// flags, <c>-g -O2</c>, gcc's objects hold the seed (see <see cref="ChangedSurroundingsTests"/>).
    /// </summary>
    [NixTheory]
    [InlineData("gcc", "export CFLAGS=-O2")]
    [InlineData("clang", "")]
    public void Autotools(string family, string phase)
    {
        Use("autotools");
        Programs.Run("sh", ["-ec", $"cd '{Path.GetDirectoryName(Source("configure.ac"))}'; autoheader; autoconf; rm -r autom4te.cache"]).Succeeded();
        Set("family", family);
        Set("extraPhase", phase);
        TwiceFor("direct_hit", ["src/main.c", "src/list.c", "src/sort.c"]);
    }

    /// <summary>Options probed on /dev/null, <c>-Wp,-MMD</c>, an assembler file, and an object with <c>.incbin</c>: 4 objects.</summary>
    [NixFact]
    public void A_makefile_like_the_kernels()
    {
        Use("kernel");
        Twice("direct_hit=4, information_request=1, probe=5");
    }

    /// <summary>clang names no file that its assembler reads: the one object with <c>.incbin</c> is compiled.</summary>
    [NixFact]
    public void A_makefile_like_the_kernels_with_clang()
    {
        Use("kernel");
        Set("family", "clang");
        Twice("direct_hit=3, information_request=1, probe=5, unsupported_directive=1");
    }
}
