using Larder.Suites.Harness;

namespace Larder.Suites.Shim;

/// <summary>What the settings do to a compile, and that a wrong one never harms it.</summary>
public sealed class SettingsSuite : IDisposable
{
    private readonly Workspace _work = new();
    private readonly CountingCompiler _compiler;

    public SettingsSuite()
    {
        _compiler = new CountingCompiler(_work);
        _work.Write("x.c", "int x(void) { return 1; }\n");
        _work.Bare("/usr/bin/gcc", "-c", "x.c", "-o", "reference.o").Succeeded();
    }

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("LARDER_DISABLE")]
    [InlineData("LARDER_PASSTHROUGH")]
    public void Switched_off_it_is_the_compiler_alone(string variable)
    {
        _work.Variables[variable] = "1";
        Compile();
        Compile();
        Assert.Equal(2, _compiler.Runs);
        Assert.False(Directory.Exists(_work.Cache));
    }

    [Fact]
    public void Recache_compiles_and_replaces()
    {
        Compile();
        Compile();
        Assert.Equal(1, _compiler.Runs);
        _work.Variables["LARDER_RECACHE"] = "yes";
        Compile();
        Assert.Equal(2, _compiler.Runs);
        _work.Variables.Remove("LARDER_RECACHE");
        Compile();
        Assert.Equal(2, _compiler.Runs);
        _work.Expect(("direct_hit", 2), ("miss", 1), ("recache", 1), ("stored", 2));
    }

    [Theory]
    [InlineData("-DV*", "-DV=1", "-DV=2", true)]
    [InlineData("-DV*", "-D V=1", "-DV", true)]
    [InlineData("-DV=1", "-DV=1", "-DUNUSED -DV=1", false)]
    [InlineData("-DV=1", "-DV=1", "", true)]
    [InlineData("-DV*", "-DW=1", "-DW=2", false)]
    [InlineData("-D*", "-DW=1", "", true)]
    [InlineData("-frandom-seed=*", "-frandom-seed=a", "-frandom-seed=b", true)]
    [InlineData("-DV* -W*", "-DV=1 -Wall", "-Wextra -DV", true)]
    public void Options_that_are_ignored_share_their_results(string ignored, string first, string second, bool isShared)
    {
        _work.Variables["LARDER_IGNORE_OPTIONS"] = ignored;
        foreach (string options in (string[])[first, second])
            _work.Larder(["/usr/bin/gcc", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries), "-c", "x.c"]).Succeeded();
        _work.Expect(isShared ? [("direct_hit", 1), ("miss", 1), ("stored", 1)] : [("miss", 2), ("stored", 2)]);
    }

    [Fact]
    public void Recache_heals_a_result_that_was_stored_wrong()
    {
        Compile();
        _work.Variables["LARDER_RECACHE"] = "1";
        Compile();
        _work.Variables.Remove("LARDER_RECACHE");
        Compile();
        Assert.Equal(_work.Read("reference.o"), _work.Read("x.o"));
    }

    [Fact]
    public void Stats_switched_off_count_nothing_and_cache_all_the_same()
    {
        _work.Variables["LARDER_STATS"] = "false";
        Compile();
        Compile();
        Assert.Equal(1, _compiler.Runs);
        Assert.Empty(_work.Counters());
    }

    [Fact]
    public void The_log_has_a_line_for_each_compile()
    {
        string log = Path.Combine(_work.Root, "log");
        _work.Variables["LARDER_LOG"] = log;
        Compile();
        Compile();
        _work.Run(LarderBinary.Path, ["gcc", "-M", "x.c"]).Succeeded();
        string[] lines = File.ReadAllLines(log);
        Assert.Equal(3, lines.Length);
        Assert.Contains(" miss gcc -c x.c -o x.o", lines[0], StringComparison.Ordinal);
        Assert.Contains(" direct_hit gcc -c x.c -o x.o", lines[1], StringComparison.Ordinal);
        Assert.Contains("called_for_preprocessing", lines[2], StringComparison.Ordinal);

        // Nix's compiler wrapper removes the file as soon as the compiler has ended.
        _work.Write("words", "-c x.c -o x.o");
        _work.Larder("gcc", "@words").Succeeded();
        Assert.Contains(" direct_hit gcc -c x.c -o x.o", File.ReadAllLines(log)[3], StringComparison.Ordinal);

        foreach (string nowhere in (string[])["/dev/null/log", "/dev/full", "/proc/log", _work.Root])
        {
            _work.Variables["LARDER_LOG"] = nowhere;
            Compile();
        }
    }

    public static TheoryData<string, string> Wrong => new()
    {
        { "LARDER_MAX_SIZE", "banana" }, { "LARDER_MAX_SIZE", "-1" }, { "LARDER_MAX_SIZE", "99999999999999999999" }, { "LARDER_MAX_FILES", "many" },
        { "LARDER_COMPRESSION", "99" }, { "LARDER_UMASK", "9" }, { "LARDER_READ_ONLY", "perhaps" }, { "LARDER_DISABLE", "nope" },
        { "LARDER_SLOPPINESS", "everything" }, { "LARDER_COMPILER_CHECK", "guess" }, { "LARDER_LOG", "relative" }, { "LARDER_BASE_DIRS", "relative" },
        { "LARDER_MAX_SIZ", "10G" }, { "LARDER_CONFIG", "/nowhere/config" }, { "LARDER_CONFIG", "/" }, { "LARDER_DIR", "relative" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_setting_is_one_line_of_warning_and_its_default(string variable, string value)
    {
        if (variable == "LARDER_DIR")
            _work.Variables["XDG_CACHE_HOME"] = _work.Root + "/xdg";
        _work.Variables[variable] = value;
        for (int i = 0; i < 2; i++)
        {
            _work.Delete("x.o");
            ProcessResult result = _work.Run(LarderBinary.Path, ["gcc", "-c", "x.c", "-o", "x.o"]).Succeeded();
            string line = Assert.Single(result.ErrorText.TrimEnd().Split('\n'));
            Assert.StartsWith("larder: warning: ", line, StringComparison.Ordinal);
            Assert.Contains(variable, line, StringComparison.Ordinal);
            Assert.Equal(_work.Read("reference.o"), _work.Read("x.o"));
        }

        Assert.Equal(1, _compiler.Runs);
    }

    [Fact]
    public void A_wrong_file_names_the_line_and_the_rest_of_it_counts()
    {
        string config = Path.Combine(_work.Root, "settings");
        string log = Path.Combine(_work.Root, "log");
        File.WriteAllText(config, $"max_size = banana\nnonsense\nlog = {log}\n\0\xff = 1\n");
        _work.Variables["LARDER_CONFIG"] = config;
        ProcessResult result = _work.Run(LarderBinary.Path, ["gcc", "-c", "x.c", "-o", "x.o"]).Succeeded();
        string[] lines = result.ErrorText.TrimEnd().Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.Contains(config + ":1", lines[0], StringComparison.Ordinal);
        Assert.Contains(config + ":2", lines[1], StringComparison.Ordinal);
        Assert.Contains(config + ":4", lines[2], StringComparison.Ordinal);
        Assert.Single(File.ReadAllLines(log));
    }

    [Fact]
    public void The_prefix_command_stands_before_the_compiler_on_a_miss_only()
    {
        string calls = Path.Combine(_work.Root, "prefix-calls");
        _work.Write("bin/dist", $"#!/bin/sh\necho \"$@\" >> {calls}\nexec \"$@\"\n");
        _work.Shell("chmod 755 bin/dist").Succeeded();
        _work.Variables["LARDER_PREFIX_COMMAND"] = _work.PathOf("bin/dist") + " env";
        Compile();
        Compile();
        Assert.Equal(1, _compiler.Runs);
        string call = Assert.Single(File.ReadAllLines(calls));
        Assert.StartsWith("env ", call, StringComparison.Ordinal);
        Assert.Contains("gcc ", call, StringComparison.Ordinal);
        Assert.Contains("-c x.c -o x.o", call, StringComparison.Ordinal);

        // One that isn't there, or fails to start, is as good as none.
        foreach (string prefix in (string[])["/nowhere/dist", "nowhere-dist", _work.PathOf("x.c"), _work.Root])
        {
            _compiler.Reset();
            _work.Variables["LARDER_PREFIX_COMMAND"] = prefix;
            _work.Run(LarderBinary.Path, ["gcc", "-DP", "-c", "x.c", "-o", "x.o"]).Succeeded();
            Assert.Equal(1, _compiler.Runs);
        }
    }

    [Fact]
    public void Probes_of_build_systems_see_no_word_of_ours()
    {
        _work.Variables["LARDER_DIR"] = "/dev/null/nothing/can/be/made/here";
        ProcessResult result = _work.Run(LarderBinary.Path, ["gcc", "-c", "x.c", "-o", "x.o"]).Succeeded();
        Assert.Equal(string.Empty, result.OutputText + result.ErrorText);
    }

    private void Compile()
    {
        _work.Delete("x.o");
        ProcessResult result = _work.Run(LarderBinary.Path, ["gcc", "-c", "x.c", "-o", "x.o"]).Succeeded();
        Assert.Equal(string.Empty, result.OutputText + result.ErrorText);
        Assert.Equal(_work.Read("reference.o"), _work.Read("x.o"));
    }
}
