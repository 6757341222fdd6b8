using System.Diagnostics;
using Larder.Suites.Harness;

namespace Larder.Suites.Daemon;

/// <summary>One pool of slots for all builds on the machine, seen from outside: how many compilers run at once, and whose.</summary>
public sealed class JobPoolSuite : IDisposable
{
    private ServedWorkspace _served = null!;
    private ObservedAssembler _assembler = null!;

    public void Dispose() => _served.Dispose();

    [Fact]
    public void Two_builds_together_run_no_more_compilers_than_max_jobs()
    {
        Use(maxJobs: 2);
        _assembler.Milliseconds = 60;
        RunningProgram[] builds = [Build("a", 8), Build("b", 8)];
        foreach (RunningProgram build in builds)
            build.Finish().Succeeded();
        Assert.Equal(16, _assembler.Runs);
        Assert.Equal(2, _assembler.MostAtOnce);
        _served.Work.Expect(("miss", 16), ("stored", 16));
        _served.AssertAtRest();
    }

    [Fact]
    public void A_small_build_is_not_kept_waiting_by_a_huge_one()
    {
        Use(maxJobs: 1);
        _assembler.Holds = true;
        RunningProgram huge = Build("huge", 24);
        ServedWorkspace.Until(() => _served.Waiting == 23, "the huge one waits");
        RunningProgram small = Build("small", 3);
        ServedWorkspace.Until(() => _served.Waiting == 26, "the small one waits");
        _assembler.Holds = false;
        small.Finish().Succeeded();
        huge.Finish().Succeeded();

        // They take turns: the three are among the first seven, of which the very first one ran already.
        string[] begun = _assembler.Begun;
        Assert.Equal(27, begun.Length);
        Assert.Equal(3, begun.Take(7).Count(static name => name.StartsWith("small", StringComparison.Ordinal)));
    }

