using System.Diagnostics;
using Larder.Suites.Harness;

namespace Larder.Suites.Daemon;

/// <summary>
/// The shim's ladder, lines 16, 17, 18 and 21: wherever the daemon fails it, exit status, both streams and outputs are the bare compiler's, and the
/// compiler runs once.
/// </summary>
public sealed class LadderSuite : IDisposable
{
    /// <summary>A daemon that takes requests and answers none holds up each compile; nobody waits for minutes.</summary>
    private static readonly TimeSpan HangLimit = TimeSpan.FromSeconds(45);

    private readonly ServedWorkspace _served = new();
    private readonly ObservedAssembler _assembler;

    public LadderSuite()
    {
        _assembler = new ObservedAssembler(_served.Work);
        _served.Work.Write("good.c", "#warning well\nint good(int a) { return a + 1; }\n");
        _served.Work.Write("bad.c", "int bad(int a) { return a + ; }\n");
        Workspace.Settle();
    }

    public void Dispose() => _served.Dispose();

    [Fact]
    public void A_daemon_at_work()
    {
        AssertServed();
        Assert.True(_served.Requests >= 3);
    }

    [Fact]
    public void No_daemon_and_no_socket()
    {
        _served.Stop();
        Assert.False(File.Exists(_served.Socket));
        AssertServed();
    }

    [Fact]
    public void The_socket_of_a_daemon_that_was_killed()
    {
        _served.Kill();
        Assert.True(File.Exists(_served.Socket));
        AssertServed();
    }

    [Fact]
    public void A_daemon_of_another_cache_directory()
    {
        _served.Work.Variables["LARDER_DIR"] = Path.Combine(_served.Work.Root, "other-cache");
        AssertServed();
        _served.Work.Expect(("compile_failed", 1), ("failed_stored", 1), ("miss", 1), ("stored", 1), ("direct_hit", 1));
    }

    [Fact]
    public void A_daemon_whose_slots_are_all_taken_for_longer_than_the_client_waits_is_not_waited_for_by_hits()
    {
        AssertServed();
        _served.Work.Write("slow.c", "int slow;\n");
        _assembler.Holds = true;
        RunningProgram[] holders = [.. Enumerable.Range(0, 4).Select(i => _served.Client("gcc", $"-DN={i}", "-c", "slow.c", "-o", $"slow{i}.o"))];
        ServedWorkspace.Until(() => _served.Held == 4, "no slot is free");
        _served.Work.Delete("good.o");
        _served.Work.Larder("gcc", "-c", "good.c", "-o", "good.o").Succeeded();
        Assert.True(_served.Work.Exists("good.o"));
        Assert.Equal(4, _served.Held);
        _assembler.Holds = false;
        foreach (RunningProgram holder in holders)
            holder.Finish().Succeeded();
    }

    /// <summary>Line 16, while a lease is held and before Complete: the compiler isn't run again, its result is stored by the client.</summary>
    [Theory]
    [InlineData("good.c")]
    [InlineData("bad.c")]
    public void A_daemon_that_is_killed_while_the_compiler_runs(string source)
    {
        ProcessResult bare = Bare(source, out byte[]? expected);
        _assembler.Reset();
        ProcessResult result = Disturbed(source, () => _served.Kill());
        AssertSame(bare, result, expected);
        if (expected is null)
            return;
        Assert.Equal(1, _assembler.Runs);
        _served.Start();
        _served.Work.Expect(("miss", 1), ("stored", 1));
        _served.Work.Delete("good.o");
        _served.Work.Larder("gcc", "-c", source, "-o", "good.o").Succeeded();
        Assert.Equal(1, _assembler.Runs);
    }

    [Fact]
    public void A_daemon_that_is_replaced_while_the_compiler_runs()
    {
        ProcessResult bare = Bare("good.c", out byte[]? expected);
        _assembler.Reset();
        ProcessResult result = Disturbed("good.c", () =>
        {
            _served.Kill();
            _served.Start();
        });
        AssertSame(bare, result, expected);
        Assert.Equal(1, _assembler.Runs);
        _served.Work.Expect(("miss", 1), ("stored", 1));
        _served.AssertAtRest();
    }

    /// <summary>The client then looks up once more, after the compile: what it finds in the source by then is not what was compiled.</summary>
    [Fact]
    public void A_source_that_changes_while_the_compiler_runs_and_the_daemon_dies()
    {
        Disturbed("good.c", () =>
        {
            _served.Work.Write("good.c", "int good(int a) { return a + 2; }\n");
            _served.Kill();
        }).Succeeded();
        ProcessResult bare = Bare("good.c", out byte[]? expected);
        ProcessResult again = _served.Work.Larder("gcc", "-c", "good.c", "-o", "good.o");
        AssertSame(bare, again, expected);
        Assert.False(_served.Work.Counters().ContainsKey("direct_hit"));
    }

