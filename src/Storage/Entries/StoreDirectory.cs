using Larder.Posix;

namespace Larder.Storage;

/// <summary>
/// A cache directory as all that lies below it is reached. Whoever may write to it is let put entries there, and nothing else: below it no symbolic
/// link is followed, at any level (the way to it may have links), and no file counts whose owner it wasn't opened for.
/// </summary>
/// <remarks>
/// <para>An owner counts who is this process's own user, root, or the directory's. Others count where the directory is made for several: by all,
/// where anybody may write to it; and where it is its group's (the group may write, or the set-group-id bit stands), if the file's group is
/// that one, which only a member can give to a file. So the mode of the one directory that an administrator makes says whom he trusts. In a user
/// namespace without these users (Nix's sandbox) all of them are nobody, the directory's owner among them, and count.</para>
/// <para>A foreign file comes from a time when the directory was open to more, from outside by a rename, or as a hard link; its owner could change it at
/// any time, and a checksum proves nothing against him.</para>
/// </remarks>
internal sealed class StoreDirectory(byte[] directory)
{
    private const uint SetBits = 0xE00;          // set-user-id, set-group-id, sticky
    private const uint GroupWrites = 0x10;
    private const uint GroupIsInherited = 0x400; // set-group-id
    private const uint AnybodyWrites = 0x2;

    private static readonly uint s_self = User.EffectiveId;

    private volatile bool _hasLinksAbove;

    /// <summary>The directory's own status, once it was asked for. Boxed, so that threads see it whole.</summary>
    private volatile object? _status;

    /// <summary>Opens a file below the directory; ELOOP where a link stands at the path, or on the way below the directory.</summary>
    /// <param name="path">The path, which begins with the directory's.</param>
    /// <param name="flags">Those of open(2).</param>
    /// <param name="file">The file.</param>
    /// <param name="mode">Counts where a file is created.</param>
    internal int Open(ReadOnlySpan<byte> path, OpenFlags flags, out FileDescriptor file, uint mode = 0)
    {
        int error = Errno.TooManyLinks;
        file = FileDescriptor.None;
        if (!_hasLinksAbove)
            error = LinkFreePaths.Open(FileDescriptor.None, path, flags, out file, mode);
        if (error is not (Errno.TooManyLinks or Errno.NotImplemented or Errno.PermissionDenied))
            return error;

        // There may be links up to the directory.
        error = FileSystem.Open(directory, OpenFlagsExtensions.PathOnly | OpenFlagsExtensions.Directory, out FileDescriptor start);
        if (error != Errno.None)
            return error;
        using (start)
            error = LinkFreePaths.Open(start, path[directory.Length..].TrimStart((byte)'/'), flags, out file, mode);
        _hasLinksAbove |= error == Errno.None;
        return error;
    }

    /// <summary>Opens a directory below this one for listing.</summary>
    internal int List(ReadOnlySpan<byte> path, out DirectoryReader reader)
    {
        int error = Open(path, OpenFlags.ReadOnly | OpenFlagsExtensions.Directory, out FileDescriptor folder);
        reader = error == Errno.None ? DirectoryReader.Of(folder) : default;
        return error;
    }

    /// <summary>
    /// Takes away what stands at a path: a file, a link (and not what it leads to), or an empty directory. Where a link stands in the place of the
    /// directory that the path is in, that link goes, and the path wasn't there (ENOENT).
    /// </summary>
    internal int Remove(ReadOnlySpan<byte> path)
    {
        int slash = path.LastIndexOf((byte)'/');
        ReadOnlySpan<byte> above = path[..slash];
        int error = OpenFolder(above, out FileDescriptor folder);
        if (error == Errno.TooManyLinks && above.LastIndexOf((byte)'/') > directory.Length && Remove(above) == Errno.None)
            return Errno.NotFound;
        if (error != Errno.None)
            return error;
        using (folder)
        {
            ReadOnlySpan<byte> name = path[(slash + 1)..];
            error = LinkFreePaths.Unlink(folder, name);
            return error == Errno.IsADirectory ? LinkFreePaths.RemoveDirectory(folder, name) : error;
        }
    }

    /// <summary>Gives a file another name in the directory that it is in.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The name; what has it is replaced.</param>
    internal int Rename(ReadOnlySpan<byte> path, ReadOnlySpan<byte> name)
    {
        int slash = path.LastIndexOf((byte)'/');
        int error = OpenFolder(path[..slash], out FileDescriptor folder);
        if (error != Errno.None)
            return error;
        using (folder)
            return LinkFreePaths.Rename(folder, path[(slash + 1)..], name);
    }

    /// <summary>Opens a directory below this one as a place for names, which need not be readable.</summary>
    internal int OpenFolder(ReadOnlySpan<byte> path, out FileDescriptor folder) =>
        Open(path, OpenFlagsExtensions.PathOnly | OpenFlagsExtensions.Directory, out folder);

    /// <summary>Whether an open file is what larder makes: a plain one, with no bit of those that only harm, of an owner who counts.</summary>
    internal bool IsSound(in FileStatus file) =>
        file.IsRegular && (file.Permissions & SetBits) == 0 && (file.Uid == s_self || file.Uid == 0 || IsTrusted(in file));

    private bool IsTrusted(in FileStatus file)
    {
        if (_status is not FileStatus own)
        {
            if (FileSystem.Stat(directory, out own) != Errno.None)
                return false;
            _status = own;
        }

        return file.Uid == own.Uid
            || (own.Permissions & AnybodyWrites) != 0
            || ((own.Permissions & (GroupWrites | GroupIsInherited)) != 0 && file.Gid == own.Gid);
    }
}
