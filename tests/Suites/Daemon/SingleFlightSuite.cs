using System.Diagnostics;
using Larder.Suites.Harness;

namespace Larder.Suites.Daemon;

/// <summary>Identical misses at once run the compiler once, and whoever leads may fail, die or go without harm to the others.</summary>
public sealed class SingleFlightSuite : IDisposable
{
    private const int Clients = 12;

    private readonly ServedWorkspace _served = new(maxJobs: 8);
    private readonly ObservedAssembler _assembler;

    public SingleFlightSuite()
    {
        _assembler = new ObservedAssembler(_served.Work);
        _served.Work.Write("x.c", "#warning is said by everybody\nint x(int a) { return a * 3; }\n");
        Workspace.Settle();
    }

    public void Dispose() => _served.Dispose();

    [Fact]
    public void Identical_misses_run_the_compiler_once()
    {
        (ProcessResult bare, byte[] expected) = Reference();
        _assembler.Holds = true;
        RunningProgram[] clients = Start();
        ServedWorkspace.Until(() => _served.Waiting == Clients - 1, "all but one wait");
        Assert.Equal(1, _served.Held);
        _assembler.Holds = false;

        AssertAll(clients, bare, expected);
        Assert.Equal(1, _assembler.Runs);
        _served.Work.Expect(("miss", 1), ("stored", 1), ("direct_hit", Clients - 1));
        _served.AssertAtRest();
    }

    /// <summary>Line 14: the lease of a client that is gone is taken over by one that waits for the same job.</summary>
    [Fact]
    public void A_holder_that_is_killed_is_succeeded_by_a_waiter()
    {
        (ProcessResult bare, byte[] expected) = Reference();
        _assembler.Holds = true;
        RunningProgram first = Client(0);
        ServedWorkspace.Until(() => _assembler.Runs == 1, "the first compiles");
        RunningProgram[] others = [.. Enumerable.Range(1, Clients - 1).Select(Client)];
        ServedWorkspace.Until(() => _served.Waiting == Clients - 1, "the others wait");
        first.SignalGroup("KILL");
        first.Finish();
        ServedWorkspace.Until(() => _assembler.Runs == 2, "another one compiles");
        Assert.Equal((1, Clients - 2), (_served.Held, _served.Waiting));
        _assembler.Holds = false;

        AssertAll(others, bare, expected, firstNumber: 1);
        Assert.Equal(2, _assembler.Runs);
        _served.Work.Expect(("miss", 1), ("stored", 1), ("direct_hit", Clients - 2));
        _served.AssertAtRest();
    }

    /// <summary>Line 14: one that waits and goes takes nobody with it.</summary>
    [Fact]
    public void A_waiter_that_is_killed_is_nobody_elses_matter()
    {
        (ProcessResult bare, byte[] expected) = Reference();
        _assembler.Holds = true;
        RunningProgram[] clients = Start();
        ServedWorkspace.Until(() => _served.Waiting == Clients - 1 && _assembler.Runs == 1, "all but one wait");
        string leader = _assembler.Begun[0];
        int gone = leader == "x3.o" ? 4 : 3;
        clients[gone].SignalGroup("KILL");
        clients[gone].Finish();
        ServedWorkspace.Until(() => _served.Waiting == Clients - 2, "one fewer waits");
        _assembler.Holds = false;

        for (int i = 0; i < Clients; i++)
        {
            if (i != gone)
                AssertOne(clients[i], i, bare, expected);
        }

        Assert.Equal(1, _assembler.Runs);
        _served.AssertAtRest();
    }

    [Fact]
    public void A_compile_that_fails_is_each_clients_own()
    {
        _assembler.Fails = true;
        ProcessResult bare = _served.Work.Bare("gcc", "-c", "x.c", "-o", "bare.o");
        Assert.NotEqual(0, bare.ExitCode);
        _assembler.Reset();
        _assembler.Holds = true;
        RunningProgram[] clients = Start();
        ServedWorkspace.Until(() => _served.Waiting == Clients - 1, "all but one wait");
        _assembler.Holds = false;

        for (int i = 0; i < Clients; i++)
        {
            ProcessResult result = clients[i].Finish();
            Assert.Equal((bare.ExitCode, bare.ErrorText, bare.OutputText), (result.ExitCode, result.ErrorText, result.OutputText));
            Assert.False(_served.Work.Exists($"x{i}.o"));
        }

        Assert.Equal(Clients, _assembler.Runs);
        _served.Work.Expect(("compile_failed", Clients));
        _served.AssertAtRest();
    }

    /// <summary>
    /// Line 15: the client is killed after its lease was completed. It hangs there because nobody reads the diagnostics, which it
    /// passes on as the last thing it does.
    /// </summary>
    [Fact]
    public void A_client_that_dies_after_the_result_exists_has_it_stored()
    {
        string warnings = string.Concat(Enumerable.Range(0, 1500).Select(static i => $"#warning {i} of very many, so that no pipe holds all of them\n"));
        _served.Work.Write("loud.c", warnings + "int loud;\n");
        Workspace.Settle();
        ProcessStartInfo start = new(LarderBinary.Path, ["gcc", "-c", "loud.c", "-o", "loud.o"])
        {
            WorkingDirectory = _served.Work.Directory, UseShellExecute = false, RedirectStandardError = true,
        };
        foreach ((string name, string? value) in _served.Work.Variables)
            start.Environment[name] = value;
        using (Process client = Process.Start(start)!)
        {
            ServedWorkspace.Until(() => _served.Work.Counters().ContainsKey("miss"), "the daemon has all of it");
            Assert.False(client.HasExited);
            client.Kill();
            client.WaitForExit();
        }

        _served.Work.Expect(("miss", 1), ("stored", 1));
        byte[] made = _served.Work.Read("loud.o");
        ProcessResult bare = _served.Work.Bare("gcc", "-c", "loud.c", "-o", "bare.o");
        Assert.Equal(_served.Work.Read("bare.o"), made);
        _assembler.Reset();
        _served.Work.Delete("loud.o");
        ProcessResult hit = _served.Work.Larder("gcc", "-c", "loud.c", "-o", "loud.o").Succeeded();
        Assert.Equal(bare.ErrorText, hit.ErrorText);
        Assert.Equal(made, _served.Work.Read("loud.o"));
        Assert.Equal(0, _assembler.Runs);
        _served.AssertAtRest();
    }

    private RunningProgram[] Start() => [.. Enumerable.Range(0, Clients).Select(Client)];

    private RunningProgram Client(int number) => _served.Client("gcc", "-c", "x.c", "-o", $"x{number}.o");

    private (ProcessResult Said, byte[] Object) Reference()
    {
        ProcessResult said = _served.Work.Bare("gcc", "-c", "x.c", "-o", "bare.o").Succeeded();
        _assembler.Reset();
        return (said, _served.Work.Read("bare.o"));
    }

    private void AssertAll(RunningProgram[] clients, ProcessResult bare, byte[] expected, int firstNumber = 0)
    {
        for (int i = 0; i < clients.Length; i++)
            AssertOne(clients[i], firstNumber + i, bare, expected);
    }

    private void AssertOne(RunningProgram client, int number, ProcessResult bare, byte[] expected)
    {
        ProcessResult result = client.Finish();
        Assert.Equal((0, bare.ErrorText, ""), (result.ExitCode, result.ErrorText, result.OutputText));
        Assert.Equal(expected, _served.Work.Read($"x{number}.o"));
    }
}
