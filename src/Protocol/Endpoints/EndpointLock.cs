using Larder.Posix;

namespace Larder.Protocol.Endpoints;

/// <summary>
/// The lock of an endpoint: flock(2) on NAME.lock, held by the daemon for life and gone with it, however it ends. Only its holder touches the
/// socket's name. A client that starts a daemon takes it first and hands the open file on, so that of many clients one starts one.
/// </summary>
public sealed class EndpointLock : IDisposable
{
    /// <summary>
    /// How long after a start nobody tries the next one by itself, where the first came to nothing. A daemon is ready in a tenth of a second; what
    /// keeps it from starting (a broken installation, a full disk) is hardly gone within the compiles of one burst.
    /// </summary>
    public const long BackOffNanoseconds = 10 * 1_000_000_000L;

    private const uint PrivateMode = 0x180; // 0600
    private const int Attempts = 4;

    private EndpointLock(FileDescriptor file) => File = file;

    /// <summary>The open file that carries the lock.</summary>
    public FileDescriptor File { get; }

    /// <summary>Takes the lock without waiting. Null where another holds it (no error) or it can't be had (an error number).</summary>
    public static EndpointLock? TryTake(Endpoint endpoint, out int error)
    {
        byte[] path = endpoint.Lock;
        for (int i = 0; i < Attempts; i++)
        {
            error = FileSystem.Open(path, OpenFlags.ReadWrite | OpenFlags.Create | OpenFlagsExtensions.NoFollow, out FileDescriptor file, PrivateMode);
            if (error != Errno.None)
                return null;
            if (!file.TryLockExclusive())
            {
                file.Dispose();
                return null;
            }

            // Somebody may have tidied the file away between the two calls; its lock would then keep nobody out.
            if (IsAt(file, path))
                return new EndpointLock(file);
            file.Dispose();
        }

        error = Errno.TryAgain;
        return null;
    }

    /// <summary>Takes over a lock that the process was started with. Null where the file isn't this endpoint's.</summary>
    public static EndpointLock? Adopt(Endpoint endpoint, FileDescriptor file) =>
        IsAt(file, endpoint.Lock) && file.TryLockExclusive() ? new EndpointLock(file) : null;

    /// <summary>Whether anybody holds the lock, a daemon that lives or one that is being started; false too where that can't be told.</summary>
    public static bool IsHeld(Endpoint endpoint)
    {
        if (FileSystem.Open(endpoint.Lock, OpenFlags.ReadWrite | OpenFlagsExtensions.NoFollow, out FileDescriptor file) != Errno.None)
            return false;
        using (file)
            return !file.TryLockExclusive();
    }

    /// <summary>True where a start was tried a moment ago and nothing has come of it.</summary>
    public bool WasTriedRecently()
    {
        if (File.Stat(out FileStatus status) != Errno.None || status.Size == 0)
            return false;
        long age = Clock.Now.TotalNanoseconds - status.Modified.TotalNanoseconds;
        return age is >= 0 and < BackOffNanoseconds;
    }

    /// <summary>Writes down that a start is tried now.</summary>
    public void NoteStart()
    {
        File.Truncate(0);
        File.WriteAt(0, "s"u8);
    }

    /// <summary>Writes down that a daemon has ended as it should: the next may be started at once.</summary>
    public void NoteEnd() => File.Truncate(0);

    /// <summary>Gives the lock up, unless a child holds the same open file.</summary>
    public void Dispose() => File.Dispose();

    private static bool IsAt(FileDescriptor file, ReadOnlySpan<byte> path) =>
        file.Stat(out FileStatus held) == Errno.None && FileSystem.LinkStat(path, out FileStatus named) == Errno.None && held.IsSameFileAs(in named);
}
