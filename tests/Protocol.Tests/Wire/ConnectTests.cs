using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using Larder.Posix;
using Larder.Protocol.Tests.Support;
using Larder.Protocol.Wire;

namespace Larder.Protocol.Tests.Wire;

/// <summary>"No daemon" is told from "not allowed" and from "not ours" (failure lines 2, 5, 7, 12, 21).</summary>
[SupportedOSPlatform("linux")]
public sealed class ConnectTests : IDisposable
{
    private readonly TemporarySocket _socket = new();

    public void Dispose() => _socket.Dispose();

    [Fact]
    public void No_socket_and_a_stale_one_are_no_daemon()
    {
        Assert.Equal(ConnectState.NotThere, Connect(_socket.Path));
        Assert.Equal(ConnectState.NotThere, Connect(_socket.Path + "/below"));
        using (_socket.Listen())
        {
        }

        // Closing leaves the file.
        Assert.True(File.Exists(_socket.Path));
        Assert.Equal(ConnectState.NotThere, Connect(_socket.Path));
    }

    [Fact]
    public void A_file_that_is_no_socket_is_no_daemon()
    {
        File.WriteAllText(_socket.Path, "x");
        Assert.Equal(ConnectState.NotThere, Connect(_socket.Path));
    }

    [Fact]
    public void A_listener_of_ours_is_connected_to()
    {
        using Socket listener = _socket.Listen();
        Assert.Equal(ConnectState.Connected, DaemonConnection.Connect(_socket.PathBytes, User.EffectiveId, out DaemonConnection? connection, out int error));
        Assert.Equal(0, error);
        connection!.Dispose();
    }

    [Fact]
    public void A_listener_of_another_user_gets_not_a_byte()
    {
        using Socket listener = _socket.Listen();
        Assert.Equal(ConnectState.WrongOwner, DaemonConnection.Connect(_socket.PathBytes, User.EffectiveId + 1, out DaemonConnection? connection, out _));
        Assert.Null(connection);
        using Socket accepted = listener.Accept();
        Assert.Equal(0, accepted.Receive(new byte[10]));
    }

    [Fact]
    public void A_full_queue_is_busy_and_never_waited_for()
    {
        using Socket listener = _socket.Listen(backlog: 1);
        List<DaemonConnection> connections = [];
        ConnectState state;
        do
        {
            state = DaemonConnection.Connect(_socket.PathBytes, User.EffectiveId, out DaemonConnection? connection, out _);
            if (connection is not null)
                connections.Add(connection);
        }
        while (state == ConnectState.Connected && connections.Count < 100);
        Assert.Equal(ConnectState.Busy, state);
        connections.ForEach(c => c.Dispose());
    }

    [Fact]
    public void A_socket_that_may_not_be_written_to_is_not_allowed()
    {
        using Socket listener = _socket.Listen();
        File.SetUnixFileMode(_socket.Path, UnixFileMode.None);
        ConnectState state = ConnectState.Connected;
        Thread unprivileged = new(() =>
        {
            // To the kernel an identity is a thread's: this one gives up root's, where it has that, and ends.
            if (User.EffectiveId == 0)
                Assert.Equal(0, setresuid(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 147 : 117, -1, 65534, -1));
            state = Connect(_socket.Path);
        });
        unprivileged.Start();
        unprivileged.Join();
        Assert.Equal(ConnectState.NotAllowed, state);
    }

    [Fact]
    public void Paths_have_a_longest_length_and_no_NUL()
    {
        string longest = _socket.Path.PadRight(107, 'x');
        using Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(longest));
        listener.Listen(1);
        Assert.Equal(ConnectState.Connected, Connect(longest));

        Assert.Equal(ConnectState.Failed, DaemonConnection.Connect(Encoding.UTF8.GetBytes(longest + "x"), 0, out _, out int error));
        Assert.Equal(Errno.NameTooLong, error);
        Assert.Equal(ConnectState.Failed, DaemonConnection.Connect("\0abstract"u8, 0, out _, out error));
        Assert.Equal(Errno.Invalid, error);
        Assert.Equal(ConnectState.Failed, DaemonConnection.Connect(default, 0, out _, out error));
        Assert.Equal(Errno.Invalid, error);
    }

    [DllImport("libc", EntryPoint = "syscall")]
    private static extern nint setresuid(nint number, nint real, nint effective, nint saved);

    private static ConnectState Connect(string path)
    {
        ConnectState state = DaemonConnection.Connect(Encoding.UTF8.GetBytes(path), User.EffectiveId, out DaemonConnection? connection, out _);
        connection?.Dispose();
        return state;
    }
}
