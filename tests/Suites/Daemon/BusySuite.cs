using System.Globalization;
using System.Net.Sockets;
using Larder.Suites.Harness;

namespace Larder.Suites.Daemon;

/// <summary>Line 21: a daemon that has no room for a client, or will have none, says so; the client compiles itself, and at once.</summary>
public sealed class BusySuite : IDisposable
{
    private readonly ServedWorkspace _served = new(maxJobs: 1);
    private readonly ObservedAssembler _assembler;

    public BusySuite()
    {
        _assembler = new ObservedAssembler(_served.Work);
        foreach (string name in (string[])["held", "x"])
            _served.Work.Write(name + ".c", $"#warning of {name}\nint {name};\n");
        _served.Work.Bare("gcc", "-c", "x.c", "-o", "bare.o").Succeeded();
        _assembler.Reset();
        Workspace.Settle();
    }

    public void Dispose() => _served.Dispose();

    /// <summary>The only slot is taken, and as many wait for it as may.</summary>
    [Fact]
    public void A_queue_that_is_full()
    {
        RunningProgram holder = Hold();
        using (WaitingCrowd crowd = new(_served, "x.c"))
        {
            ServedWorkspace.Until(() => crowd.Answered > 0, "one of them is sent away");
            int waiting = _served.Waiting;
            AssertCompilesItself();
            Assert.Equal((1, waiting), (_served.Held, _served.Waiting));
        }

        _assembler.Holds = false;
        holder.Finish().Succeeded();
        _served.AssertAtRest();
        _served.Work.Expect(("direct_hit", 1), ("miss", 2), ("stored", 2));
    }

    /// <summary>So many clients wait to be accepted that the kernel takes no more: connecting is refused (EAGAIN).</summary>
    [Fact]
    public void A_socket_that_takes_no_more_clients()
    {
        _served.Signal("STOP");
        List<Socket> crowd = [];
        try
        {
            while (TryConnect(crowd))
                Assert.InRange(crowd.Count, 0, 10_000);
            AssertCompilesItself();
        }
        finally
        {
            foreach (Socket client in crowd)
                client.Dispose();
            _served.Signal("CONT");
        }

        _served.AssertAtRest();
        _served.Work.Expect(("direct_hit", 1), ("miss", 1), ("stored", 1));
        Assert.Equal(0, _served.Requests);
    }

    /// <summary>A daemon that is told to end sends away who waits for a slot; whoever has one may complete.</summary>
    [Fact]
    public void A_daemon_that_is_told_to_end_while_a_client_waits()
    {
        RunningProgram holder = Hold();
        RunningProgram waiting = _served.Client("gcc", "-c", "x.c", "-o", "x.o");
        ServedWorkspace.Until(() => _served.Waiting == 1, "a client waits");
        _served.Signal("TERM");
        ServedWorkspace.Until(() => _assembler.Runs == 2, "it compiles itself");
        _assembler.Holds = false;
        AssertDelivered(waiting.Finish());
        holder.Finish().Succeeded();
        _served.Stop();
        _served.Work.Expect(("miss", 2), ("stored", 2));
    }

    private RunningProgram Hold()
    {
        _assembler.Holds = true;
        RunningProgram holder = _served.Client("gcc", "-c", "held.c", "-o", "held.o");
        ServedWorkspace.Until(() => _assembler.Runs == 1, "a client holds the slot");
        return holder;
    }

    /// <summary>A miss and a hit, while others hold what the daemon has: the assembler is held only where the variable says so.</summary>
    private void AssertCompilesItself()
    {
        for (int round = 0; round < 2; round++)
        {
            _served.Work.Delete("x.o");
            AssertDelivered(_served.ClientScript("unset AS_HOLD; exec \"$LARDER\" gcc -c x.c -o x.o").Finish());
        }

        Assert.Equal(1, _assembler.Begun.Count(static name => name == "x.o"));
    }

    private void AssertDelivered(ProcessResult result)
    {
        Assert.Equal((0, ""), (result.ExitCode, result.OutputText));
        Assert.Contains("of x", result.ErrorText, StringComparison.Ordinal);
        Assert.Equal(_served.Work.Read("bare.o"), _served.Work.Read("x.o"));
    }

    /// <summary>False where the kernel would have to make the client wait.</summary>
    private bool TryConnect(List<Socket> crowd)
    {
        Socket client = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
        crowd.Add(client);
        try
        {
            client.Connect(new UnixDomainSocketEndPoint(_served.Socket));
            return true;
        }
        catch (SocketException full) when (full.SocketErrorCode == SocketError.WouldBlock)
        {
            return false;
        }
    }
}
