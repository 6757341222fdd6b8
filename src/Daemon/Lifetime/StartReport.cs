using System.Text;
using Larder.Posix;

namespace Larder.Daemon.Lifetime;

/// <summary>
/// What a daemon that is starting tells whoever started it, through a pipe, in one line; then it closes the pipe.
/// <code>
/// report = ("serving" | "running" | "error " text) LF      nothing: it died before it could say anything
/// </code>
/// </summary>
internal sealed class StartReport : IDisposable
{
    private FileDescriptor _pipe;

    internal StartReport(FileDescriptor pipe) => _pipe = pipe;

    /// <summary>Nobody waits.</summary>
    internal static StartReport None => new(FileDescriptor.None);

    /// <summary>The socket answers.</summary>
    internal void Serving() => Send("serving");

    /// <summary>Another daemon serves already.</summary>
    internal void Running() => Send("running");

    internal void Failed(string reason) => Send("error " + reason.Replace('\n', ' '));

    public void Dispose()
    {
        _pipe.Dispose();
        _pipe = FileDescriptor.None;
    }

    private void Send(string line)
    {
        if (_pipe.IsOpen)
            _pipe.WriteAll(Encoding.UTF8.GetBytes(line + "\n"));
        Dispose();
    }
}
