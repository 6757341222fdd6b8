using Larder.Suites.Harness;

namespace Larder.Suites.Faults;

/// <summary>Spoilt statistics and memos of digests: nothing of a build depends on them, and they work again at once.</summary>
public sealed class BookkeepingDamageSuite : IDisposable
{
    private readonly Workspace _work = new();

    public BookkeepingDamageSuite()
    {
        _work.Write("x.c", "#include \"x.h\"\nint x(void) { return X; }\n");
        _work.Write("x.h", "#define X 42\n");
        _work.Bare("gcc", "-c", "x.c", "-o", "reference.o").Succeeded();
        Compile("x");
    }

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("log")]
    [InlineData("totals")]
    [InlineData("lock")]
    [InlineData("log.sealed")]
    public void Counting_goes_on_after_damage_to_the_statistics(string name)
    {
        string path = Path.Combine(_work.Cache, "v1", "stats", name);
        foreach (Damage damage in Damage.Of(256, flips: 6))
        {
            _work.ZeroCounters();
            Compile("x");
            _work.AwaitStores();
            damage.Apply(path);
            Compile("x");
            _work.Run(LarderBinary.Path, ["stats"]).Succeeded();

            Assert.True(_work.Run(LarderBinary.Path, ["stats", "--zero"]).ExitCode == 0, damage.Name);
            Compile("x");
            Compile("x");
            Assert.True(_work.Counters() is { Count: 1 } counters && counters.GetValueOrDefault("direct_hit") == 2, damage.Name);
        }
    }

    [Fact]
    public void A_spoilt_memo_of_digests_never_gives_a_stale_object()
    {
        _work.AwaitStores();
        string path = Assert.Single(Directory.GetFiles(Path.Combine(_work.Cache, "v1", "digests")));
        byte[] whole = File.ReadAllBytes(path);
        int slots = whole.Length - whole.AsSpan().IndexOfAnyExcept((byte)0);
        int round = 0;
        foreach (Damage damage in Damage.Of(slots, flips: 10))
        {
            damage.Apply(path);
            string text = $"#define X {100 + round++}\n";
            _work.Write("x.h", text);
            _work.Bare("gcc", "-c", "x.c", "-o", "reference.o").Succeeded();
            Compile("x");
            Compile("x");
            if (!SuiteMode.IsInProcess)
                continue; // A daemon has the memo open, and goes on with what it has.
            if (Directory.Exists(path) || (File.GetAttributes(path) & FileAttributes.ReparsePoint) != 0)
                Assert.Fail(damage.Name + " still stands in the memo's place");
        }
    }

    private void Compile(string name)
    {
        _work.Delete(name + ".o");
        ProcessResult result = _work.Run(LarderBinary.Path, ["gcc", "-c", name + ".c", "-o", name + ".o"]).Succeeded();
        Assert.Equal(string.Empty, result.ErrorText);
        Assert.Equal(_work.Read("reference.o"), _work.Read(name + ".o"));
    }
}
