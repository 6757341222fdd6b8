using System.Runtime.InteropServices;
using Larder.Posix;
using Larder.Storage;
using Larder.Units.Sources.Git;

namespace Larder.Units.Sources;

/// <summary>One walk over a source tree: what counts, and what it holds.</summary>
/// <remarks>
/// Sockets, pipes and devices don't count: they have no content, and opening them may block. What may not be read counts as that. What vanishes while it is
/// looked at isn't there. A directory that holds only what doesn't count doesn't count either; one that is truly empty does.
/// </remarks>
internal sealed class SourceWalk
{
    /// <summary>Each level holds a file open.</summary>
    private const int MaxDepth = 200;

    private const uint OwnerExecutes = 0x40; // 0100

    private readonly byte[] _root;
    private readonly SourceMemo _memo;
    private readonly PathFilters _filters;
    private readonly OwnLinks _ownLinks;
    private readonly WalkRoom _room;
    private readonly int _treeAt;
    private LinkTargets? _links;

    private SourceWalk(byte[] root, SourceMemo memo, PathFilters filters, OwnLinks ownLinks, WalkRoom room, IgnoreContext context)
    {
        _root = root;
        _memo = memo;
        _filters = filters;
        _ownLinks = ownLinks;
        _room = room;
        _treeAt = context.Prefix.Length;
        context.Prefix.CopyTo(room.Path.AsSpan());
    }

    /// <summary>Walks a tree; what is found is in the room's listing.</summary>
    /// <exception cref="UnitFault">It isn't there, or can't be read.</exception>
    internal static void Run(byte[] root, SourceMemo memo, PathFilters filters, OwnLinks ownLinks, WalkRoom room, IgnoreContext context)
    {
        room.Listing.Clear();
        room.Stack.Clear();
        room.Letters.Clear();
        room.Witnesses.Clear();
        room.IsSpecial = false;
        int error = FileSystem.Open(root, OpenFlags.ReadOnly | OpenFlagsExtensions.Directory, out FileDescriptor directory);
        if (error != Errno.None)
            throw new UnitFault($"the source directory {ByteText.Show(root)} can't be read: {Errno.Describe(error)}");
        using (directory)
        {
            SourceWalk walk = new(root, memo, filters, ownLinks, room, context);
            walk.Walk(directory, walk._treeAt, new WalkPlace(context.Repository, context.Rules, 0, IsTrackedOnly: false), 0);
        }
    }

    internal static SourceFileKind KindOf(in FileStatus status) => (status.Mode & OwnerExecutes) != 0 ? SourceFileKind.Executable : SourceFileKind.File;

    /// <summary>Walks a directory, whose path ends (with a slash) at <paramref name="length"/>. False where it is empty.</summary>
    private bool Walk(FileDescriptor directory, int length, WalkPlace place, int depth)
    {
        int first = _room.Stack.Count;
        int letters = _room.Letters.Count;
        Witness(directory, length - 1);
        ReadNames(directory, length, out bool hasIgnore, out bool hasRepository);
        _room.IsSpecial |= hasRepository;
        if (hasRepository && depth > 0 && GitRepository.At(FullPath(length)) is { } repository)
            place = new WalkPlace(repository, repository.Excluded(), length, IsTrackedOnly: false);
        if (hasIgnore && !place.IsTrackedOnly)
        {
            ".gitignore"u8.CopyTo(_room.Path.AsSpan(length));
            if (DirectoryEntries.Open(directory, ".gitignore"u8, OpenFlagsExtensions.PathOnly, out FileDescriptor file) == Errno.None)
            {
                using (file)
                    Witness(file, length + ".gitignore"u8.Length);
            }

            place = place with { Rules = IgnoreRules.With(place.Rules, IgnoreFile.ReadUnlinked(directory, ".gitignore"u8), length - place.RepositoryAt) };
        }

        int end = _room.Stack.Count;
        for (int i = first; i < end; i++)
        {
            WalkName name = _room.Stack[i];
            if (length + name.Length + 1 > _room.Path.Length)
                throw new UnitFault($"{ByteText.Show(FullPath(length))} is longer than a path may be");
            CollectionsMarshal.AsSpan(_room.Letters).Slice(name.At, name.Length).CopyTo(_room.Path.AsSpan(length));
            Meet(directory, length, length + name.Length, name.Kind, place, depth);
        }

        CollectionsMarshal.SetCount(_room.Stack, first);
        CollectionsMarshal.SetCount(_room.Letters, letters);
        return end > first;
    }

    /// <summary>Takes down the status of what the walk's path leads to up to there, before it is read.</summary>
    private void Witness(FileDescriptor file, int end)
    {
        if (file.Stat(out FileStatus status) == Errno.None)
            _room.Witnesses.Add(new TreeWitness(end <= _treeAt ? "" : ByteText.Decode(_room.Path.AsSpan(_treeAt..end)), status));
        else
            _room.IsSpecial = true;
    }

