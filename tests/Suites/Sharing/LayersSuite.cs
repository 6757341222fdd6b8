using Larder.Suites.Harness;

namespace Larder.Suites.Sharing;

/// <summary>A cache directory with another below it (<c>lower_dir</c>): hits from both, stores into the upper one alone.</summary>
public sealed class LayersSuite : IDisposable
{
    private readonly LayeredWorkspace _bed = new();

    private Workspace Work => _bed.Work;

    public void Dispose() => _bed.Dispose();

    [Theory]
    [InlineData("gcc", "x.c")]
    [InlineData("g++", "x.cpp")]
    [InlineData("clang", "x.c")]
    public void What_others_stored_below_is_a_hit_and_stays_there(string compiler, string source)
    {
        Work.Write(source, "#include \"h.h\"\n#include <stddef.h>\nint x(void) { return X; }\n");
        Work.Write("h.h", "#define X 42\n#warning \"seen\"\n");
        ProcessResult bare = Work.Bare(compiler, "-O1", "-c", source, "-o", "reference.o").Succeeded();
        _bed.Fill(compiler, "-O1", "-c", source, "-o", "x.o");
        string below = _bed.Below();

        // A client that doesn't name it gets nothing from there, whatever the daemon has just read for another.
        Compile(compiler, source, bare);
        Work.Expect(("direct_hit", 1), ("lower_hit", 1));
        Assert.Empty(Work.Entries('r'));
        Work.Variables["LARDER_LOWER_DIR"] = null;
        Compile(compiler, source, bare);
        Work.Expect(("direct_hit", 1), ("lower_hit", 1), ("miss", 1), ("stored", 1));
        Work.Variables["LARDER_LOWER_DIR"] = Path.Combine(Work.Root, "other") + ":" + _bed.Lower;
        Compile(compiler, source, bare);
        Work.Expect(("direct_hit", 2), ("lower_hit", 1), ("miss", 1), ("stored", 1));
        Assert.Equal(below, _bed.Below());
    }

    [Fact]
    public void A_list_of_variants_hides_none_of_the_other_layer()
    {
        // Below the header says 1 or 2, above it says 3 and later 4: one key, two lists.
        Work.Write("x.c", "#include \"h.h\"\nint x(void) { return X; }\n");
        foreach (int value in (int[])[1, 2])
        {
            Header(value);
            _bed.Fill("gcc", "-c", "x.c", "-o", "x.o");
        }

        string below = _bed.Below();
        foreach ((int value, string counted) in ((int, string)[])[(3, "miss"), (1, "lower_hit"), (3, "direct_hit"), (2, "lower_hit"), (4, "miss"), (1, "lower_hit"), (4, "direct_hit"), (3, "direct_hit")])
        {
            Header(value);
            Work.ZeroCounters();
            Work.Larder("gcc", "-c", "x.c", "-o", "x.o").Succeeded();
            Work.Bare("gcc", "-c", "x.c", "-o", "reference.o").Succeeded();
            Assert.Equal(Work.Read("reference.o"), Work.Read("x.o"));
            Work.Expect(counted switch
            {
                "miss" => [("miss", 1), ("stored", 1)],
                "lower_hit" => [("direct_hit", 1), ("lower_hit", 1)],
                _ => [("direct_hit", 1)],
            });
        }

        Assert.Equal(below, _bed.Below());

        // Nothing of it was copied up: without the lower directory its variants are gone, and those above are all there.
        Work.Variables["LARDER_LOWER_DIR"] = null;
        Work.ZeroCounters();
        foreach (int value in (int[])[3, 4, 1])
        {
            Header(value);
            Work.Larder("gcc", "-c", "x.c", "-o", "x.o").Succeeded();
        }

        Work.Expect(("direct_hit", 2), ("miss", 1), ("stored", 1));
    }