    /// <summary>Line 23: the inner compile waits for no slot that the outer one holds.</summary>
    [Fact]
    public void A_wrapper_that_calls_larder_again_has_no_deadlock_with_one_slot()
    {
        Use(maxJobs: 1);
        _served.Work.Write("my-gcc", "#!/bin/sh\nfor w; do case $w in -v|-'###'|-E) exec gcc \"$@\" ;; esac; done\nenv -u LARDER_DISABLE \"$LARDER\" gcc \"$@\" && :\n");
        _served.Work.Run("chmod", ["755", _served.Work.PathOf("my-gcc")]).Succeeded();
        _served.Work.Write("x.c", "int x;\n");
        _served.Work.Bare("gcc", "-c", "x.c", "-o", "bare.o").Succeeded();
        long start = Stopwatch.GetTimestamp();
        _served.ClientScript("\"$LARDER\" ./my-gcc -c x.c -o x.o").Finish().Succeeded();
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(60), "it waited for itself");
        Assert.Equal(_served.Work.Read("bare.o"), _served.Work.Read("x.o"));
        _served.AssertAtRest();
    }

    /// <summary>Line 23: as the bare compiler, and the slot is free again.</summary>
    [Fact]
    public void A_compiler_that_is_killed_by_a_signal()
    {
        Use(maxJobs: 1);
        _served.Work.Write("x.c", "int x;\n");
        _assembler.Dies = true;
        ProcessResult bare = _served.Work.Bare("gcc", "-c", "x.c", "-o", "x.o");
        ProcessResult served = _served.Work.Larder("gcc", "-c", "x.c", "-o", "x.o");
        Assert.Equal((bare.ExitCode, bare.ErrorText), (served.ExitCode, served.ErrorText));
        Assert.NotEqual(0, served.ExitCode);
        _served.AssertAtRest();
        _assembler.Dies = false;
        _served.Work.Larder("gcc", "-c", "x.c", "-o", "x.o").Succeeded();
        _served.Work.Expect(("compile_failed", 1), ("miss", 1), ("stored", 1));
    }

    /// <summary>Line 23: a child that lives on with the compiler's files holds neither the client nor the slot nor the result.</summary>
    [Fact]
    public void A_compiler_that_leaves_a_child_behind()
    {
        Use(maxJobs: 1);
        _served.Work.Write("x.c", "#warning heard\nint x;\n");
        Workspace.Settle();
        _assembler.LeavesChild = true;
        RunningProgram client = _served.Client("gcc", "-c", "x.c", "-o", "x.o");
        long start = Stopwatch.GetTimestamp();
        ProcessResult result = client.Finish().Succeeded();
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(60), "it waited for the child");
        Assert.Contains("heard", result.ErrorText, StringComparison.Ordinal);
        _served.AssertAtRest();
        _served.Work.Larder("gcc", "-c", "x.c", "-o", "x.o").Succeeded();
        _served.Work.Expect(("direct_hit", 1), ("miss", 1), ("stored", 1));
    }

    /// <summary>A suspended client (Ctrl-Z) gives its slot to others, even to one that wants the same object, and ends as it should when it is woken.</summary>
    [Fact]
    public void A_suspended_client()
    {
        Use(maxJobs: 1);
        _served.Work.Write("x.c", "int x;\n");
        _served.Work.Write("y.c", "int y;\n");
        Workspace.Settle();
        _assembler.Holds = true;
        RunningProgram client = _served.Client("gcc", "-c", "x.c", "-o", "x.o");
        ServedWorkspace.Until(() => _assembler.Runs == 1, "it compiles");
        client.SignalGroup("STOP");
        _assembler.Holds = false;
        long start = Stopwatch.GetTimestamp();
        foreach (string name in (string[])["y", "y", "x"])
            _served.Work.Larder("gcc", "-c", name + ".c", "-o", name + "2.o").Succeeded();
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(60), "they waited for it");
        Assert.Equal(1, _served.Held);
        client.SignalGroup("CONT");
        client.Finish().Succeeded();
        Assert.Equal(_served.Work.Read("x2.o"), _served.Work.Read("x.o"));
        _served.Work.Expect(("direct_hit", 1), ("miss", 3), ("stored", 3));
        _served.AssertAtRest();
    }

    /// <summary>GNU make's jobserver, by pipe and by fifo: larder takes no token and leaves none, and no daemon keeps its descriptors (line 8).</summary>
    [Theory]
    [InlineData("8,8")]
    [InlineData("fifo:js")]
    public void The_jobserver_is_left_in_peace(string auth)
    {
        _served = new ServedWorkspace(maxJobs: 1, isStarted: false);
        _assembler = new ObservedAssembler(_served.Work);

        // The first client starts the daemon, with all that it has inherited in its hands.
        _served.Work.Variables["LARDER_SOCKET"] = null;
        _served.Work.Variables["LARDER_AUTO_START"] = "yes";
        ProcessResult result = _served.ClientScript($$"""
            mkfifo js; exec 8<>js; printf 0123456 >&8
            export MAKEFLAGS="w -j8 --jobserver-auth={{auth}}"
            for round in 1 2; do
              for ((i = 0; i < 6; i++)); do
                echo "int j$round$i;" > j$round$i.c
                "$LARDER" gcc -c j$round$i.c -o j$round$i.o || echo FAILED & pids="$pids $!"
              done
              wait $pids
            done
            until "$LARDER" daemon status >/dev/null; do sleep 0.05; done
            "$LARDER" gcc -c j10.c -o again.o || echo FAILED
            IFS= read -r -t 0.2 -u 8 -N 7 tokens; echo "$tokens" | grep -o . | sort | tr -d '\n'; echo
            IFS= read -r -t 0.2 -u 8 -N 1 more; echo "more:$more"
            """).Finish();
        string descriptors = _served.ClientScript("ls -l /proc/$(\"$LARDER\" daemon status --json | grep -o 'process_id[^,]*' | grep -o '[0-9]*')/fd").Finish().OutputText;
        string stopped = _served.ClientScript("\"$LARDER\" daemon stop").Finish().OutputText;
        Assert.Equal("0123456\nmore:\n", result.OutputText);
        Assert.Contains("socket:", descriptors, StringComparison.Ordinal);
        Assert.DoesNotContain("/js", descriptors, StringComparison.Ordinal);
        Assert.DoesNotContain("pipe:", descriptors.Replace("pipe:[0]", "", StringComparison.Ordinal).Split('\n').FirstOrDefault(static line => line.Contains(" 0 -> ", StringComparison.Ordinal) || line.Contains(" 1 -> ", StringComparison.Ordinal) || line.Contains(" 2 -> ", StringComparison.Ordinal)) ?? "", StringComparison.Ordinal);
        Assert.StartsWith("Stopped", stopped, StringComparison.Ordinal);
    }

    private void Use(int maxJobs)
    {
        _served = new ServedWorkspace(maxJobs);
        _assembler = new ObservedAssembler(_served.Work);
    }

    /// <summary>A build in a session of its own that starts all its compiles at once.</summary>
    private RunningProgram Build(string name, int size)
    {
        for (int i = 0; i < size; i++)
            _served.Work.Write($"{name}{i}.c", $"int {name}{i};\n");
        Workspace.Settle();
        return _served.ClientScript($$"""
            for ((i = 0; i < {{size}}; i++)); do "$LARDER" gcc -c {{name}}$i.c -o {{name}}$i.o || touch {{name}}.failed & done
            wait
            [ ! -e {{name}}.failed ]
            """);
    }
}
