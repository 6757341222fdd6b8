using Larder.Suites.Harness;

namespace Larder.Suites.Faults;

/// <summary>Spoilt entries of every kind: the build gets the right object, the damage is counted and repaired, the next call hits.</summary>
public sealed class EntryDamageSuite : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    public static TheoryData<string, char> Cases => new()
    {
        { "gcc", 'm' }, { "gcc", 'r' }, { "gcc", 't' }, { "clang", 'm' }, { "clang", 'r' }, { "clang", 't' },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_spoilt_entry_costs_a_miss_and_nothing_else(string compiler, char kind)
    {
        _work.Write("x.c", "#include \"x.h\"\n#include <stddef.h>\nint x(void) { return X; }\n");
        _work.Write("x.h", "#define X 42\n#warning \"so that a stream is stored too\"\n");
        ProcessResult bare = _work.Bare(compiler, "-O2", "-c", "x.c", "-o", "reference.o").Succeeded();
        Compile(compiler, bare);
        if (SuiteMode.IsKilled && _work.Entries(kind).Length == 0)
            return; // The daemon died before it stored.
        string entry = Assert.Single(_work.Entries(kind));

        int length = (int)new FileInfo(entry).Length;
        foreach (Damage damage in Damage.Of(length, flips: TestLength.Choose(8, length * 8)))
        {
            damage.Apply(entry);
            _work.ZeroCounters();
            Compile(compiler, bare);
            Dictionary<string, long> first = _work.Counters();
            if (SuiteMode.IsKilled)
                continue; // A count can die with its daemon; the objects were compared.
            Assert.True(first.Requests() == 1, damage.Name);

            // A link is followed by nobody, so a dangling one is as spoilt as the others; what isn't there at all is only absent.
            bool counts = !damage.KeepsContent && damage.Name != "gone";
            Assert.True(!counts || first.GetValueOrDefault("corrupt_entry") == 1, $"{damage.Name}: {Show(first)}");
            Assert.True(kind == 't' || damage.KeepsContent || first.ContainsKey("miss"), $"{damage.Name}: {Show(first)}");

            _work.ZeroCounters();
            Compile(compiler, bare);
            Assert.True(_work.Counters() is { Count: 1 } second && second.ContainsKey("direct_hit"), damage.Name);
        }

        _work.AssertNothingLeft();
    }

    private static string Show(Dictionary<string, long> counters) => string.Join(", ", counters.Select(c => $"{c.Key}={c.Value}"));

    private void Compile(string compiler, ProcessResult bare)
    {
        _work.Delete("x.o");
        ProcessResult result = _work.Run(LarderBinary.Path, [compiler, "-O2", "-c", "x.c", "-o", "x.o"]).Succeeded();
        Assert.Equal(bare.ErrorText, result.ErrorText);
        Assert.Equal(_work.Read("reference.o"), _work.Read("x.o"));
    }
}