    [Fact]
    public void A_header_that_changes_while_the_compiler_runs_and_the_daemon_dies()
    {
        _served.Work.Write("h.h", "#define H 1\n");
        _served.Work.Write("good.c", "#include \"h.h\"\nint good(int a) { return a + H; }\n");
        Workspace.Settle();
        Disturbed("good.c", () =>
        {
            _served.Work.Write("h.h", "#define H 2\n");
            _served.Kill();
        }).Succeeded();
        ProcessResult bare = Bare("good.c", out byte[]? expected);
        AssertSame(bare, _served.Work.Larder("gcc", "-c", "good.c", "-o", "good.o"), expected);
    }

    [Fact]
    public void A_daemon_that_is_stopped_by_a_debugger()
    {
        _served.Signal("STOP");
        AssertServed(HangLimit);
        _served.Signal("CONT");
        AssertServed();
        _served.AssertAtRest();
    }

    [Fact]
    public void A_daemon_that_is_stopped_while_the_compiler_runs()
    {
        ProcessResult bare = Bare("good.c", out byte[]? expected);
        _assembler.Reset();
        long start = Stopwatch.GetTimestamp();
        ProcessResult result = Disturbed("good.c", () => _served.Signal("STOP"));
        Assert.True(Stopwatch.GetElapsedTime(start) < HangLimit, "the client hung");
        AssertSame(bare, result, expected);
        Assert.Equal(1, _assembler.Runs);
        _served.Signal("CONT");
        _served.AssertAtRest();
        AssertServed();
    }

    /// <summary>A request that was given up is not served later, when the output's place may hold something newer.</summary>
    [Fact]
    public void A_daemon_that_wakes_up_leaves_what_it_was_asked_before()
    {
        AssertServed();
        _served.Signal("STOP");
        RunningProgram client = _served.Client("gcc", "-c", "good.c", "-o", "late.o");
        Thread.Sleep(300);
        client.SignalGroup("KILL");
        client.Finish();
        _served.Work.Write("late.o", "something newer");
        _served.Signal("CONT");
        _served.AssertAtRest();
        Assert.Equal("something newer", System.Text.Encoding.UTF8.GetString(_served.Work.Read("late.o")));
    }

    public static TheoryData<string> Strangers => [.. FakeServer.Behaviours.Keys];

    [Theory]
    [MemberData(nameof(Strangers))]
    public void Something_else_listens_on_the_socket(string behaviour)
    {
        _served.Stop();
        using FakeServer server = new(_served.Socket, behaviour);
        AssertServed(HangLimit);
        Assert.True(server.Visits > 0 || behaviour == "never accepts");
    }

    /// <summary>A miss, a hit and a failure, each as the bare compiler has them.</summary>
    private void AssertServed(TimeSpan? limit = null)
    {
        ProcessResult bare = Bare("good.c", out byte[]? expected);
        _assembler.Reset();
        for (int round = 0; round < 2; round++)
        {
            _served.Work.Delete("good.o");
            AssertSame(bare, Timed("good.c", limit), expected);
        }

        Assert.InRange(_assembler.Runs, 0, 1);
        AssertSame(Bare("bad.c", out byte[]? none), Timed("bad.c", limit), none);
        _served.Work.AssertNothingLeft();
    }

    private ProcessResult Timed(string source, TimeSpan? limit)
    {
        long start = Stopwatch.GetTimestamp();
        ProcessResult result = _served.Client(Command(source)).Finish();
        Assert.True(limit is null || Stopwatch.GetElapsedTime(start) < limit, $"took {Stopwatch.GetElapsedTime(start)}");
        return result;
    }

    /// <summary>A compile during which something happens.</summary>
    private ProcessResult Disturbed(string source, Action disturb)
    {
        _assembler.Holds = true;
        RunningProgram client = _served.Client(Command(source));
        ServedWorkspace.Until(() => _assembler.Runs == 1, "the compiler runs");
        disturb();
        _assembler.Holds = false;
        return client.Finish();
    }

    /// <summary>With -pipe the assembler runs although the compiler fails; without, it runs when the compiler has read everything.</summary>
    private static string[] Command(string source) =>
        source == "bad.c" ? ["gcc", "-pipe", "-c", source, "-o", "bad.o"] : ["gcc", "-c", source, "-o", "good.o"];

    private ProcessResult Bare(string source, out byte[]? made)
    {
        string output = Path.ChangeExtension(source, "o");
        _served.Work.Delete(output);
        ProcessResult result = _served.Work.Bare(Command(source));
        made = _served.Work.Exists(output) ? _served.Work.Read(output) : null;
        _served.Work.Delete(output);
        return result;
    }

    private void AssertSame(ProcessResult bare, ProcessResult served, byte[]? expected)
    {
        Assert.Equal((bare.ExitCode, bare.ErrorText, bare.OutputText), (served.ExitCode, served.ErrorText, served.OutputText));
        string output = expected is null ? "bad.o" : "good.o";
        Assert.Equal(expected, _served.Work.Exists(output) ? _served.Work.Read(output) : null);
    }
}
