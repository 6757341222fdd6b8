using System.Text;
using Larder.Posix;

namespace Larder.Daemon.Lifetime;

/// <summary>
/// Puts a daemon into the background: executes this very program again, detached from terminal, session, open files and most of the environment,
/// and hears from it how that went. The process that does this then ends, so the daemon is nobody's child.
/// </summary>
internal static class BackgroundStart
{
    /// <summary>What a start may take; a daemon needs a tenth of a second, so after this it hangs.</summary>
    private const int LimitMilliseconds = 30_000;

    private const int LongestReport = 4096;

    /// <summary>Starts a daemon.</summary>
    /// <param name="environment">What to choose its environment from.</param>
    /// <param name="lockFile">The endpoint's lock to hand on, or none.</param>
    /// <param name="wait">Whether to wait for its report; without that the outcome only says that it was spawned.</param>
    internal static StartOutcome Run(ProcessEnvironment environment, FileDescriptor lockFile, bool wait)
    {
        if (FileSystem.ReadLink("/proc/self/exe"u8) is not { } self)
            return Failed("can't tell where this program stands (/proc/self/exe)");
        int error = Pipe.Create(out FileDescriptor reader, out FileDescriptor writer);
        if (error != Errno.None)
            return Failed(Errno.Describe(error));
        using (reader)
        {
            List<byte[]> arguments = ["larderd"u8.ToArray(), "--foreground"u8.ToArray(), "--detached"u8.ToArray(), "--report-fd=3"u8.ToArray()];
            if (lockFile.IsOpen)
                arguments.Add("--lock-fd=4"u8.ToArray());
            error = ChildProcess.Start(
                new SpawnRequest
                {
                    Path = self,
                    Arguments = [.. arguments],
                    Environment = DaemonEnvironment.Of(environment),
                    Detached = true,
                    Kept = lockFile.IsOpen ? [writer, lockFile] : [writer],
                },
                out ChildProcess child);
            writer.Dispose();
            if (error != Errno.None)
                return Failed($"{ByteString.Show(self)}: {Errno.Describe(error)}");
            return wait ? Hear(reader, child) : new StartOutcome(StartState.Serving, string.Empty);
        }
    }

    private static StartOutcome Hear(FileDescriptor reader, ChildProcess child)
    {
        byte[] report = new byte[LongestReport];
        int length = 0;
        long end = Clock.Monotonic.TotalNanoseconds + (LimitMilliseconds * 1_000_000L);
        while (length < report.Length)
        {
            int rest = (int)((end - Clock.Monotonic.TotalNanoseconds) / 1_000_000);
            if (rest <= 0 || !reader.WaitUntilReadable(rest))
            {
                // It has no name yet, or nobody could have found it hanging; what it holds is the lock, and that keeps others out.
                child.Signal(SignalNumber.Kill);
                return Failed($"it did not come up within {LimitMilliseconds / 1000} s and was killed");
            }

            int read = reader.Read(report.AsSpan(length), out _);
            if (read <= 0)
                break;
            length += read;
        }

        return StartOutcome.Parse(Encoding.UTF8.GetString(report, 0, length));
    }

    private static StartOutcome Failed(string reason) => new(StartState.Failed, reason);
}