    [Fact]
    public void A_damaged_entry_below_costs_a_miss_and_is_left_as_it_is()
    {
        Work.Write("x.c", "int x(void) { return 42; }\n");
        ProcessResult bare = Work.Bare("gcc", "-O1", "-c", "x.c", "-o", "reference.o").Succeeded();
        _bed.Fill("gcc", "-O1", "-c", "x.c", "-o", "x.o");
        foreach (char kind in "tmr")
        {
            Dictionary<string, byte[]> whole = [];
            foreach (string entry in Directory.GetFiles(_bed.Lower, "*." + kind, SearchOption.AllDirectories))
            {
                byte[] damaged = whole[entry] = File.ReadAllBytes(entry);
                damaged = [.. damaged];
                damaged[^1] ^= 1;
                File.WriteAllBytes(entry, damaged);
            }

            string below = _bed.Below();
            Work.Run(LarderBinary.Path, ["clear"]).Succeeded();
            Work.ZeroCounters();
            Compile("gcc", "x.c", bare, "-O1");
            if (!SuiteMode.IsKilled)
            {
                Dictionary<string, long> counters = Work.Counters();
                Assert.True(counters.Requests() == 1 && counters.GetValueOrDefault("corrupt_lower_entry") > 0 && !counters.ContainsKey("corrupt_entry"), $"{kind}: {string.Join(' ', counters)}");
                Assert.True(counters.ContainsKey(kind == 't' ? "direct_hit" : "miss"), $"{kind}: {string.Join(' ', counters)}");
            }

            Assert.Equal(below, _bed.Below());
            Compile("gcc", "x.c", bare, "-O1");
            foreach ((string entry, byte[] content) in whole)
                File.WriteAllBytes(entry, content);
        }
    }

    [Fact]
    public void Without_the_directory_compiles_go_on_and_say_so_where_one_looks()
    {
        Work.Write("x.c", "int x(void) { return 42; }\n");
        ProcessResult bare = Work.Bare("gcc", "-O1", "-c", "x.c", "-o", "reference.o").Succeeded();
        string log = Path.Combine(Work.Root, "log");
        Work.Variables["LARDER_LOG"] = log;
        Compile("gcc", "x.c", bare, "-O1");
        Compile("gcc", "x.c", bare, "-O1");
        Work.Expect(("direct_hit", 1), ("lower_unusable", 1), ("miss", 1), ("stored", 1));
        if (!SuiteMode.IsKilled)
            Assert.Contains($"[lower_dir {_bed.Lower}: No such file or directory]", File.ReadAllText(log), StringComparison.Ordinal);
        string stats = Work.Run(LarderBinary.Path, ["stats"]).Succeeded().OutputText;
        Assert.Contains($"below it       {_bed.Lower} (not used: No such file or directory)", stats, StringComparison.Ordinal);

        // One that is there and empty is nothing to talk about.
        Directory.CreateDirectory(_bed.Lower);
        Work.ZeroCounters();
        Work.Larder("gcc", "-O1", "-DNEW", "-c", "x.c", "-o", "x.o").Succeeded();
        Work.Expect(("miss", 1), ("stored", 1));
    }

    [Fact]
    public void Namespaces_are_apart_in_both_layers()
    {
        Work.Write("x.c", "int x(void) { return 42; }\n");
        _bed.Fill(new Dictionary<string, string?>(StringComparer.Ordinal) { ["LARDER_NAMESPACE"] = "one" }, "gcc", "-c", "x.c", "-o", "x.o");
        (string? Namespace, string Counted)[] steps =
        [
            ("one", "lower_hit"), ("two", "miss"), ("two", "direct_hit"), (null, "miss"), (null, "direct_hit"), ("on", "miss"), ("one", "lower_hit"),
        ];
        foreach ((string? name, string counted) in steps)
        {
            Work.Variables["LARDER_NAMESPACE"] = name;
            Work.ZeroCounters();
            Work.Larder("gcc", "-c", "x.c", "-o", "x.o").Succeeded();
            Work.Expect(counted switch
            {
                "miss" => [("miss", 1), ("stored", 1)],
                "lower_hit" => [("direct_hit", 1), ("lower_hit", 1)],
                _ => [("direct_hit", 1)],
            });
        }
    }

    private void Header(int value) => Work.Write("h.h", $"#define X {value}\n");

    private void Compile(string compiler, string source, ProcessResult bare, string option = "-O1")
    {
        Work.Delete("x.o");
        ProcessResult result = Work.Larder(compiler, option, "-c", source, "-o", "x.o").Succeeded();
        Assert.Equal(bare.ErrorText, result.ErrorText);
        Assert.Equal(Work.Read("reference.o"), Work.Read("x.o"));
    }
}
