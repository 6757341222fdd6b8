using Larder.Posix;

namespace Larder.Storage;

/// <summary>One open file of a store as the read path sees it: opened without following links, and asked for its status once.</summary>
internal static class EntryFile
{
    /// <summary>
    /// Opens a regular file for reading. <see cref="ReadState.Corrupt"/> where something else stands there: a link, a directory,
    /// a pipe (which is not waited for), a socket, or a file that doesn't count (<see cref="StoreDirectory.IsSound"/>).
    /// </summary>
    internal static ReadState Open(StoreDirectory place, ReadOnlySpan<byte> path, out FileDescriptor file, out FileStatus status, out int error)
    {
        status = default;
        error = place.Open(path, OpenFlags.ReadOnly | OpenFlags.NonBlocking, out file);
        if (error != Errno.None)
        {
            return Errno.SaysAbsent(error) ? ReadState.Absent
                : error is Errno.TooManyLinks or Errno.NoSuchDevice ? ReadState.Corrupt
                : ReadState.Failed;
        }

        error = file.Stat(out status);
        if (error == Errno.None && place.IsSound(in status))
            return ReadState.Found;
        file.Dispose();
        file = FileDescriptor.None;
        return error == Errno.None ? ReadState.Corrupt : ReadState.Failed;
    }
}
