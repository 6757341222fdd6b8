using Larder.Nix.Sandbox.Tests.Harness;

namespace Larder.Nix.Sandbox.Tests;

/// <summary>
/// What changes around the sources when a package is built again: what the objects can't tell must not cost a hit, and what they can must. Where
/// more is aimed at than holds, the aim stands beside it.
/// </summary>
public sealed class ChangedSurroundingsTests : SandboxSuite
{
    private const string AllHit = "called_for_link=1, direct_hit=3";
    private const string AllMiss = "called_for_link=1, miss=3, stored=3";

    [NixTheory]
    [InlineData("gcc", "new", AllHit)]
    [InlineData("gcc", "2024", AllMiss)] // aim: hits; -B<wrapper>/bin/ is keyed by its text
    [InlineData("clang", "new", AllMiss)] // aim: hits; -resource-dir=<wrapper>/resource-root is keyed by its text
    [InlineData("clang", "2024", AllMiss)] // aim: hits; both
    public void Another_wrapper_path(string family, string vintage, string expected)
    {
        Compiler(family, vintage);
        Twice(expected, () => Set("extraConfig", "no_daemon = yes # a comment"));
    }

    [NixTheory]
    [InlineData("gcc", "new", AllMiss)] // aim, with neutral store paths: hits
    [InlineData("gcc", "2024", AllMiss)] // aim: hits
    [InlineData("clang", "new", AllMiss)] // aim: hits
    [InlineData("clang", "2024", AllMiss)] // aim: hits
    public void Another_store_path_of_a_dependency_with_the_same_headers(string family, string vintage, string expected)
    {
        Compiler(family, vintage);
        Twice(expected, () => Set("dependency", "another"));
    }

    [NixTheory]
    [InlineData("gcc", AllMiss)] // aim, with neutral store paths: greet.c, which doesn't read the header, hits
    [InlineData("clang", AllMiss)] // aim: the same
    public void A_changed_header_of_a_dependency(string family, string expected)
    {
        Compiler(family, "new");
        Twice(expected, () => Set("dependencyText", "2"));
    }

    [NixTheory]
    [InlineData("gcc")]
    [InlineData("clang")]
    public void A_changed_header_of_the_package_concerns_those_who_include_it(string family)
    {
        Compiler(family, "new");
        File.WriteAllText(Source("numbers.h"), "#define FACTOR 2\n");
        File.AppendAllText(Source("numbers.c"), "#include \"numbers.h\"\nint factor(void) { return FACTOR; }\n");
        Twice("called_for_link=1, direct_hit=2, miss=1, stored=1", () => File.WriteAllText(Source("numbers.h"), "#define FACTOR 3\n"));
    }

    [NixTheory]
    [InlineData("gcc", "new")]
    [InlineData("gcc", "2024")]
    [InlineData("clang", "new")]
    [InlineData("clang", "2024")]
    public void The_source_directory_of_another_version(string family, string vintage)
    {
        Compiler(family, vintage);
        Twice(AllHit, () => Set("sourceName", "hello-1.1"));
    }

    /// <summary>gcc writes its options, the seed among them, into the debug information: another derivation has other objects.</summary>
    [NixTheory]
    [InlineData("gcc", AllMiss)]
    [InlineData("clang", AllHit)]
    public void Debug_information(string family, string expected)
    {
        Compiler(family, "new");
        Set("extraFlags", "-ggdb");
        Twice(expected);
    }

    [NixTheory]
    [InlineData("gcc")]
    [InlineData("clang")]
    public void Debug_information_names_the_source_directory(string family)
    {
        Compiler(family, "new");
        Set("extraFlags", "-ggdb");
        Twice(AllMiss, () => Set("sourceName", "hello-1.1"));
    }

    [NixFact]
    public void Debug_information_without_the_options_hits()
    {
        Compiler("gcc", "new");
        Set("extraFlags", "-ggdb -gno-record-gcc-switches");
        Twice(AllHit);
    }

    private void Compiler(string family, string vintage)
    {
        Use("hello");
        Set("family", family);
        Set("vintage", vintage);
    }
}
