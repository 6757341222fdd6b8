using System.Globalization;
using System.Text;
using System.Text.Json;
using Larder.Suites.Daemon;
using Larder.Suites.Harness;

namespace Larder.Suites.Limits;

/// <summary>The limits of size, count and age, by what the file system says, with and without a daemon.</summary>
public sealed class KeptLimitsSuite
{
    private const int Writers = 8;

    private const long Limit = 1_200_000;

    /// <summary>What one writer has stored and not yet counted: two manifests and a result, a block or two each.</summary>
    private const long UnderWay = Writers * 5 * 4096;

    /// <summary>Looks in a row, 10 ms apart or more: a second. On a machine that stands still for a moment nobody looks either.</summary>
    private const int LooksAbove = 100;

    [Theory]
    [InlineData(true, 0.02)]
    [InlineData(false, 0.05)]
    public void Many_writers_stay_near_the_limit(bool isServed, double allowed)
    {
        using ServedWorkspace served = new(isStarted: false);
        Workspace work = served.Work;
        work.Variables["LARDER_NO_DAEMON"] = isServed ? null : "1";
        work.Variables["LARDER_MAX_SIZE"] = Limit.ToString(CultureInfo.InvariantCulture);
        if (isServed)
            served.Start();
        work.Write("w.c", "const int variant = VARIANT;\n");
        work.Larder("gcc", "-DVARIANT=0", "-c", "w.c", "-o", "w.o").Succeeded();
        int each = TestLength.Choose(40, 1000);
        RunningProgram writers = served.ClientScript(
            $"for w in {{1..{Writers}}}; do (for ((i = 0; i < {each}; i++)); do \"$LARDER\" gcc -DVARIANT=$((w * 100000 + i)) -c w.c -o w$w.o || echo failed; done) & done; wait");
        long largest = 0;
        int longest = 0;
        int above = 0;
        while (!writers.HasEnded)
        {
            long size = SizeOf(work);
            largest = Math.Max(largest, size);
            bool isAbove = size > (Limit * (1 + allowed)) + UnderWay;
            above = isAbove ? above + 1 : 0;
            longest = Math.Max(longest, above);
            Thread.Sleep(10);
        }

        Assert.Equal(string.Empty, writers.Finish().Succeeded().OutputText);
        Assert.True(longest < LooksAbove, $"above the limit at {longest} looks in a row, by {largest - Limit} bytes at most");
        Assert.True(largest > Limit * 9 / 10, "the limit was never reached");
        ServedWorkspace.Until(() => SizeOf(work) <= Limit, "the limit is kept at rest");
        Dictionary<string, long> counters = work.Counters();
        Assert.Equal((Writers * each) + 1, counters["miss"]);
        Assert.Equal(counters["miss"], counters["stored"]);
        Assert.True(counters["evicted"] > 0);
        Assert.Equal(SizeOf(work), Stated(work));
    }

    [Fact]
    public void Hits_bring_a_lowered_limit_about_and_age_is_a_limit()
    {
        using Workspace work = new();
        work.Variables["LARDER_NO_DAEMON"] = "1";
        work.Write("w.c", "const int variant = VARIANT;\n");
        work.Shell("for i in {1..20}; do \"$LARDER\" gcc -DVARIANT=$i -c w.c -o w.o || echo failed; done").Succeeded();
        int stored = Entries(work).Length;
        Assert.InRange(stored, 40, 100);
        work.Variables["LARDER_MAX_FILES"] = "30";

        // One hit in 64 does a share, which on a busy machine is no more than two entries.
        int hits = 0;
        while (Entries(work).Length > 30 && hits < 64 * 40)
        {
            work.Shell("for i in {1..128}; do \"$LARDER\" gcc -DVARIANT=20 -c w.c -o w.o || echo failed; done").Succeeded();
            hits += 128;
        }

        Assert.InRange(Entries(work).Length, 25, 30);
        Assert.Equal(hits, work.Counters()["direct_hit"]);

        foreach (string file in Entries(work).Take(10))
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-31));
        int left = Entries(work).Length;
        work.Variables["LARDER_MAX_AGE"] = "30d";
        Assert.StartsWith("Removed 10 files", work.Run(LarderBinary.Path, ["trim"]).Succeeded().OutputText, StringComparison.Ordinal);
        Assert.Equal(left - 10, Entries(work).Length);
    }

    /// <summary>flock(2) and fcntl(2)'s record locks: none on a hit, in the shim or in the daemon. That they would be seen, zeroing shows.</summary>
    [Fact]
    public void A_hit_takes_no_lock()
    {
        using ServedWorkspace served = new(isStarted: false);
        Workspace work = served.Work;
        work.Write("x.c", "#include <stdio.h>\nint x(void) { return puts(\"x\"); }\n");
        foreach (bool isServed in (bool[])[false, true])
        {
            work.Variables["LARDER_NO_DAEMON"] = isServed ? null : "1";
            string trace = work.PathOf("trace");
            string strace = $"strace -f -qq -e trace=flock,fcntl,fcntl64 -e signal=none -o {trace}";
            RunningProgram? daemon = null;
            if (isServed)
            {
                daemon = served.ClientScript($"exec {strace} \"$(dirname \"$LARDER\")/larderd\" --foreground");
                ServedWorkspace.Until(() => File.Exists(served.Socket) && work.Run(LarderBinary.Path, ["daemon", "status"]).ExitCode == 0, "larderd answers");
            }

            string prefix = isServed ? string.Empty : strace;
            work.Larder("gcc", "-c", "x.c", "-o", "x.o").Succeeded();
            int before = LocksIn(trace);
            work.Shell($"{prefix} \"$LARDER\" gcc -c x.c -o x.o").Succeeded();
            Assert.Equal(isServed ? 2 : 1, work.Counters()["direct_hit"]);
            Assert.Equal(isServed ? before : 0, LocksIn(trace));
            work.Shell($"{prefix} \"$LARDER\" stats --zero").Succeeded();
            if (!isServed)
            {
                Assert.True(LocksIn(trace) > 0, "a lock is seen where there is one");
                continue;
            }

            work.Run(LarderBinary.Path, ["daemon", "stop"]).Succeeded();
            daemon!.Finish().Succeeded();
            Assert.True(LocksIn(trace) > 0, "the daemon's own lock is seen");
        }
    }

    private static int LocksIn(string trace) => !File.Exists(trace)
        ? 0
        : File.ReadLines(trace).Count(line => line.Contains("LOCK_", StringComparison.Ordinal) || line.Contains("SETLK", StringComparison.Ordinal));

    private static string[] Entries(Workspace work) => [.. work.Entries('m'), .. work.Entries('r'), .. work.Entries('t')];

    /// <summary>By the blocks that the file system counts.</summary>
    private static long SizeOf(Workspace work)
    {
        long bytes = 0;
        foreach (string file in Entries(work))
        {
            if (Posix.FileSystem.LinkStat(Encoding.UTF8.GetBytes(file), out Posix.FileStatus status) == 0)
                bytes += status.AllocatedBytes;
        }

        return bytes;
    }

    private static long Stated(Workspace work)
    {
        using JsonDocument json = JsonDocument.Parse(work.Run(LarderBinary.Path, ["stats", "--json"]).Succeeded().Output);
        return json.RootElement.GetProperty("size_bytes").GetInt64();
    }
}
