using Larder.Compilers.Scanning;
using Larder.Posix;
using Larder.Storage;
using Larder.Storage.Manifests;

namespace Larder.Caching.Direct;

/// <content>What follows from a file that a name leads to: read, or there and not read.</content>
internal sealed partial class HeaderSearch
{
    private void Judge(byte[]? found, byte[] name, bool presence, byte[][] quoteDirectories, byte[][] angleDirectories)
    {
        if (found is null && !presence)
            _nowhere.Add(name);
        if (found is not null && !presence && _compilation.Modules is { Root: { } root })
            RecordHeaderUnit(root, found);
        if (found is null || Status(found) is not { } status || Judge(found, in status, presence) || presence)
            return;

        // Found, but not read: the directive is inactive, unless the file came while the compiler ran. Then another file
        // further down the path was read in its place (as it also is where an #include_next asks for it).
        if (_nextNames.Contains(name))
            return;
        foreach (byte[][] directories in (byte[][][])[quoteDirectories, angleDirectories])
        {
            foreach (byte[] directory in directories)
            {
                byte[] other = ByteString.JoinPath(directory, name);
                if (!other.AsSpan().SequenceEqual(found) && IsRead(other))
                    LeaveToPreprocessor(found);
            }
        }
    }

    /// <summary>True where the file is one that was read.</summary>
    private bool Judge(byte[] path, in FileStatus status, bool presence)
    {
        if (presence)
            _inputs.Add(path, InputKind.Present, default);
        if (IsRead(path))
        {
            _canonical.Add(path);
            return true;
        }

        if (_readInodes.Contains((status.Device, status.Inode)))
        {
            // Another spelling, perhaps through a link, of a file that was read: the link may lead elsewhere tomorrow.
            foreach (ReadFile file in _files)
            {
                if (file.Status.IsSameFileAs(in status))
                {
                    _inputs.Add(PathSpelling.Normalize(path), InputKind.Content, file.Digest);
                    _canonical.Add(path);
                    return true;
                }
            }
        }

        if (_clock.IsRacy(in status))
            Refuse(Counter.RacyInput, path);
        else if (_precompiled.IsAny)
            AddSkipped(path, in status);
        else if (_state == CollectState.Complete && IsTwinOfOnceOnly(path, in status))
            LeaveToPreprocessor(path);
        return false;
    }

    /// <summary>
    /// Found but not read, after a precompiled header: whether it is a once-only file that the header has in it, and is left out for that, hangs on
    /// its content (gcc), and on when it was modified (clang).
    /// </summary>
    private void AddSkipped(byte[] path, in FileStatus status)
    {
        if (_reader.Read(path, out ReadOnlySpan<byte> content, out _) != Errno.None)
        {
            Refuse(Counter.RacyInput, path);
            return;
        }

        // Of what the precompiled header itself was made of the compiler demands the times.
        _inputs.Add(path, InputKind.Content, Digest.Of(content));
        if (!IsGcc && !_precompiled.Holds(path))
            _inputs.AddModified(path, status.Modified.Seconds);
    }

    /// <summary>gcc leaves out, unmentioned, a file that equals a once-only one in size, time and content.</summary>
    private bool IsTwinOfOnceOnly(byte[] path, in FileStatus status)
    {
        foreach (ReadFile file in _files)
        {
            if (file.IsOnceOnly && file.Status.Size == status.Size)
                return _reader.Read(path, out ReadOnlySpan<byte> content, out _) == Errno.None && Digest.Of(content) == file.Digest;
        }

        return false;
    }

    private bool IsRead(byte[] path) => _inputs.Contains(PathSpelling.Normalize(path), InputKind.Content);
}
