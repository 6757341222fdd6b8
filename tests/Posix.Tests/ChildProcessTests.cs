using Larder.Posix.Tests.Support;

namespace Larder.Posix.Tests;

public sealed class ChildProcessTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("exit 0", 0, 0)]
    [InlineData("exit 1", 1, 0)]
    [InlineData("exit 255", 255, 0)]
    [InlineData("kill -9 $$", 137, 9)]
    [InlineData("kill -15 $$", 143, 15)]
    public void The_end_of_a_child_is_told_apart(string script, int status, int signal)
    {
        ChildExit exit = Programs.Run("/bin/sh", "-c"u8.ToArray(), System.Text.Encoding.UTF8.GetBytes(script));
        Assert.Equal(new ChildExit(status, signal), exit);
        Assert.Equal(status == 0, exit.Succeeded);
    }

    [Fact]
    public void Words_and_environment_reach_the_child_byte_for_byte()
    {
        byte[][] words = [[0xff, 0xfe], [], " "u8.ToArray(), "new\nline"u8.ToArray(), [.. Enumerable.Repeat((byte)'w', 100_000)]];
        byte[] expected = [.. words.SelectMany(word => (byte[])[.. word, (byte)'|'])];
        Assert.Equal(expected, Programs.Output("/usr/bin/printf", ProcessEnvironment.Current(), ["%s|"u8.ToArray(), .. words]));

        ProcessEnvironment environment = new([[(byte)'A', (byte)'=', 0xff], "EMPTY="u8.ToArray(), "B=x=y"u8.ToArray()]);
        Assert.Equal([(byte)'A', (byte)'=', 0xff, (byte)'\n', .. "EMPTY=\nB=x=y\n"u8], Programs.Output("/usr/bin/env", environment));
    }

    [Fact]
    public void A_program_that_is_not_there_or_too_much_for_it_is_an_error_number()
    {
        Assert.Equal(Errno.NotFound, Start(_folder["none"]));
        Assert.Equal(Errno.AccessDenied, Start(_folder.Write("text", "x"u8)));
        Assert.Equal(Errno.ArgumentListTooLong, Start("/bin/true"u8.ToArray(), [.. Enumerable.Repeat((byte)'x', 200_000)]));
    }

    [Fact]
    public void A_child_has_SIGPIPE_at_its_default()
    {
        string status = System.Text.Encoding.UTF8.GetString(Programs.Output("/bin/grep", ProcessEnvironment.Current(), "SigIgn"u8.ToArray(), "/proc/self/status"u8.ToArray()));
        ulong ignored = Convert.ToUInt64(status.Split('\t')[1].Trim(), 16);
        Assert.Equal(0ul, ignored & (1ul << (SignalNumber.Pipe - 1)));
    }

    [Fact]
    public void Output_and_error_go_where_they_were_sent()
    {
        MemoryFile.Create(out FileDescriptor output);
        MemoryFile.Create(out FileDescriptor error);
        using (output)
        using (error)
        {
            SpawnRequest request = new()
            {
                Path = "/bin/sh"u8.ToArray(),
                Arguments = ["sh"u8.ToArray(), "-c"u8.ToArray(), "echo out; echo err >&2; cat"u8.ToArray()],
                Environment = ProcessEnvironment.Current(),
                Output = output,
                Error = error,
                NoInput = true,
            };
            Assert.Equal(Errno.None, ChildProcess.Start(request, out ChildProcess child));
            Assert.True(child.Wait().Succeeded);
            output.Seek(0);
            error.Seek(0);
            Assert.Equal("out\n"u8.ToArray(), output.ReadToEnd(out _));
            Assert.Equal("err\n"u8.ToArray(), error.ReadToEnd(out _));
        }
    }

    [Fact]
    public void An_inheritable_memory_file_is_reached_by_its_number_and_others_are_not()
    {
        MemoryFile.Create(out FileDescriptor open, inheritable: true);
        MemoryFile.Create(out FileDescriptor closed);
        using (open)
        using (closed)
        {
            string script = $"echo text > /proc/self/fd/{open.Value} && ! test -e /proc/self/fd/{closed.Value}";
            Assert.True(Programs.Run("/bin/sh", "-c"u8.ToArray(), System.Text.Encoding.UTF8.GetBytes(script)).Succeeded);
            open.Seek(0);
            Assert.Equal("text\n"u8.ToArray(), open.ReadToEnd(out _));
        }
    }

    [Fact]
    public void A_signal_reaches_the_child()
    {
        SpawnRequest request = new()
        {
            Path = "/bin/sleep"u8.ToArray(),
            Arguments = ["sleep"u8.ToArray(), "100"u8.ToArray()],
            Environment = ProcessEnvironment.Current(),
        };
        Assert.Equal(Errno.None, ChildProcess.Start(request, out ChildProcess child));
        child.Signal(SignalNumber.Terminate);
        Assert.Equal(SignalNumber.Terminate, child.Wait().Signal);
    }

    private static int Start(byte[] path, params byte[][] words)
    {
        SpawnRequest request = new() { Path = path, Arguments = [path, .. words], Environment = ProcessEnvironment.Current() };
        int error = ChildProcess.Start(request, out ChildProcess child);
        if (error == Errno.None)
            child.Wait();
        return error;
    }
}
