using System.Text.Json;
using Larder.Suites.Harness;

namespace Larder.Suites.DropIn;

/// <summary>How build systems come to a ccache, with larder under that name: CMake by what projects write, Meson by itself.</summary>
public sealed class BuildSystemsSuite : IDisposable
{
    private readonly NamedWorkspace _named = new("ccache");

    private Workspace Work => _named.Work;

    public void Dispose() => _named.Dispose();

    [ProgramFact("/usr/bin/cmake")]
    public void CMake_finds_it_as_a_launcher()
    {
        Work.Write("CMakeLists.txt", """
            cmake_minimum_required(VERSION 3.10)
            project(p C)
            find_program(CCACHE_FOUND ccache REQUIRED)
            execute_process(COMMAND ${CCACHE_FOUND} --version OUTPUT_VARIABLE said)
            if(NOT said MATCHES "ccache version ([0-9]+)\\.([0-9]+)" OR CMAKE_MATCH_1 LESS 4)
              message(FATAL_ERROR "${said}")
            endif()
            set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE_FOUND})
            add_library(x OBJECT x.c)
            """);
        BuildTwice("cmake -S . -B build -G Ninja >configured && ninja -C build >built");
        Assert.Contains("bin/ccache /usr/bin/cc ", File.ReadAllText(Work.PathOf("build/build.ninja")).Replace("LAUNCHER = ", "", StringComparison.Ordinal) + " " + Work.Shell("ninja -C build -t commands").OutputText, StringComparison.Ordinal);
    }

    [ProgramFact("/usr/bin/meson")]
    public void Meson_finds_it_by_itself()
    {
        Work.Write("meson.build", "project('p', 'c')\nstatic_library('x', 'x.c')\n");

        // Meson asks for sccache first.
        Work.Shell("printf '#!/bin/sh\\nexit 1\\n' >../bin/sccache && chmod 755 ../bin/sccache").Succeeded();
        BuildTwice("meson setup build >configured && ninja -C build >built");
        Assert.Contains("C compiler for the host machine: ccache ", File.ReadAllText(Work.PathOf("configured")), StringComparison.Ordinal);

        Work.Shell("ln -sf \"$LARDER\" ../bin/sccache").Succeeded();
        Work.Variables["SCCACHE_DIR"] = Work.Cache;
        Work.Shell("rm -rf build; meson setup build >configured && ninja -C build >built").Succeeded();
        Assert.Contains("C compiler for the host machine: sccache ", File.ReadAllText(Work.PathOf("configured")), StringComparison.Ordinal);
        Work.Run(Path.Combine(Work.Root, "bin/sccache"), ["-s"]).Succeeded();
        Work.Variables["LARDER_DIR"] = Work.Cache;
        Assert.Equal(2, Work.Counters()["direct_hit"]);
    }

    private void BuildTwice(string script)
    {
        for (int i = 0; i < 2; i++)
        {
            _named.Run("-z").Succeeded();
            Work.Shell("rm -rf build; " + script).Succeeded();
        }

        using JsonDocument json = JsonDocument.Parse(_named.Run("--print-stats", "--format=json").Succeeded().Output);
        Assert.InRange(json.RootElement.GetProperty("direct_cache_hit").GetInt64(), 1, 10);
        Assert.Equal(0, json.RootElement.GetProperty("cache_miss").GetInt64());
    }
}
