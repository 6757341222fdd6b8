using Larder.Posix;

namespace Larder.Units.Running;

/// <summary>
/// A bash that waits for larder's death, and then kills what is left of a replay (warden.sh has the protocol). It stands outside the replay's session and
/// bears no marks, and holds what it is given (the lock) until its work is done.
/// </summary>
/// <remarks>
/// PR_SET_PDEATHSIG was rejected: it reaches the direct child only, and counts the death of the thread that started it.
/// </remarks>
internal sealed class Warden : IDisposable
{
    private static readonly byte[] Script = EmbeddedText.Read("warden.sh");

    private readonly ChildProcess _process;
    private readonly FileDescriptor _writer;

    /// <param name="bash">bash's path.</param>
    /// <param name="marks">What the replay's processes have in their environments.</param>
    /// <param name="held">An open file that is to stay open as long as something lives; none: none.</param>
    /// <exception cref="UnitFault">It could not be started.</exception>
    internal Warden(string bash, byte[][] marks, FileDescriptor held)
    {
        int error = Pipe.Create(out FileDescriptor reader, out _writer);
        if (error != Errno.None)
            throw new UnitFault($"no pipe: {Errno.Describe(error)}");
        using (reader)
        {
            SpawnRequest request = new()
            {
                Path = ByteText.Encode(bash),
                Arguments = ["bash"u8.ToArray(), "-c"u8.ToArray(), Script, "larder-warden"u8.ToArray(), .. marks],
                Environment = new ProcessEnvironment([]),
                Detached = true,
                Kept = held.IsOpen ? [reader, held] : [reader],
            };
            error = ChildProcess.Start(request, out _process);
        }

        if (error != Errno.None)
        {
            _writer.Dispose();
            throw new UnitFault($"{bash} could not be started: {Errno.Describe(error)}");
        }
    }

    /// <summary>Tells it the replay's session.</summary>
    internal void Watch(int session) => _writer.WriteAll(ByteText.Encode($"session {session}\n"));

    /// <summary>Lets it go: nothing of the replay lives any more.</summary>
    public void Dispose()
    {
        _writer.WriteAll("done\n"u8);
        _writer.Dispose();
        _process.Wait();
    }
}
