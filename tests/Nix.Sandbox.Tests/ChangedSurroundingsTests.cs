using Larder.Nix.Sandbox.Tests.Harness;

namespace Larder.Nix.Sandbox.Tests;

/// <summary>
/// What changes around the sources when a package is built again: what can't reach the objects costs no hit, what can does.
/// </summary>
public sealed class ChangedSurroundingsTests : SandboxSuite
{
    private const string AllHit = "called_for_link=1, direct_hit=3";
    private const string OneHit = "called_for_link=1, direct_hit=1, miss=2, stored=2";
    private const string AllMiss = "called_for_link=1, miss=3, stored=3";

    [NixTheory]
    [InlineData("gcc", "new")]
    [InlineData("gcc", "2024")]
    [InlineData("clang", "new")]
    [InlineData("clang", "2024")]
    public void Another_wrapper_path(string family, string vintage)
    {
        Compiler(family, vintage);
        Twice(AllHit, () => Set("extraConfig", "no_daemon = yes # a comment"));
    }

    [NixTheory]
    [InlineData("gcc", "new")]
    [InlineData("gcc", "2024")]
    [InlineData("clang", "new")]
    [InlineData("clang", "2024")]
    public void Another_store_path_of_a_dependency_with_the_same_headers(string family, string vintage)
    {
        Compiler(family, vintage);
        Twice(AllHit, () => Set("dependency", "another"));
    }

    [NixTheory]
    [InlineData("gcc")]
    [InlineData("clang")]
    public void A_changed_header_of_a_dependency_concerns_those_who_include_it(string family)
    {
        Compiler(family, "new");
        Twice(OneHit, () => Set("dependencyText", "2"));
    }

    /// <summary>greet.c reads nothing of the dependency; into the other two its store path may have got, by what its header says.</summary>
    [NixTheory]
    [InlineData("gcc", "static inline const char *place(void) { return __FILE__; }")]
    [InlineData("clang", "static inline const char *place(void) { return __FILE__; }")]
    [InlineData("gcc", "static inline const char *place(void) { return __builtin_FILE(); }")]
    [InlineData("clang", "static inline const char *place(void) { return __builtin_FILE(); }")]
    [InlineData("gcc", "#include <assert.h>\nstatic inline const char *place(void) { assert(DEPENDENCY < 9); return 0; }")]
    [InlineData("gcc", "#define NAME(x) __##x##__\nstatic inline const char *place(void) { return NAME(FILE); }")]
    [InlineData("clang", "#define NAME(x) __##x##__\nstatic inline const char *place(void) { return NAME(FILE); }")]
    public void A_dependency_whose_header_names_its_place(string family, string header)
    {
        Compiler(family, "2024");
        Set("dependencyText", "1\n" + header);
        File.AppendAllText(Source("numbers.c"), "const char *where(void) { return place(); }\n");
        Twice(OneHit, () => Set("dependency", "another"));
    }

    /// <summary>What a header says by itself is said with the path that it has now.</summary>
    [NixFact]
    public void A_dependency_whose_header_has_a_message()
    {
        Compiler("gcc", "new");
        Set("dependencyText", "1\n#pragma message(\"heed this\")");
        string first = Messages(Build());
        Set("dependency", "another");
        string second = Messages(Build());
        CompareWithoutLarder();
        Assert.Equal(second, Messages(BuildWithoutDirectory()));
        Assert.NotEqual(first, second);
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

    /// <summary>Where the user wants that, the seed is the same in every derivation, and so are the objects.</summary>
    [NixTheory]
    [InlineData("new", "default")]
    [InlineData("2024", "default")]
    [InlineData("new", "yes")]
    public void Debug_information_with_a_stable_seed(string vintage, string responseFiles)
    {
        Compiler("gcc", vintage);
        Set("responseFiles", responseFiles);
        Set("extraFlags", "-ggdb");
        Cache.Configure("stable_seed = yes");
        string first = Build();
        Cache.ZeroCounters();
        string second = Build();
        Assert.Equal(AllHit, Cache.Counters());
        foreach (string name in (string[])["main.o", "greet.o", "numbers.o"])
            Assert.Equal(Made(first, name), Made(second, name));
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

    /// <summary>But where the package renames it, nothing of it is left (and without the seed, which gcc's objects would have).</summary>
    [NixTheory]
    [InlineData("gcc")]
    [InlineData("clang")]
    public void Debug_information_with_another_name_for_the_source_directory(string family)
    {
        Compiler(family, "new");
        Set("extraFlags", "-ggdb -gno-record-gcc-switches -ffile-prefix-map=/build/hello-1.0=.");
        Twice(AllHit, () =>
        {
            Set("sourceName", "hello-1.1");
            Set("extraFlags", "-ggdb -gno-record-gcc-switches -ffile-prefix-map=/build/hello-1.1=.");
        });
    }

    [NixTheory]
    [InlineData("gcc")]
    [InlineData("clang")]
    public void Debug_information_names_the_dependency(string family)
    {
        Compiler(family, "new");
        Set("extraFlags", "-ggdb");
        Twice(AllMiss, () => Set("dependency", "another"));
    }

    [NixFact]
    public void Debug_information_without_the_options_hits()
    {
        Compiler("gcc", "new");
        Set("extraFlags", "-ggdb -gno-record-gcc-switches");
        Twice(AllHit);
    }

    private static string Messages(string said) =>
        string.Join('\n', said.Split('\n').Where(line => line.Contains("heed this", StringComparison.Ordinal)));

    /// <summary>An object of a build, which said its output's path first.</summary>
    private static byte[] Made(string said, string name) =>
        File.ReadAllBytes(Path.Combine(NixMachine.Outside(said.Split('\n')[0]), "hello-1.0", name));

    private void Compiler(string family, string vintage)
    {
        Use("hello");
        Set("family", family);
        Set("vintage", vintage);
    }
}
