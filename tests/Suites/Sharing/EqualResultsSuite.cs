using System.Text.Json;
using Larder.Suites.Harness;

namespace Larder.Suites.Sharing;

/// <summary>Compiles that were asked for different things and end in the same files have one result between them.</summary>
public sealed class EqualResultsSuite : SideBySideSuite
{
    private const string Source = "#include \"h.h\"\nint f(int x) { return x + V; }\n";

    /// <summary>What the cache has to begin with.</summary>
    private readonly HashSet<string> _brought;

    public EqualResultsSuite() => _brought = [.. Work.Entries('r'), .. Work.Entries('m')];

    [Theory]
    [InlineData("gcc")]
    [InlineData("clang")]
    public void The_object_of_two_checkouts_and_of_other_flags_stands_once(string compiler)
    {
        foreach (string place in (string[])["one", "two"])
        {
            Write(place + "/x.c", Source);
            Write(place + "/h.h", "#define V 3\n");
        }

        string At(string place, string flags) => $"L {compiler} -O1 {flags} -MD -MF x.d -c $PWD/{place}/x.c -o x.o";
        Step("miss stored", At("one", string.Empty)).Succeeded();
        Assert.Equal((0, 1), (Shared().Results, Results()));
        Step("miss stored", At("two", string.Empty)).Succeeded();
        Step("miss stored", At("one", "-DUNUSED")).Succeeded();
        Step("miss stored", At("one", "-Wextra")).Succeeded();
        Assert.Equal((3, 1), (Shared().Results, Results()));
        Assert.True(Shared().Bytes >= 3 * 512);

        // Each has its own dependency file again, which Step compares.
        foreach (string command in (string[])[At("one", string.Empty), At("two", string.Empty), At("one", "-DUNUSED"), At("one", "-Wextra")])
            Step("direct_hit", command).Succeeded();
        Write("two/h.h", "#define V 4\n");
        Step("miss stored", At("two", string.Empty)).Succeeded();
        Assert.Equal(2, Results());
        Step("direct_hit", At("one", string.Empty)).Succeeded();

        Assert.Contains("that 4 manifests lead to", Work.Run(LarderBinary.Path, ["du"]).Succeeded().OutputText, StringComparison.Ordinal);
        Work.Run(LarderBinary.Path, ["verify"]).Succeeded();
        Work.Run(LarderBinary.Path, ["evict", "--older-than", "0s"]).Succeeded();
        Assert.Empty(Work.Entries('r'));
        Assert.Empty(Work.Entries('m'));
    }

    [Fact]
    public void Diagnostics_are_each_ones_own()
    {
        foreach (string place in (string[])["one", "two"])
            Write(place + "/x.c", "int f(void) { int unused; return 1; }\n");
        foreach (string counters in (string[])["miss stored", "direct_hit"])
        {
            Step(counters, "L gcc -Wall -c one/x.c -o x.o").Succeeded();
            Step(counters, "L gcc -Wall -c $PWD/two/x.c -o x.o").Succeeded();
        }

        Assert.Equal(1, Results());
    }

    [Fact]
    public void A_failure_says_what_it_said()
    {
        Write("x.c", "#error one\n");
        Write("y.c", "#error two\n");
        foreach (string counters in (string[])["compile_failed failed_stored", "failed_hit"])
        {
            Step(counters, "L gcc -c x.c -o x.o");
            Step(counters, "L gcc -c y.c -o y.o");
        }
    }

    [Fact]
    public void A_damaged_result_is_never_led_to_again()
    {
        Write("x.c", "int f(void) { return 1; }\n");
        Step("miss stored", "L gcc -c x.c -o x.o");
        string entry = New('r').Single();
        byte[] content = File.ReadAllBytes(entry);
        content[^9] ^= 1;
        File.WriteAllBytes(entry, content);

        Step("miss stored corrupt_entry", "L gcc -DUNUSED -c x.c -o x.o");
        Step("direct_hit", "L gcc -DUNUSED -c x.c -o x.o");
        Step("direct_hit", "L gcc -c x.c -o x.o");
        Assert.Equal(0, Shared().Results);
    }

    [Fact]
    public void What_a_killed_compile_has_stored_without_a_manifest_goes_with_trim()
    {
        Write("x.c", "int f(void) { return 1; }\n");
        Step("miss stored", "L gcc -c x.c -o x.o");
        foreach (string manifest in New('m'))
            File.Delete(manifest);
        Work.Run(LarderBinary.Path, ["trim"]).Succeeded();
        Assert.Equal(1, Results());

        File.SetLastWriteTimeUtc(New('r').Single(), DateTime.UtcNow.AddHours(-3));
        Work.Run(LarderBinary.Path, ["trim"]).Succeeded();
        Assert.Equal(0, Results());
    }

    /// <summary>
    /// Two states of the headers that end in the same object, of which one has looked for a name in vain: past comments, each leads to its own inputs only.
    /// </summary>
    [Fact]
    public void What_was_looked_for_in_vain_is_not_forgotten_for_another_state_of_the_same_object()
    {
        const string Command = "L gcc -O1 -c x.c -o x.o";
        const string Asking = "#if __has_include(\"extra.h\")\n#include \"extra.h\"\n#else\n#define V 3\n#endif\n";
        Write("x.c", Source);
        Write("h.h", Asking);
        Step("miss stored", Command).Succeeded();
        Write("h.h", "#define V 3\n");
        Step("miss stored", Command).Succeeded();
        Assert.Equal(1, Results());

        Write("h.h", Asking.Replace("#else", "#else /* not there */", StringComparison.Ordinal));
        Step("comment_hit", Command).Succeeded();
        Write("extra.h", "#define V 9\n");
        Write("h.h", Asking.Replace("#else", "#else /* is it there? */", StringComparison.Ordinal));
        Step("miss stored", Command).Succeeded();
        Assert.Equal(2, Results());
    }

    private int Results() => New('r').Count();

    private IEnumerable<string> New(char kind) => Work.Entries(kind).Where(entry => !_brought.Contains(entry));

    private (long Results, long Bytes) Shared()
    {
        using JsonDocument json = JsonDocument.Parse(Work.Run(LarderBinary.Path, ["stats", "--json"]).Succeeded().Output);
        JsonElement shared = json.RootElement.GetProperty("shared");
        return (shared.GetProperty("results").GetInt64(), shared.GetProperty("size_bytes").GetInt64());
    }
}
