using Larder.Nix.Sandbox.Tests.Harness;

namespace Larder.Nix.Sandbox.Tests;

/// <summary>
/// Whole packages, configured and built as nixpkgs' hooks do, twice. What is demanded is about the package's own
/// sources; those of the build system's probes have random names (CMake, Meson) or are written a moment before (aim: left alone, not stored).
/// </summary>
public sealed class BuildSystemsTests : SandboxSuite
{
    private static readonly string[] CMakeSources = ["src/area.cpp", "src/circle.cpp", "src/square.cpp", "src/names.c", "src/main.cpp"];

    [NixTheory]
    [InlineData("gcc")]
    [InlineData("clang")]
    public void CMake(string family)
    {
        Use("cmake");
        Set("family", family);
        TwiceFor("direct_hit", CMakeSources);
    }

    /// <summary>Aim: hits, for no path can reach these objects.</summary>
    [NixTheory]
    [InlineData("gcc")]
    [InlineData("clang")]
    public void CMake_of_another_version_with_absolute_paths(string family)
    {
        Use("cmake");
        Set("family", family);
        TwiceFor("miss", CMakeSources, () => Set("sourceName", "cmake-1.1"));
    }

    /// <summary>Aim: everything hits. So far precompiled headers, and what uses them, are compiled without the cache.</summary>
    [NixTheory]
    [InlineData("gcc", "called_for_link=3, information_request=6, precompiled_header=1, precompiled_header_used=3")]
    [InlineData("clang", "called_for_link=3, information_request=4, precompiled_header=1, unsupported_compiler_option=3")]
    public void CMake_with_a_precompiled_header(string family, string expected)
    {
        Use("pch");
        Set("family", family);
        Twice(expected);
    }

    [NixTheory]
    [InlineData("gcc")]
    [InlineData("clang")]
    public void Meson(string family)
    {
        Use("meson");
        Set("family", family);
        TwiceFor("direct_hit", ["main.cpp", "parse.cpp", "stack.c", "error.c"]);
    }

    /// <summary>The default flags are <c>-g -O2</c>, with which gcc's objects hold the seed (see <see cref="ChangedSurroundingsTests"/>).</summary>
    [NixTheory]
    [InlineData("gcc", "", "miss")]
    [InlineData("gcc", "export CFLAGS=-O2", "direct_hit")]
    [InlineData("clang", "", "direct_hit")]
    public void Autotools(string family, string phase, string expected)
    {
        Use("autotools");
        Programs.Run("sh", ["-ec", $"cd '{Path.GetDirectoryName(Source("configure.ac"))}'; autoheader; autoconf; rm -r autom4te.cache"]).Succeeded();
        Set("family", family);
        Set("extraPhase", phase);
        TwiceFor(expected, ["src/main.c", "src/list.c", "src/sort.c"]);
    }

    /// <summary>Options probed on /dev/null, <c>-Wp,-MMD</c>, an assembler file, and an object with <c>.incbin</c>: 4 objects.</summary>
    [NixFact]
    public void A_makefile_like_the_kernels()
    {
        Use("kernel");
        Twice("compiler_unknown=1, direct_hit=4, information_request=1, unsupported_output=4");
    }

    /// <summary>clang names no file that its assembler reads: the one object with <c>.incbin</c> is compiled.</summary>
    [NixFact]
    public void A_makefile_like_the_kernels_with_clang()
    {
        Use("kernel");
        Set("family", "clang");
        Twice("compile_failed=1, compiler_unknown=1, direct_hit=3, information_request=1, unsupported_directive=1, unsupported_output=3");
    }
}
