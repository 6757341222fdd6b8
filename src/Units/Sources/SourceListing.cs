using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Larder.Posix;
using Larder.Storage;

namespace Larder.Units.Sources;

/// <summary>The files of a tree, as they are met; in the end their order and digests. Its memory is used again.</summary>
/// <remarks>
/// What is digested, all integers little-endian, for each file in the order of paths:
/// <code>
/// digest = version:u8 file*          file   = length:u32 path kind:u8 content:32
/// stamp  = digest:32 status*         status = <see cref="StatusDigester"/>'s, and beyond:32
/// </code>
/// </remarks>
internal sealed class SourceListing : IComparer<SourceEntry>
{
    /// <summary>Versions: 1, the first.</summary>
    private const byte Version = 1;

    private const int StatusSize = StatusDigester.Size + Digest.Size;

    private readonly ArrayBufferWriter<byte> _paths = new(4096);
    private readonly ArrayBufferWriter<byte> _hashed = new(4096);
    private readonly List<SourceEntry> _entries = [];

    /// <summary>The latest ctime of all files, in nanoseconds.</summary>
    internal long NewestChange { get; private set; }

    internal int Count => _entries.Count;

    internal void Clear()
    {
        _paths.ResetWrittenCount();
        _entries.Clear();
        NewestChange = 0;
    }

    internal void Add(ReadOnlySpan<byte> path, SourceFileKind kind, in Digest content, in FileStatus status, in Digest beyond = default, long beyondChange = 0)
    {
        _entries.Add(new SourceEntry(_paths.WrittenCount, path.Length, kind, content, status, beyond));
        _paths.Write(path);
        NewestChange = Math.Max(NewestChange, Math.Max(status.Changed.TotalNanoseconds, beyondChange));
    }

    /// <summary>The tree that all of it makes.</summary>
    internal SourceScan ToScan()
    {
        Sort();
        SourceFile[] files = new SourceFile[_entries.Count];
        for (int i = 0; i < files.Length; i++)
            files[i] = new SourceFile(ByteText.Decode(PathOf(_entries[i])), _entries[i].Kind, _entries[i].Content);
        Digest digest = ToDigest(out Digest stamp);
        return new SourceScan(stamp, digest, files);
    }

    /// <summary>The files' statuses in the order of their paths, after <see cref="ToScan"/>.</summary>
    internal IEnumerable<FileStatus> Statuses => _entries.Select(static entry => entry.Status);

    /// <summary>The digests alone.</summary>
    internal Digest ToDigest(out Digest stamp)
    {
        Sort();
        _hashed.ResetWrittenCount();
        _hashed.Write([Version]);
        foreach (ref readonly SourceEntry entry in CollectionsMarshal.AsSpan(_entries))
        {
            Span<byte> room = _hashed.GetSpan(4 + entry.PathLength + 1 + Digest.Size);
            BinaryPrimitives.WriteInt32LittleEndian(room, entry.PathLength);
            PathOf(in entry).CopyTo(room[4..]);
            room[4 + entry.PathLength] = (byte)entry.Kind;
            entry.Content.CopyTo(room[(5 + entry.PathLength)..]);
            _hashed.Advance(5 + entry.PathLength + Digest.Size);
        }

        Digest digest = Digest.Of(_hashed.WrittenSpan);
        _hashed.ResetWrittenCount();
        digest.CopyTo(_hashed.GetSpan(Digest.Size));
        _hashed.Advance(Digest.Size);
        foreach (ref readonly SourceEntry entry in CollectionsMarshal.AsSpan(_entries))
        {
            Span<byte> room = _hashed.GetSpan(StatusSize);
            StatusDigester.Write(room, entry.Status);
            entry.Beyond.CopyTo(room[StatusDigester.Size..]);
            _hashed.Advance(StatusSize);
        }

        stamp = Digest.Of(_hashed.WrittenSpan);
        return digest;
    }

    /// <summary>Bytewise by path.</summary>
    public int Compare(SourceEntry x, SourceEntry y) => PathOf(in x).SequenceCompareTo(PathOf(in y));

    private void Sort() => _entries.Sort(this);

    private ReadOnlySpan<byte> PathOf(in SourceEntry entry) => _paths.WrittenSpan.Slice(entry.PathAt, entry.PathLength);
}
