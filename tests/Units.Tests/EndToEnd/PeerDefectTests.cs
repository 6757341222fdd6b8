using Larder.Units.Tests.Harness;

namespace Larder.Units.Tests.EndToEnd;

/// <summary>
/// What the peer was seen to get wrong, by the numbers of the list that was made of it: those that a whole build shows. (3, 4, 5 and 7 are tests of Replay too, 8 is spread over all.)
/// </summary>
public sealed class PeerDefectTests : IClassFixture<BuiltRepository>
{
    private readonly UnitRepository _repository;

    public PeerDefectTests(BuiltRepository built)
    {
        _repository = built.Repository;
        built.PutBack();
    }

    [NixFact]
    public void Defect_1_edits_within_one_second_are_all_linked()
    {
        for (int factor = 2; factor < 8; factor++)
        {
            _repository.Write("arith/src/scaled.c", $"#include \"arith.h\"\n\nint scaled(int a) {{ return a * {factor}; }}\n");
            _repository.Build("app");
            Assert.Contains($"\n{10 * factor}\n", _repository.Say("app"), StringComparison.Ordinal);
        }
    }

    [NixFact]
    public void Defect_2_a_dependency_that_comes_from_an_artifact_is_linked_from_where_it_always_is()
    {
        string original = _repository.Read("arith/src/scaled.c");
        _repository.Edit("arith/src/scaled.c", "return", "return 7 *");
        _repository.Build("app");
        _repository.Write("arith/src/scaled.c", original);
        Assert.Contains("arith restored", _repository.Build("app"));

        // The dependent is built while its dependency is an artifact, and again after that was built anew.
        _repository.Edit("app/src/report.c", "letters", "signs");
        _repository.Build("app");
        _repository.ExpectAsNixBuilds("app");
        _repository.Edit("arith/src/scaled.c", "return", "return 3 *");
        _repository.Build("app");
        _repository.ExpectAsNixBuilds("app");
    }

    [NixFact]
    public void Defect_6_sources_below_directories_called_build_and_target_count_and_links_in_circles_end()
    {
        _repository.Write("plain/src/build/target/deep.h", "#define PART 1000\n");
        _repository.Write("plain/src/part.h", "#include \"build/target/deep.h\"\nint part(void);\n");
        Directory.CreateSymbolicLink(_repository.PathOf("plain/src/circle"), "../src");
        Assert.Equal(["plain built"], _repository.Build());
        Assert.Contains(" 1000 ", _repository.Say("plain"), StringComparison.Ordinal);
        _repository.Write("plain/src/build/target/deep.h", "#define PART 2000\n");
        Assert.Equal(["plain built"], _repository.Build());
        Assert.Contains(" 2000 ", _repository.Say("plain"), StringComparison.Ordinal);
    }

    [NixFact]
    public void Defect_8_nothing_of_the_callers_environment_reaches_a_build()
    {
        _repository.Variables["CFLAGS"] = "-DPROJECTS_VERSION=99";
        _repository.Variables["CMAKE_PREFIX_PATH"] = "/nonexistent";
        try
        {
            Assert.Empty(_repository.Build());
            _repository.Edit("app/src/report.c", "letters", "signs");
            _repository.Build("app");
            _repository.ExpectAsNixBuilds("app");
        }
        finally
        {
            _repository.Variables.Remove("CFLAGS");
            _repository.Variables.Remove("CMAKE_PREFIX_PATH");
        }
    }
}
