using Larder.Posix;

namespace Larder.Storage;

/// <summary>
/// Makes files appear whole or not at all: written without a name (O_TMPFILE), then linked to their place; through a
/// randomly named file and rename where the file system knows no unnamed ones.
/// </summary>
/// <remarks>
/// Modes follow the configured umask by fchmod of our own new file, directories by a umask that is switched around mkdir: a
/// chmod of a directory would drop the set-group-id bit that it inherits, or be forbidden altogether (the Nix sandbox). A link in the place of
/// one of the store's directories is taken away, and never written through.
/// </remarks>
internal sealed class EntryPublisher(StoreOptions options, byte[] root, StoreDirectory place, Func<bool> isRemote)
{
    private const uint AllFileBits = 0x1B6;      // 0666
    private const uint AllDirectoryBits = 0x1FF; // 0777

    /// <summary>A directory may be removed while we write into it; beyond so many times it is somebody's intention.</summary>
    private const int MaxAttempts = 3;

    private bool _hasTemporaryDirectory;

    /// <summary>Whether unnamed files are tried: until a file system turned out not to know them.</summary>
    internal bool UsesUnnamedFiles { get; set; } = true;

    private uint FileMode => AllFileBits & ~(options.Umask ?? 0);

    /// <summary>Publishes two pieces, one after the other, as one file at <paramref name="path"/>, which lies in <paramref name="directory"/>.</summary>
    /// <param name="directory">The directory, made where it is missing.</param>
    /// <param name="path">The file's final path.</param>
    /// <param name="first">The first piece.</param>
    /// <param name="second">The second, often empty.</param>
    /// <param name="replace">Whether a file that stands there is replaced.</param>
    /// <param name="replacedBytes">What the replaced file took on disk; -1 where none was replaced.</param>
    internal WriteOutcome Publish(
        ReadOnlySpan<byte> directory, ReadOnlySpan<byte> path, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, bool replace,
        out long replacedBytes)
    {
        replacedBytes = -1;
        int error = Errno.None;
        if (!UsesUnnamedFiles)
            return PublishNamed(directory, path, first, second, replace, out replacedBytes);
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            error = place.Open(directory, OpenFlagsExtensions.Unnamed | OpenFlags.WriteOnly, out FileDescriptor file, FileMode);
            if (error == Errno.TooManyLinks && place.Remove(directory) == Errno.None)
                continue;
            if (error == Errno.NotFound)
            {
                error = MakeDirectory(directory);
                if (error != Errno.None)
                    break;
                continue;
            }

            if (error is Errno.NotSupported or Errno.IsADirectory or Errno.Invalid)
            {
                UsesUnnamedFiles = false;
                return PublishNamed(directory, path, first, second, replace, out replacedBytes);
            }

            if (error != Errno.None)
                break;

            long allocated;
            using (file)
            {
                error = Fill(file, first, second, out allocated);
                if (error != Errno.None)
                    break;
                error = FileSystem.LinkUnnamed(file, path);
                if (error == Errno.Exists)
                {
                    if (!replace)
                        return new WriteOutcome(WriteState.AlreadyPresent, 0, Errno.None);
                    error = LinkOver(file, path, out replacedBytes);
                }
            }

            if (error == Errno.None)
                return new WriteOutcome(WriteState.Stored, allocated, Errno.None);

            // The directory is gone, or /proc is not there to link through.
            if (error != Errno.NotFound)
                break;
            return PublishNamed(directory, path, first, second, replace, out replacedBytes);
        }

