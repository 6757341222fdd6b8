using System.Net.Sockets;
using Larder.Suites.Harness;

namespace Larder.Suites.Shim;

/// <summary>The slots of a build of units, as a compile asks for them: the other end is the test's.</summary>
public sealed class JobSlotsSuite : IDisposable
{
    private readonly Workspace _work = new();
    private readonly string _socket;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    public JobSlotsSuite()
    {
        _socket = Path.Combine(_work.Root, "slots");
        _listener.Bind(new UnixDomainSocketEndPoint(_socket));
        _listener.Listen(16);
        _work.Write("x.c", "int x(void) { return 1; }\n");
        _work.Variables["LARDER_JOB_SLOTS"] = "unit:" + _socket;
    }

    public void Dispose()
    {
        _listener.Dispose();
        _work.Dispose();
    }

    [Fact]
    public async Task A_miss_waits_for_its_slot_and_keeps_it_while_the_compiler_runs_and_a_hit_asks_for_none()
    {
        Task<ProcessResult> miss = Task.Run(() => _work.Larder("gcc", "-c", "x.c"));
        using (Socket asked = _listener.Accept())
        {
            Assert.Equal("unit\n", Receive(asked));
            Assert.False(_work.Exists("x.o"));
            asked.Send("\n"u8);
            Assert.Equal(0, asked.Receive(new byte[1]));
            Assert.Equal(0, (await miss).ExitCode);
        }

        _work.Larder("gcc", "-c", "x.c").Succeeded();
        Assert.False(_listener.Poll(0, SelectMode.SelectRead));
    }

    [Fact]
    public async Task A_link_holds_its_slot_to_its_end_and_what_it_calls_through_larder_asks_for_no_other()
    {
        _work.Write("ld-wrapper/ld", "#!/bin/sh\necho \"slots=$LARDER_JOB_SLOTS\" >> ld.log\nexec /usr/bin/ld \"$@\"\n");
        _work.Shell("chmod 755 ld-wrapper/ld").Succeeded();
        _work.Write("main.c", "int main(void) { return 0; }\n");
        _work.Bare("gcc", "-c", "main.c").Succeeded();
        Task<ProcessResult> link = Task.Run(() => _work.Larder("gcc", "-Bld-wrapper", "main.o", "-o", "main"));
        using Socket asked = _listener.Accept();
        Assert.Equal("unit\n", Receive(asked));
        asked.Send("\n"u8);
        Assert.Equal(0, asked.Receive(new byte[1]));
        Assert.Equal(0, (await link).ExitCode);
        Assert.Equal("slots=\n", System.Text.Encoding.ASCII.GetString(_work.Read("ld.log")));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("unit:/nonexistent/slots")]
    public void Without_anybody_to_ask_compiles_run(string value)
    {
        _work.Variables["LARDER_JOB_SLOTS"] = value;
        _work.Larder("gcc", "-c", "x.c").Succeeded();
        Assert.True(_work.Exists("x.o"));
    }

    [Fact]
    public async Task Who_gives_slots_may_go_away_at_any_time()
    {
        Task<ProcessResult> miss = Task.Run(() => _work.Larder("gcc", "-c", "x.c"));
        _listener.Accept().Dispose();
        Assert.Equal(0, (await miss).ExitCode);
        Assert.True(_work.Exists("x.o"));
    }

    private static string Receive(Socket socket)
    {
        byte[] room = new byte[64];
        return System.Text.Encoding.ASCII.GetString(room, 0, socket.Receive(room));
    }
}
