using System.Buffers;
using Larder.Posix;
using Larder.Storage;
using Larder.Units.Sources.Git;

namespace Larder.Units.Sources;

/// <summary>
/// What symbolic links of one tree stand for. A link is its text; one that leads out of the tree counts with what it leads to as well, for the
/// compiler reads that. Not a thread's neighbour's: one for each scan.
/// </summary>
internal sealed class LinkTargets(SourceMemo memo, byte[] tree)
{
    /// <summary>A link to a whole system's root is a mistake, or somebody's convenience: it is said rather than digested.</summary>
    private const int MaxFiles = 100_000;

    private const int MaxDepth = 64;

    private readonly HashSet<byte[]> _visited = new(ByteStringComparer.Instance);
    private readonly byte[] _room = new byte[32 * 1024];
    private byte[]? _realTree;
    private int _files;

    /// <summary>The digest of a link.</summary>
    /// <param name="link">Its absolute path.</param>
    /// <param name="target">Its text.</param>
    /// <param name="stamp">Of what it leads to beyond the tree; the default where it doesn't.</param>
    /// <param name="newest">The latest ctime there.</param>
    /// <returns>The text's digest, where it leads nowhere or stays in the tree; else one of the text and of what it leads to.</returns>
    internal Digest Digest(byte[] link, byte[] target, out Digest stamp, out long newest)
    {
        stamp = default;
        newest = 0;
        _realTree ??= FileSystem.RealPath(tree) ?? tree;
        if (FileSystem.RealPath(link) is not { } real || IsBelow(real, _realTree))
            return Storage.Digest.Of(target);

        // What stands in the store is its path's identity.
        if (real.AsSpan().StartsWith("/nix/store/"u8))
            return Of(target, real, default, (byte)SourceFileKind.Link);
        SourceListing listing = new();
        _visited.Clear();
        Add(listing, [], real, 0);
        newest = listing.NewestChange;
        return Of(target, [], listing.ToDigest(out stamp), 0);
    }

    private static bool IsBelow(ReadOnlySpan<byte> path, ReadOnlySpan<byte> directory) =>
        path.StartsWith(directory) && (path.Length == directory.Length || directory.Length == 1 || path[directory.Length] == (byte)'/');

    private static Digest Of(ReadOnlySpan<byte> text, ReadOnlySpan<byte> path, in Digest content, byte kind)
    {
        ArrayBufferWriter<byte> hashed = new();
        hashed.Write(BitConverter.GetBytes(text.Length));
        hashed.Write(text);
        hashed.Write(path);
        hashed.Write([kind]);
        content.CopyTo(hashed.GetSpan(Storage.Digest.Size));
        hashed.Advance(Storage.Digest.Size);
        return Storage.Digest.Of(hashed.WrittenSpan);
    }

    /// <summary>Adds what stands at a path without links in it.</summary>
    private void Add(SourceListing listing, byte[] name, byte[] real, int depth)
    {
        if (++_files > MaxFiles)
            throw new UnitFault($"a link in {ByteText.Show(tree)} leads to more than {MaxFiles} files beyond it ({ByteText.Show(real)}); list it in the unit's ignored files");
        if (FileSystem.LinkStat(real, out FileStatus status) != Errno.None)
            return;
        if (status.IsDirectory)
        {
            // What was met before is there already: a loop ends, and a diamond counts once.
            if (depth < MaxDepth && _visited.Add(real))
                AddDirectory(listing, name, real, depth);
            else
                listing.Add(name, SourceFileKind.Directory, Storage.Digest.Of(real), default);
            return;
        }

        if (!status.IsRegular)
            return;
        byte[] parent = ByteString.DirectoryPrefix(real).ToArray();
        if (FileSystem.Open(parent, OpenFlags.ReadOnly | OpenFlagsExtensions.PathOnly | OpenFlagsExtensions.Directory, out FileDescriptor directory) != Errno.None)
            return;
        using (directory)
        {
            if (SourceReading.TryDigest(memo, directory, ByteString.FileName(real), real, ref status, out Digest digest))
                listing.Add(name, SourceWalk.KindOf(in status), in digest, in status);
        }
    }

    private void AddDirectory(SourceListing listing, byte[] name, byte[] real, int depth)
    {
        int error = FileSystem.Open(real, OpenFlags.ReadOnly | OpenFlagsExtensions.Directory, out FileDescriptor directory);
        if (error != Errno.None)
        {
            listing.Add(name, SourceFileKind.Directory, SourceReading.Unreadable, default);
            return;
        }

        List<byte[]> names = [];
        using (directory)
        {
            DirectoryReader reader = DirectoryReader.Of(directory, _room);
            while (reader.Read())
            {
                if (!reader.Name.SequenceEqual(GitRepository.Name))
                    names.Add(reader.Name.ToArray());
            }
        }

        listing.Add(name, SourceFileKind.Directory, default, default);
        names.Sort(static (left, right) => left.AsSpan().SequenceCompareTo(right));
        foreach (byte[] child in names)
        {
            byte[] path = ByteString.JoinPath(real, child);
            byte[] shown = ByteString.JoinPath(name, child);
            if (FileSystem.ReadLink(path) is not { } target)
            {
                Add(listing, shown, path, depth + 1);
                continue;
            }

            listing.Add(shown, SourceFileKind.Link, Storage.Digest.Of(target), default);
            if (FileSystem.RealPath(path) is { } led && !IsBelow(led, _realTree))
                Add(listing, ByteString.Concat(shown, "\0"u8), led, depth + 1);
        }
    }
}