        return Failure(error);
    }

    /// <summary>Makes a directory below the store's root, and what is missing above it. An error number.</summary>
    internal int MakeDirectory(ReadOnlySpan<byte> directory)
    {
        if (options.Umask is not { } umask)
            return MakeDirectoryUnderUmask(directory);

        // The umask is the whole process's: two threads that switch it at once could leave the wrong one.
        lock (this)
        {
            uint before = User.SetUmask(umask);
            int error = MakeDirectoryUnderUmask(directory);
            User.SetUmask(before);
            return error;
        }
    }

    /// <summary>Opens a file in a directory of the store; where it is missing, both are made, the file empty. An error number.</summary>
    internal int OpenOrMake(ReadOnlySpan<byte> directory, ReadOnlySpan<byte> path, OpenFlags flags, out FileDescriptor file)
    {
        int error = place.Open(path, flags, out file);
        for (int attempt = 0; error == Errno.NotFound && attempt < MaxAttempts; attempt++)
        {
            WriteOutcome made = Publish(directory, path, default, default, replace: false, out _);
            if (!made.IsPresent)
                return made.Error;
            error = place.Open(path, flags, out file);
        }

        return error;
    }

    private static WriteOutcome Failure(int error) => new(
        error switch
        {
            Errno.NoSpace or Errno.QuotaExceeded => WriteState.NoSpace,
            Errno.PermissionDenied or Errno.AccessDenied or Errno.ReadOnlyFileSystem => WriteState.NotPermitted,
            _ => WriteState.Failed,
        },
        0,
        error);

    private int MakeDirectoryUnderUmask(ReadOnlySpan<byte> directory)
    {
        int error = FileSystem.MakeDirectory(directory, AllDirectoryBits);
        if (error is Errno.None or Errno.Exists)
            return Errno.None;
        if (error != Errno.NotFound)
            return error;
        error = FileSystem.MakeDirectories(directory, AllDirectoryBits);
        if (error == Errno.None)
            PlaceTag();
        return error;
    }

    private void PlaceTag()
    {
        PathText path = new(stackalloc byte[PathText.InlineRoom]);
        path.Append(options.Directory);
        path.Append(StoreLayout.TagName);
        OpenFlags flags = OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive;
        if (FileSystem.Open(path.Bytes, flags, out FileDescriptor tag, AllFileBits) != Errno.None)
            return;
        using (tag)
            tag.WriteAll(StoreLayout.TagContent);
    }

    /// <summary>Writes both pieces, gives the file its mode, and says what it takes on disk.</summary>
    private int Fill(FileDescriptor file, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, out long allocated)
    {
        allocated = 0;
        int error = file.WriteAll(first);
        if (error == Errno.None && !second.IsEmpty)
            error = file.WriteAll(second);
        if (error != Errno.None)
            return error;

        // Over a network, an error of writing may come as late as this; and other hosts are to find it whole under its name.
        if (isRemote())
            error = file.Synchronize();
        if (error != Errno.None)
            return error;
        error = file.Stat(out FileStatus status);

        // Some file systems (zfs) say what a file takes only seconds later.
        allocated = Math.Max(status.AllocatedBytes, (status.Size + 511) / 512 * 512);
        if (error == Errno.None && options.Umask is not null && status.Permissions != FileMode)
            file.ChangeMode(FileMode); // Where that fails the entry is merely private.
        return error;
    }

    private int LinkOver(FileDescriptor file, ReadOnlySpan<byte> path, out long replacedBytes)
    {
        replacedBytes = -1;
        PathText temporary = new(stackalloc byte[PathText.InlineRoom]);
        AppendTemporaryPath(ref temporary);
        int error = _hasTemporaryDirectory ? FileSystem.LinkUnnamed(file, temporary.Bytes) : Errno.NotFound;
        if (error == Errno.NotFound)
        {
            error = MakeTemporaryDirectory();
            if (error == Errno.None)
                error = FileSystem.LinkUnnamed(file, temporary.Bytes);
        }

        return error != Errno.None ? error : RenameOver(temporary.Bytes, path, out replacedBytes);
    }

    private static int RenameOver(ReadOnlySpan<byte> temporary, ReadOnlySpan<byte> path, out long replacedBytes)
    {
        replacedBytes = FileSystem.LinkStat(path, out FileStatus old) == Errno.None ? old.AllocatedBytes : -1;
        int error = FileSystem.Rename(temporary, path);
        if (error == Errno.IsADirectory && FileSystem.RemoveDirectory(path) == Errno.None)
            (error, replacedBytes) = (FileSystem.Rename(temporary, path), -1);
        if (error != Errno.None)
        {
            FileSystem.Unlink(temporary);
            replacedBytes = -1;
        }

        return error;
    }

    private WriteOutcome PublishNamed(
        ReadOnlySpan<byte> directory, ReadOnlySpan<byte> path, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, bool replace,
        out long replacedBytes)
    {
        replacedBytes = -1;
        PathText temporary = new(stackalloc byte[PathText.InlineRoom]);
        AppendTemporaryPath(ref temporary);
        const OpenFlags Flags = OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive;
        int error = place.Open(temporary.Bytes, Flags, out FileDescriptor file, FileMode);
        if (error is Errno.NotFound or Errno.TooManyLinks)
        {
            error = MakeTemporaryDirectory();
            if (error == Errno.None)
                error = place.Open(temporary.Bytes, Flags, out file, FileMode);
        }

        if (error != Errno.None)
            return Failure(error);

        long allocated;
        using (file)
            error = Fill(file, first, second, out allocated);
        if (error == Errno.None)
            error = MakeRealDirectory(directory);
        if (error == Errno.None)
            error = replace ? RenameOver(temporary.Bytes, path, out replacedBytes) : LinkOnly(temporary.Bytes, path);
        FileSystem.Unlink(temporary.Bytes);
        return error switch
        {
            Errno.None => new WriteOutcome(WriteState.Stored, allocated, Errno.None),
            Errno.Exists when !replace => new WriteOutcome(WriteState.AlreadyPresent, 0, Errno.None),
            _ => Failure(error),
        };
    }

    /// <summary>Gives a file a further name, which must be free; where there are no hard links, moves it there as carefully as can be.</summary>
    private static int LinkOnly(ReadOnlySpan<byte> temporary, ReadOnlySpan<byte> path)
    {
        int error = FileSystem.Link(temporary, path);
        if (error is not (Errno.PermissionDenied or Errno.NotSupported))
            return error;
        return FileSystem.LinkStat(path, out _) == Errno.None ? Errno.Exists : FileSystem.Rename(temporary, path);
    }

    private int MakeTemporaryDirectory()
    {
        PathText directory = new(stackalloc byte[PathText.InlineRoom]);
        directory.Append(root);
        directory.Append(StoreLayout.Temporary);
        int error = MakeRealDirectory(directory.Bytes);
        _hasTemporaryDirectory = error == Errno.None;
        return error;
    }

    /// <summary>Makes a directory where it is missing, or where a link stands in its place, which nothing is written through.</summary>
    private int MakeRealDirectory(ReadOnlySpan<byte> directory)
    {
        int error = Errno.NotFound;
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            error = place.OpenFolder(directory, out FileDescriptor there);
            there.Dispose();
            if (error == Errno.TooManyLinks)
                error = place.Remove(directory);
            else if (error == Errno.NotFound)
                error = MakeDirectory(directory);
            else
                return error;
            if (error != Errno.None)
                return error;
        }

        return error;
    }

    private void AppendTemporaryPath(scoped ref PathText path)
    {
        path.Append(root);
        path.Append(StoreLayout.Temporary);
        path.Append((byte)'/');
        RandomNames.Fill(path.Take(32));
    }
}
