using System.Globalization;
using Larder.Suites.Harness;

namespace Larder.Suites.Daemon;

/// <summary>Line 22: a daemon that has no memory left. What it can't keep is not stored, and counted; every compile passes.</summary>
public sealed class MemorySuite : IDisposable
{
    /// <summary>Larger than the daemon's heap may grow.</summary>
    private const string Big = "char big[64 << 20] = { 1 };\n";

    private readonly ServedWorkspace _served = new(isStarted: false);

    public MemorySuite()
    {
        for (int i = 0; i < 12; i++)
            _served.Work.Write($"s{i}.c", $"#warning {i}\nint s{i}(int x) {{ return x * {i}; }}\n");
        _served.Work.Write("big.c", Big);
        _served.Work.Write("bad.c", "int bad(int x) { return x + ; }\n");
        _served.Work.Shell("for s in *.c; do gcc -c $s -o ${s%.c}.bare 2> ${s%.c}.said; echo $? > ${s%.c}.status; done").Succeeded();
        Workspace.Settle();
    }

    public void Dispose() => _served.Dispose();

    /// <summary>The collector's own limit on the heap (GCHeapHardLimit, in hexadecimal), which ends in the same exception as a full machine.</summary>
    [Fact]
    public void A_result_that_is_larger_than_the_memory()
    {
        _served.Work.Variables["DOTNET_GCHeapHardLimit"] = "4000000";
        _served.Start();
        _served.Work.Variables["DOTNET_GCHeapHardLimit"] = null;
        int daemon = _served.ProcessId;
        AssertCompiles("big");
        AssertCompiles("s1");
        _served.Work.Expect(("miss", 1), ("store_failed", 1), ("stored", 1));

        // Stored by somebody else, it can't be restored by this daemon either.
        _served.Work.Run(
            LarderBinary.Path, ["gcc", "-c", "big.c", "-o", "o"], variables: new Dictionary<string, string?>(StringComparer.Ordinal) { ["LARDER_NO_DAEMON"] = "1" }).Succeeded();
        AssertCompiles("big");
        AssertCompiles("s1");
        AssertCompiles("bad");
        _served.Work.Expect(("compile_failed", 1), ("direct_hit", 2), ("failed_stored", 1), ("miss", 2), ("store_failed", 1), ("stored", 2));
        Assert.Equal(daemon, _served.Status().GetProperty("process_id").GetInt32());
        _served.AssertAtRest();
    }

    /// <summary>
    /// No address space is left to a daemon at work, so that threads, maps and native memory can't be had. Whether it lives on is its own affair.
    /// </summary>
    [Fact]
    public void A_daemon_whose_process_gets_no_more_memory()
    {
        _served.Start();
        AssertCompiles("s0");
        string process = _served.ProcessId.ToString(CultureInfo.InvariantCulture);
        _served.Work.Shell($"""prlimit --pid {process} --as=$(($(awk '/^VmSize/ {"{"} print $2 {"}"}' /proc/{process}/status) * 1024)):""").Succeeded();
        for (int round = 0; round < 2; round++)
        {
            for (int i = 0; i < 12; i++)
                AssertCompiles($"s{i}");
            AssertCompiles("bad");
            AssertCompiles("big");
        }

        _served.Work.Shell($"prlimit --pid {process} --as=unlimited:");
        AssertCompiles("s1");
        if (_served.Work.Run(LarderBinary.Path, ["daemon", "status"]).ExitCode == 0)
            _served.AssertAtRest();
        Assert.False(_served.Work.Counters().ContainsKey("corrupt_entry"));
    }

    private void AssertCompiles(string name)
    {
        _served.Work.Delete("o");
        ProcessResult result = _served.Work.Run(LarderBinary.Path, ["gcc", "-c", name + ".c", "-o", "o"]);
        Assert.Equal(File.ReadAllText(_served.Work.PathOf(name + ".status")).Trim(), result.ExitCode.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(_served.Work.Read(name + ".said"), result.Error);
        Assert.Equal(_served.Work.Exists(name + ".bare") ? _served.Work.Read(name + ".bare") : null, _served.Work.Exists("o") ? _served.Work.Read("o") : null);
    }
}