    private void ReadNames(FileDescriptor directory, int length, out bool hasIgnore, out bool hasRepository)
    {
        hasIgnore = false;
        hasRepository = false;
        DirectoryReader reader = DirectoryReader.Of(directory, _room.Names);
        while (reader.Read())
        {
            if (reader.Name.SequenceEqual(GitRepository.Name))
            {
                hasRepository = true;
                continue;
            }

            hasIgnore |= reader.Name.SequenceEqual(".gitignore"u8);
            _room.Stack.Add(new WalkName(_room.Letters.Count, reader.Name.Length, reader.Kind));
            _room.Letters.AddRange(reader.Name);
        }

        if (reader.Error != Errno.None)
            throw new UnitFault($"the directory {ByteText.Show(FullPath(length))} can't be read: {Errno.Describe(reader.Error)}");
    }

    private void Meet(FileDescriptor directory, int nameAt, int end, byte kind, WalkPlace place, int depth)
    {
        ReadOnlySpan<byte> name = _room.Path.AsSpan(nameAt..end);
        FileStatus status = default;
        bool isDirectory = kind == DirectoryReader.DirectoryKind;
        if (kind == 0)
        {
            if (DirectoryEntries.Stat(directory, name, out status) != Errno.None)
                return;
            isDirectory = status.IsDirectory;
        }

        if (_filters.LeaveOut(_room.Path.AsSpan(_treeAt..end), isDirectory) || !Counts(nameAt, end, isDirectory, ref place))
            return;
        if (isDirectory)
            Descend(directory, nameAt, end, place, depth);
        else if (kind != 0 || !status.IsDirectory)
            AddFile(directory, nameAt, end);
    }

    /// <summary>Whether git would take it for part of the work: not ignored, or tracked all the same.</summary>
    private bool Counts(int nameAt, int end, bool isDirectory, ref WalkPlace place)
    {
        ReadOnlySpan<byte> path = _room.Path.AsSpan(place.RepositoryAt..end);
        if (!place.IsTrackedOnly && (place.Rules is null || !place.Rules.Ignores(path, nameAt - place.RepositoryAt, isDirectory)))
            return true;
        if (place.Repository is null)
            return false;
        if (place.Repository.Index.Has(path))
        {
            // A submodule's directory: all that is in it is its own affair.
            place = isDirectory ? place with { Rules = null, IsTrackedOnly = false } : place;
            return true;
        }

        place = place with { IsTrackedOnly = true };
        return isDirectory && place.Repository.Index.HasBelow(path);
    }

    private void Descend(FileDescriptor directory, int nameAt, int end, WalkPlace place, int depth)
    {
        if (depth >= MaxDepth)
            throw new UnitFault($"{ByteText.Show(FullPath(end))} is nested deeper than {MaxDepth} directories");
        ReadOnlySpan<byte> path = _room.Path.AsSpan(_treeAt..end);
        int error = DirectoryEntries.Open(directory, _room.Path.AsSpan(nameAt..end), OpenFlags.ReadOnly | OpenFlagsExtensions.Directory, out FileDescriptor child);
        switch (error)
        {
            case Errno.None:
                break;
            case Errno.AccessDenied or Errno.PermissionDenied:
                _room.IsSpecial = true;
                _room.Listing.Add(path, SourceFileKind.Directory, SourceReading.Unreadable, default);
                return;
            case Errno.NotFound or Errno.NotADirectory or Errno.TooManyLinks:
                return;
            default:
                throw new UnitFault($"the directory {ByteText.Show(FullPath(end))} can't be read: {Errno.Describe(error)}");
        }

        using (child)
        {
            _room.Path[end] = (byte)'/';
            if (!Walk(child, end + 1, place, depth + 1) && !place.IsTrackedOnly)
                _room.Listing.Add(path, SourceFileKind.Directory, default, default);
        }
    }

    private void AddFile(FileDescriptor directory, int nameAt, int end)
    {
        ReadOnlySpan<byte> name = _room.Path.AsSpan(nameAt..end);
        ReadOnlySpan<byte> path = _room.Path.AsSpan(_treeAt..end);
        if (DirectoryEntries.Stat(directory, name, out FileStatus status) != Errno.None)
            return;
        if (status.IsSymbolicLink)
        {
            _room.IsSpecial = true;
            if (DirectoryEntries.ReadLink(directory, name) is not { } target || _ownLinks.Has(name, target))
                return;
            _links ??= new LinkTargets(_memo, _root);
            Digest digest = _links.Digest(FullPath(end), target, out Digest stamp, out long newest);
            _room.Listing.Add(path, SourceFileKind.Link, in digest, in status, in stamp, newest);
        }
        else if (status.IsRegular && SourceReading.TryDigest(_memo, directory, name, _root, ref status, out Digest digest))
        {
            _room.IsSpecial |= digest == SourceReading.Unreadable;
            _room.Listing.Add(path, KindOf(in status), in digest, in status);
        }
    }

    /// <summary>Of what the walk's path leads to up to there, without a slash at the end.</summary>
    private byte[] FullPath(int end) => ByteString.JoinPath(_root, _room.Path.AsSpan(_treeAt..end)).AsSpan().TrimEnd((byte)'/').ToArray();
}
