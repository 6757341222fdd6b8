using System.Diagnostics;
using System.Runtime.Versioning;
using static Larder.Daemon.Tests.Lifetime.DaemonFixture;

namespace Larder.Daemon.Tests.Lifetime;

/// <summary>A user's daemon serves that user alone, even where somebody opened the way to its socket (daemon failures, 12).</summary>
[SupportedOSPlatform("linux")]
public sealed class StrangerTests : IDisposable
{
    private readonly DaemonFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [StrangerFact]
    public void Another_users_connection_is_closed_unheard_and_the_daemon_goes_on()
    {
        using Process daemon = _fixture.Serve();
        foreach (string path in new[] { _fixture.Root, _fixture.Root + "/larder", _fixture.Socket })
            File.SetUnixFileMode(path, (UnixFileMode)0x1FF);

        const string Script = """
            import socket, sys
            s = socket.socket(socket.AF_UNIX)
            s.connect(sys.argv[1])
            try:
                s.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0")
                print(len(s.recv(100)))
            except (ConnectionResetError, BrokenPipeError):
                print(0)
            """;
        Process stranger = _fixture.ExecuteProgram(
            "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "/usr/bin/python3", "-c", Script, _fixture.Socket);
        Assert.Equal((0, "0\n", ""), Finish(stranger));

        foreach (string path in new[] { _fixture.Root + "/larder", _fixture.Root })
            File.SetUnixFileMode(path, (UnixFileMode)0x1C0);
        Assert.True(_fixture.Answers);
        Signal(daemon.Id, "TERM");
        Assert.Contains("A connection of user 65534 was refused", Finish(daemon).Error);
    }

    private sealed class StrangerFactAttribute : FactAttribute
    {
        public StrangerFactAttribute()
        {
            if (Posix.User.EffectiveId != 0)
                Skip = "needs root";
            else if (!File.Exists("/usr/bin/python3") || !File.Exists("/usr/bin/setpriv"))
                Skip = "needs python3 and setpriv";
        }
    }
}
