using Larder.Suites.Harness;

namespace Larder.Suites.Faults;

/// <summary>File systems without room, on small ones that are mounted for the test.</summary>
public sealed class FullDiskSuite : IDisposable
{
    private const int Sources = 7;

    private readonly Workspace _work = new();

    public FullDiskSuite()
    {
        _work.Variables["SOURCES"] = Sources.ToString();
        for (int i = 0; i < Sources; i++)
        {
            byte[] noise = new byte[3000];
            new Random(i).NextBytes(noise);
            _work.Write($"s{i}.c", $"int f{i}(int x) {{ static const char t[] = \"{Convert.ToHexString(noise)}\"; return t[x] + {i}; }}\n");
        }
    }

    public void Dispose() => _work.Dispose();

    [RootFact]
    public void A_full_cache_costs_only_the_hits()
    {
        foreach (int kilobytes in TestLength.IsLong ? [16, 30, 40, 64, 100] : (int[])[30, 64])
        {
            // Two rounds, so that entries are read as well as refused; then nothing at all fits, not even a line of the statistics.
            string script = $"""
                mkdir -p small && mount -t tmpfs -o size={kilobytes}k none small || exit 9
                export LARDER_DIR=$PWD/small/cache
                compile() ( gcc -c s$1.c -o reference.o && rm -f s.o && "$LARDER" gcc -c s$1.c -o s.o && cmp s.o reference.o || echo "FAILED $1" )
                for round in 1 2; do for ((k = 0; k < SOURCES; k++)); do compile $k; done; done
                head -c 1000000 /dev/zero > small/rest 2>/dev/null
                for ((k = 0; k < SOURCES; k++)); do compile $k; done
                find small -name '*.[mrt]' -size 0
                ls small/cache/v1/tmp 2>/dev/null
                true
                """;
            ProcessResult result = _work.Run("unshare", ["-m", "bash", "-c", script], variables: With("LARDER", LarderBinary.Path)).Succeeded();
            Assert.Equal(string.Empty, result.OutputText + result.ErrorText);
        }
    }

    [RootFact]
    public void When_room_is_made_the_cache_works_again()
    {
        const string Script = """
            mkdir -p small && mount -t tmpfs -o size=200k none small || exit 9
            export LARDER_DIR=$PWD/small/cache
            head -c 1000000 /dev/zero > small/rest 2>/dev/null
            "$LARDER" gcc -c s0.c -o s.o || echo FAILED
            rm small/rest
            "$LARDER" gcc -c s0.c -o s.o || echo FAILED
            "$LARDER" stats --zero > /dev/null
            "$LARDER" gcc -c s0.c -o s.o || echo FAILED
            "$LARDER" stats --json | grep -q '"direct_hit": *1,' || "$LARDER" stats
            """;
        ProcessResult result = _work.Run("unshare", ["-m", "bash", "-c", Script], variables: With("LARDER", LarderBinary.Path)).Succeeded();
        Assert.Equal(string.Empty, result.OutputText + result.ErrorText);
    }

    [RootFact]
    public void Where_the_output_has_no_room_the_compilers_own_failure_is_seen()
    {
        const string Script = """
            mkdir -p small && mount -t tmpfs -o size=64k none small || exit 9
            "$LARDER" gcc -c s0.c -o s.o && "$LARDER" gcc -c s0.c -o s.o || echo FAILED
            head -c 1000000 /dev/zero > small/rest 2>/dev/null
            gcc -c s0.c -o small/s.o 2>/dev/null; echo $?; ls -A small
            rm -f small/s.o; head -c 1000000 /dev/zero >> small/rest 2>/dev/null
            "$LARDER" gcc -c s0.c -o small/s.o 2>message; echo $?; ls -A small
            grep -c 'No space left' message
            """;
        ProcessResult result = _work.Run("unshare", ["-m", "bash", "-c", Script], variables: With("LARDER", LarderBinary.Path));
        string[] lines = result.OutputText.TrimEnd().Split('\n');
        Assert.True(lines.Length >= 4, result.OutputText + result.ErrorText);
        int half = (lines.Length - 1) / 2;
        Assert.Equal("1", lines[0]);
        Assert.Equal(lines[..half], lines[half..^1]);
        Assert.NotEqual("0", lines[^1]);
    }

    private static Dictionary<string, string?> With(string name, string value) => new(StringComparer.Ordinal) { [name] = value };
}
