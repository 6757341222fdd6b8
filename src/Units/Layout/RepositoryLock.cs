using System.Globalization;
using Larder.Posix;

namespace Larder.Units.Layout;

/// <summary>
/// The right to build a repository's units: flock(2) on a file. Replays' processes have it open too, so it is not free before the last of them is gone, however
/// larder itself ended.
/// </summary>
internal sealed class RepositoryLock : IDisposable
{
    private const uint Mode = 0x1B4; // 0664

    private readonly FileDescriptor _file;

    private RepositoryLock(FileDescriptor file) => _file = file;

    /// <summary>The open file: what is inherited by whoever builds.</summary>
    internal FileDescriptor File => _file;

    /// <summary>Takes it, waiting while another has it.</summary>
    /// <param name="directories">Whose.</param>
    /// <param name="waiting">Told the process number of the one that is waited for (0: not known), once, before the wait; not called where there is none.</param>
    /// <exception cref="UnitFault">The file could not be made.</exception>
    internal static RepositoryLock Take(UnitDirectories directories, Action<int> waiting)
    {
        bool isWaiting = false;
        while (true)
        {
            StateFile.MakeDirectory(directories.Root);
            int error = FileSystem.Open(ByteText.Encode(directories.Lock), OpenFlags.ReadWrite | OpenFlags.Create, out FileDescriptor file, Mode);
            if (error != Errno.None)
                throw new UnitFault($"{directories.Lock}: {Errno.Describe(error)}");
            if (!file.TryLockExclusive())
            {
                if (!isWaiting)
                    waiting(HolderIn(file));
                isWaiting = true;
                if (!file.LockExclusive())
                    throw new UnitFault($"{directories.Lock} can't be locked on this file system");
            }

            // Whoever held it may have removed all of it: then the lock is another file's by now.
            if (IsThere(directories, file))
            {
                file.Truncate(0);
                file.WriteAt(0, System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
                return new RepositoryLock(file);
            }

            file.Dispose();
        }
    }

    public void Dispose() => _file.Dispose();

    private static bool IsThere(UnitDirectories directories, FileDescriptor file) =>
        FileSystem.LinkStat(ByteText.Encode(directories.Lock), out FileStatus there) == Errno.None && file.Stat(out FileStatus own) == Errno.None && own.IsSameFileAs(in there);

    private static int HolderIn(FileDescriptor file)
    {
        byte[] text = new byte[16];
        int length = file.ReadAt(0, text);
        return length > 0 && int.TryParse(text.AsSpan(0, length), NumberStyles.None, CultureInfo.InvariantCulture, out int holder) ? holder : 0;
    }
}
