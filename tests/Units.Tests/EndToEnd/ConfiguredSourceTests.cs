using Larder.Units.Tests.Harness;

namespace Larder.Units.Tests.EndToEnd;

/// <summary>A project whose configuration changes its own source, as zlib's does; it is patched, so that this happens to a copy.</summary>
public sealed class ConfiguredSourceTests : IDisposable
{
    private readonly UnitRepository _repository = new();

    public ConfiguredSourceTests()
    {
        _repository.Write("patched/CMakeLists.txt", """
            cmake_minimum_required(VERSION 3.13)
            project(patched C)
            set(source ${CMAKE_CURRENT_SOURCE_DIR}/src)
            if(EXISTS ${source}/where.h)
              file(RENAME ${source}/where.h ${source}/where.h.before)
            endif()
            configure_file(made.h.in ${source}/made.h)
            configure_file(made.h.in ${CMAKE_CURRENT_BINARY_DIR}/where.h)
            add_executable(patched src/main.c src/other.c)
            target_include_directories(patched PRIVATE ${CMAKE_CURRENT_BINARY_DIR})
            install(TARGETS patched RUNTIME DESTINATION bin)
            """);
        _repository.Write("patched/made.h.in", "#define ORIGIN \"configured\"\n");
        _repository.Write("patched/src/where.h", "#define ORIGIN \"where.h of the source\"\n");
        _repository.Write("patched/src/made.h", "#define ORIGIN \"made.h of the source\"\n");
        _repository.Write("patched/src/other.c", "#include <stdio.h>\n#include \"where.h\"\nint other(void) { puts(ORIGIN); return 5; }\n");
    }

    public void Dispose() => _repository.Dispose();

    [NixFact]
    public void A_file_that_it_takes_away_is_not_seen_by_what_is_compiled_after_an_edit()
    {
        _repository.Build("patched");
        Assert.StartsWith("configured\n", _repository.Say("patched"));
        _repository.Edit("patched/src/other.c", "return 5", "return 6");
        Assert.Equal(["patched built"], _repository.Build("patched"));
        Assert.StartsWith("configured\n", _repository.Say("patched"));
        _repository.ExpectAsNixBuilds("patched");
    }

    [NixFact]
    public void A_file_that_it_writes_over_is_written_over_after_an_edit_too()
    {
        _repository.Edit("patched/src/other.c", "where.h", "made.h");
        _repository.Build("patched");
        Assert.StartsWith("configured\n", _repository.Say("patched"));
        _repository.Edit("patched/src/other.c", "return 5", "return 6");
        Assert.Equal(["patched built"], _repository.Build("patched"));
        _repository.ExpectAsNixBuilds("patched");
        string log = _repository.Run("log", "patched").Succeeded().Output;
        Assert.DoesNotContain("main.c.o", log, StringComparison.Ordinal);
    }

    [NixFact]
    public void A_file_that_the_build_writes_over_is_written_over_after_an_edit_too()
    {
        _repository.Edit("patched/src/other.c", "where.h", "made.h");
        _repository.Write("patched/CMakeLists.txt", """
            cmake_minimum_required(VERSION 3.13)
            project(patched C)
            set(made ${CMAKE_CURRENT_SOURCE_DIR}/src/made.h)
            add_custom_command(OUTPUT ${made} DEPENDS made.h.in COMMAND ${CMAKE_COMMAND} -E copy ${CMAKE_CURRENT_SOURCE_DIR}/made.h.in ${made})
            add_executable(patched src/main.c src/other.c ${made})
            install(TARGETS patched RUNTIME DESTINATION bin)
            """);
        _repository.Build("patched");
        Assert.StartsWith("configured\n", _repository.Say("patched"));
        _repository.ExpectAsNixBuilds("patched");
        _repository.Edit("patched/src/other.c", "return 5", "return 6");
        Assert.Equal(["patched built"], _repository.Build("patched"));
        Assert.StartsWith("configured\n", _repository.Say("patched"));
        _repository.ExpectAsNixBuilds("patched");
    }

    [NixTheory]
    [InlineData("made.h")]
    [InlineData("where.h")]
    public void A_file_that_the_configuration_changes_can_be_edited(string header)
    {
        _repository.Edit("patched/src/other.c", "where.h", header);
        _repository.Build("patched");
        _repository.Edit($"patched/src/{header}", "of the source", "edited");
        _repository.Build("patched");
        Assert.StartsWith("configured\n", _repository.Say("patched"));
        _repository.ExpectAsNixBuilds("patched");
        _repository.Edit("patched/src/other.c", "return 5", "return 6");
        _repository.Build("patched");
        _repository.ExpectAsNixBuilds("patched");
    }

    [NixFact]
    public void A_file_that_a_hook_takes_away_stays_away_until_it_is_made()
    {
        _repository.Write("plain/made.txt", "of the source\n");
        _repository.Edit("plain/Makefile", "install: plain", "made.txt:\n\techo made >made.txt\n\ninstall: plain made.txt");
        _repository.Edit("plain/Makefile", "\n\tcp plain", "\n\tcp made.txt $(prefix)/bin\n\tcp plain");
        _repository.Edit("units.nix", "makeFlags = \"\";", "makeFlags = \"\"; preConfigure = \"rm -f made.txt\";");
        _repository.Build("plain");
        foreach (string word in (string[])["one", "other"])
        {
            _repository.Write("plain/src/part.c", _repository.Read("plain/src/part.c") + $"int {word};\n");
            Assert.Equal(["plain built"], _repository.Build("plain"));
            Assert.Equal("made\n", File.ReadAllText(_repository.View("plain") + "/bin/made.txt"));
        }
    }

    [NixFact]
    public void A_file_that_make_writes_over_is_written_over_after_an_edit_too()
    {
        // What is newer than the file, and makes it, is made by the build itself.
        _repository.Write("plain/made.txt", "of the source");
        _repository.Edit("plain/Makefile", "install: plain", "made.txt: plain\n\techo made >made.txt\n\ninstall: plain made.txt");
        _repository.Edit("plain/Makefile", "\n\tcp plain", "\n\tcp made.txt $(prefix)/bin\n\tcp plain");
        _repository.Build("plain");
        Assert.Equal("made\n", File.ReadAllText(_repository.View("plain") + "/bin/made.txt"));
        _repository.Edit("plain/src/main.c", "plain %d", "edited %d");
        Assert.Equal(["plain built"], _repository.Build("plain"));
        Assert.Equal("made\n", File.ReadAllText(_repository.View("plain") + "/bin/made.txt"));
    }

    [NixFact]
    public void What_comes_ready_made_with_the_source_is_not_made_again()
    {
        // As configure is of configure.ac: all that is unpacked by Nix has one time stamp.
        _repository.Write("plain/zero.in", "made again");
        _repository.Write("plain/made", "ready made");
        _repository.Edit("plain/Makefile", "\n\tcp plain", "\n\tcp made $(prefix)/bin\n\tcp plain");
        _repository.Edit("plain/Makefile", "install: plain", "made: zero.in\n\tcp zero.in made\n\ninstall: plain made");
        _repository.Build("plain");
        Assert.Equal("ready made", File.ReadAllText(_repository.View("plain") + "/bin/made"));
    }
}
