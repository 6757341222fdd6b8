using System.Globalization;
using System.Text;
using Larder.Posix;

namespace Larder.Units.Layout;

/// <summary>
/// The right to build a repository's units: flock(2) on a file. Replays' processes have it open too, so it is not free before the last of them is gone, however
/// larder itself ended.
/// </summary>
/// <remarks>
/// <code>
/// content = process number, " ", turn       -- who took it last; the turn is 16 random digits, another one each time that it is taken
/// </code>
/// What was built, and what of it is shown, is changed by nobody but who has the lock: while the turn is the same, and is over, all of that is as it was. (What is
/// only remembered, of sources and of Nix's answers, is kept by everybody.)
/// </remarks>
internal sealed class RepositoryLock : IDisposable
{
    private const int TurnSize = 16;
    private const int LongestContent = 10 + 1 + TurnSize;

    /// <summary>Who only looks whether the lock is free has it for a moment. So often it is tried again before anybody is told of a wait, a millisecond each.</summary>
    private const int Moments = 5;

    private const uint Mode = 0x1B4; // 0664
    private const uint DirectoryMode = 0x1FF; // 0777, less the umask

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
            int error = FileSystem.MakeDirectories(ByteText.Encode(directories.Root), DirectoryMode);
            if (error != Errno.None)
                throw new UnitFault($"{directories.Root}: {Errno.Describe(error)}");
            FileDescriptor file = Open(directories);
            if (!TryLock(file))
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
                BeginTurn(directories, file);
                return new RepositoryLock(file);
            }

            file.Dispose();
        }
    }

    /// <summary>Takes it where nobody has it; else null.</summary>
    /// <exception cref="UnitFault">The file could not be made.</exception>
    internal static RepositoryLock? TryTake(UnitDirectories directories)
    {
        FileDescriptor file = Open(directories);
        if (TryLock(file) && IsThere(directories, file))
        {
            BeginTurn(directories, file);
            return new RepositoryLock(file);
        }

        file.Dispose();
        return null;
    }

    /// <summary>Which turn was begun last; null: none, or just now.</summary>
    internal static byte[]? LastTurn(UnitDirectories directories)
    {
        if (FileSystem.Open(ByteText.Encode(directories.Lock), OpenFlags.ReadOnly, out FileDescriptor file) != Errno.None)
            return null;
        using (file)
        {
            byte[] content = Content(file);
            return content.Length > TurnSize && content[^(TurnSize + 1)] == ' ' ? content : null;
        }
    }

    /// <summary>Nobody has the lock now.</summary>
    internal static bool IsFree(UnitDirectories directories)
    {
        if (FileSystem.Open(ByteText.Encode(directories.Lock), OpenFlags.ReadOnly, out FileDescriptor file) != Errno.None)
            return false;
        using (file)
            return file.TryLockExclusive();
    }

    public void Dispose() => _file.Dispose();

    private static FileDescriptor Open(UnitDirectories directories)
    {
        int error = FileSystem.Open(ByteText.Encode(directories.Lock), OpenFlags.ReadWrite | OpenFlags.Create, out FileDescriptor file, Mode);
        return error == Errno.None ? file : throw new UnitFault($"{directories.Lock}: {Errno.Describe(error)}");
    }

    private static bool IsThere(UnitDirectories directories, FileDescriptor file) =>
        FileSystem.LinkStat(ByteText.Encode(directories.Lock), out FileStatus there) == Errno.None && file.Stat(out FileStatus own) == Errno.None && own.IsSameFileAs(in there);

    private static int HolderIn(FileDescriptor file)
    {
        byte[] content = Content(file);
        int length = Math.Max(content.AsSpan().IndexOf((byte)' '), 0);
        return int.TryParse(content.AsSpan(0, length), NumberStyles.None, CultureInfo.InvariantCulture, out int holder) ? holder : 0;
    }

    private static bool TryLock(FileDescriptor file)
    {
        for (int i = 1; !file.TryLockExclusive(); i++)
        {
            if (i == Moments)
                return false;
            Thread.Sleep(1);
        }

        return true;
    }

    private static void BeginTurn(UnitDirectories directories, FileDescriptor file)
    {
        byte[] turn = new byte[TurnSize];
        RandomNames.Fill(turn);
        byte[] content = [.. Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + " "), .. turn];
        file.Truncate(0);
        if (!file.WriteAt(0, content))
            throw new UnitFault($"{directories.Lock} can't be written (the disk may be full)");
    }

    private static byte[] Content(FileDescriptor file)
    {
        byte[] content = new byte[LongestContent];
        return content[..Math.Max(file.ReadAt(0, content), 0)];
    }
}
