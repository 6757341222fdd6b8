using Larder.Compilers;
using Larder.Posix;

namespace Larder.Caching.Results;

/// <summary>
/// Puts a file where the compiler would have written it, in the way it would have done it, under the caller's umask.
/// </summary>
/// <remarks>
/// A new file has no name until it is whole (O_TMPFILE, linkat), so that an interruption leaves nothing behind; only where the file system
/// knows no such files has it a temporary one. What it replaces is unlinked first, as the GNU assembler does it: a rename over a file costs a
/// flush of the new one's data on ext4 (auto_da_alloc), ten times of all else together.
/// </remarks>
internal ref struct OutputWriter
{
    private const uint NewFileMode = 0x1B6; // 0666

    private readonly ReadOnlySpan<byte> _path;
    private readonly bool _isUnnamed;
    private byte[]? _temporary;

    private OutputWriter(ReadOnlySpan<byte> path, FileDescriptor file, bool isUnnamed, byte[]? temporary)
    {
        _path = path;
        File = file;
        _isUnnamed = isUnnamed;
        _temporary = temporary;
    }

    /// <summary>Where the content goes.</summary>
    internal FileDescriptor File { get; }

    /// <summary>True where the file is new, so that extents may be shared with it.</summary>
    internal readonly bool IsNew => _isUnnamed || _temporary is not null;

    /// <summary>
    /// Opens a place to write to. An error number: then the compiler would most likely fail there too, and is left to say so.
    /// </summary>
    internal static int Open(ReadOnlySpan<byte> path, bool replaces, CompilerFamily family, out OutputWriter writer)
    {
        writer = default;
        int error = FileSystem.LinkStat(path, out FileStatus there);
        bool exists = error == Errno.None;
        if (exists && there.IsDirectory)
            return Errno.IsADirectory;
        if (exists)
        {
            // The GNU tools replace what they can look at and isn't empty (bfd, opncls.c): they write into an empty file, which keeps
            // its mode, and through a link to nowhere. clang replaces both.
            bool isThere = FileSystem.Stat(path, out FileStatus target) == Errno.None;
            if ((isThere && !target.IsRegular) || (family == CompilerFamily.Gcc && (!isThere || target.Size == 0)))
                replaces = false;
        }

        bool replaceable = replaces && (!exists || there.IsRegular || there.IsSymbolicLink);

        // clang looks whether it may write to the file that it is about to replace; gcc's assembler doesn't.
        if (replaceable && exists && family == CompilerFamily.Clang && !IsWritable(path))
            return Errno.AccessDenied;
        if (replaceable)
        {
            error = OpenNew(path, out writer);
            if (error == Errno.None || !exists)
                return error;
        }

        // No new file can stand beside it (a directory that isn't ours), or it is none that may be replaced (/dev/null, a fifo).
        error = FileSystem.Open(path, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Truncate, out FileDescriptor file, NewFileMode);
        if (error == Errno.None)
            writer = new OutputWriter(path, file, isUnnamed: false, null);
        return error;
    }

    /// <summary>Makes the file visible. An error number, and nothing is left behind.</summary>
    internal int Commit()
    {
        if (_isUnnamed)
        {
            int linked = Link();
            File.Dispose();
            return linked;
        }

        File.Dispose();
        if (_temporary is null)
            return Errno.None;
        int error = FileSystem.Rename(_temporary, _path);
        if (error != Errno.None)
            FileSystem.Unlink(_temporary);
        _temporary = null;
        return error;
    }

    /// <summary>Takes away what was not committed.</summary>
    internal void Abandon()
    {
        File.Dispose();
        if (_temporary is not null)
            FileSystem.Unlink(_temporary);
    }

    /// <summary>Gives the unnamed file its name, in place of what has it.</summary>
    private readonly int Link()
    {
        const int Attempts = 4;
        int error = FileSystem.LinkUnnamed(File, _path);
        for (int i = 0; i < Attempts && error == Errno.Exists; i++)
        {
            error = FileSystem.Unlink(_path);
            if (error is Errno.None or Errno.NotFound)
                error = FileSystem.LinkUnnamed(File, _path);
        }

        return error;
    }

    /// <summary>Whether a new file could stand beside it, and take its name. Nothing is left there.</summary>
    internal static bool MayReplace(ReadOnlySpan<byte> path)
    {
        if (OpenNew(path, out OutputWriter writer) != Errno.None)
            return false;
        writer.Abandon();
        return true;
    }

    /// <summary>Whether the file that stands there may be written to, or none does.</summary>
    internal static bool IsWritable(ReadOnlySpan<byte> path)
    {
        int error = FileSystem.Open(path, OpenFlags.WriteOnly, out FileDescriptor file);
        file.Dispose();
        return error is Errno.None or Errno.NotFound;
    }

    private static int OpenNew(ReadOnlySpan<byte> path, out OutputWriter writer)
    {
        ReadOnlySpan<byte> directory = ByteString.DirectoryPrefix(path);
        int error = FileSystem.Open(
            directory.IsEmpty ? "."u8 : directory, OpenFlagsExtensions.Unnamed | OpenFlags.WriteOnly, out FileDescriptor file, NewFileMode);
        writer = error == Errno.None ? new OutputWriter(path, file, isUnnamed: true, null) : default;
        return error is Errno.NotSupported or Errno.IsADirectory or Errno.Invalid ? OpenTemporary(path, out writer) : error;
    }

    private static int OpenTemporary(ReadOnlySpan<byte> path, out OutputWriter writer)
    {
        const int Attempts = 4;
        writer = default;
        int error = Errno.Exists;
        for (int i = 0; i < Attempts && error == Errno.Exists; i++)
        {
            // A short name of its own: the output's name may be as long as names can be already.
            byte[] name = ".larder.0000000000000000"u8.ToArray();
            RandomNames.Fill(name.AsSpan(8));
            byte[] temporary = ByteString.Concat(ByteString.DirectoryPrefix(path), name);
            error = FileSystem.Open(
                temporary, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive, out FileDescriptor file, NewFileMode);
            if (error == Errno.None)
                writer = new OutputWriter(path, file, isUnnamed: false, temporary);
        }

        return error;
    }
}
