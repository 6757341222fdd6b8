using Larder.Units.Tests.Harness;

namespace Larder.Units.Tests.EndToEnd;

/// <summary>A unit's derivation changes: a flag, an input. It is configured anew, and what is compiled as before is known.</summary>
public sealed class ChangedDerivationTests : IDisposable
{
    private readonly UnitRepository _repository = new();

    public void Dispose() => _repository.Dispose();

    [NixFact]
    public void With_another_flag_of_cmake_every_compile_is_a_hit_even_with_debug_information()
    {
        // Debug information has the working directory, __FILE__ the source's path, and a header that cmake makes is found in the build directory.
        _repository.Edit("greet/CMakeLists.txt", "project(greet", "file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/made/made.h \"#define MADE 1\\n\")\ninclude_directories(${CMAKE_CURRENT_BINARY_DIR}/made)\nproject(greet");
        _repository.Write("greet/src/words.cpp", "#include \"made.h\"\n" + _repository.Read("greet/src/words.cpp") + "\nconst char *where() { return __FILE__; }\n");
        Flags("cmakeBuildType = \"Debug\";");
        Assert.Contains("greet built", _repository.Build("greet"));
        (long hits, long compiles) = _repository.Compiles();
        Assert.Equal(0, hits);
        Assert.True(compiles >= 2, $"{compiles} compiles");

        Flags("cmakeBuildType = \"Debug\"; cmakeFlags = \"-DUNUSED=1\";");
        Assert.Equal(["greet built"], _repository.Build("greet"));
        Assert.Equal((compiles, 0), _repository.Compiles());
        _repository.ExpectAsNixBuilds("greet");
    }

    [NixFact]
    public void With_another_flag_of_meson_every_compile_is_a_hit()
    {
        Assert.Contains("text built", _repository.Build("text"));
        (_, long compiles) = _repository.Compiles();
        _repository.Edit("units.nix", "text = withMeson \"text\" { };", "text = withMeson \"text\" { mesonFlags = \"-Ddefault_library=shared\"; };");
        Assert.Equal(["text built"], _repository.Build("text"));
        Assert.Equal((compiles, 0), _repository.Compiles());
        _repository.ExpectAsNixBuilds("text");
    }

    [NixFact]
    public void Two_flags_by_turns_are_both_warm()
    {
        const string First = "cmakeFlags = \"-DTURN=1\";";
        const string Second = "cmakeFlags = \"-DTURN=2\";";
        foreach (string flags in (string[])[First, Second])
        {
            Flags(flags);
            _repository.Build("greet");
        }

        foreach (string flags in (string[])[First, Second, First])
        {
            Flags(flags);
            string word = $"\"turn{Environment.TickCount64}\"";
            _repository.Write("greet/src/words.cpp", System.Text.RegularExpressions.Regex.Replace(_repository.Read("greet/src/words.cpp"), "\"(hello|turn[0-9]*)\"", word));
            Assert.Equal(["greet built"], _repository.Build("greet"));
            string log = _repository.Run("log", "greet").Succeeded().Output;
            Assert.Contains("words.cpp.o", log, StringComparison.Ordinal);
            Assert.DoesNotContain("greet.cpp.o", log, StringComparison.Ordinal);
            Assert.DoesNotContain("Configuring done", log, StringComparison.Ordinal);
            _repository.ExpectAsNixBuilds("greet");
        }
    }

    [NixFact]
    public void Cleaned_of_one_flag_it_is_of_the_other_too()
    {
        Flags("cmakeFlags = \"-DTURN=1\";");
        _repository.Build("greet");
        Flags("");
        _repository.Build("greet");
        string[] Directories() => [.. Directory.GetDirectories(_repository.Cache, "greet*", SearchOption.AllDirectories).Where(path => path.Contains("/build/", StringComparison.Ordinal) || path.Contains("/parked/", StringComparison.Ordinal))];
        Assert.NotEmpty(Directories());
        _repository.Run("clean", "greet").Succeeded();
        Assert.Empty(Directories());
    }

    private void Flags(string attributes) =>
        _repository.Write("units.nix", System.Text.RegularExpressions.Regex.Replace(_repository.Read("units.nix"), "greet = withCmake \"greet\" \\{.*\\};", $"greet = withCmake \"greet\" {{ {attributes} }};"));
}
