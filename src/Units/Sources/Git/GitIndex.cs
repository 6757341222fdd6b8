using System.Buffers.Binary;
using Larder.Posix;

namespace Larder.Units.Sources.Git;

/// <summary>The names of the files that git tracks, from a repository's index.</summary>
/// <remarks>
/// gitformat-index(5). All integers big-endian:
/// <code>
/// index     = "DIRC" version:u32 (2, 3, 4) count:u32 entry*count extension* checksum
/// entry     = status:40 object:20 (32 with SHA-256) flags:u16 [further:u16, where flags has 0x4000] name
/// name      = versions 2, 3: bytes NUL, and NULs until the entry's length is a multiple of 8
///             version 4: cut:varint bytes NUL; the name before it without its last "cut" bytes, and these
/// extension = signature:4 size:u32 content      "link": the object id of a shared index, whose entries count too
/// </code>
/// Entries are sorted by name. What is damaged, or of another form, is as no index: then nothing ignored is tracked. The checksum is not looked at.
/// Which entries of a shared index were deleted or replaced is not read: what is ignored and was tracked once may count for longer than it must.
/// </remarks>
internal sealed class GitIndex
{
    private const long MaxSize = 1 << 30;
    private const int HeaderSize = 12;
    private const int StatusSize = 40;
    private const ushort ExtendedFlag = 0x4000;

    private readonly List<byte[]> _names;

    private GitIndex(List<byte[]> names) => _names = names;

    /// <summary>Nothing is tracked.</summary>
    internal static GitIndex Empty { get; } = new([]);

    /// <summary>Reads the index of a repository's git directory; a repository without one tracks nothing.</summary>
    /// <param name="gitDirectory">The directory.</param>
    /// <param name="objectSize">Bytes of an object's id: 20, or 32 with SHA-256.</param>
    internal static GitIndex Read(byte[] gitDirectory, int objectSize)
    {
        if (ReadNames(gitDirectory, "index"u8, objectSize, out byte[]? shared) is not { } names)
            return Empty;
        if (shared is not null && ReadNames(gitDirectory, ByteString.Concat("sharedindex."u8, shared), objectSize, out _) is { } more)
        {
            names.AddRange(more);
            names.Sort(static (left, right) => left.AsSpan().SequenceCompareTo(right));
        }

        return new GitIndex(names);
    }

    /// <summary>Whether a file of that path, relative to the repository's root, is tracked (or a submodule stands there).</summary>
    internal bool Has(ReadOnlySpan<byte> path)
    {
        int at = FirstNotBefore(path);
        return at < _names.Count && path.SequenceEqual(_names[at]);
    }

    /// <summary>Whether something below a directory is tracked.</summary>
    internal bool HasBelow(ReadOnlySpan<byte> directory)
    {
        byte[] prefix = ByteString.Concat(directory, "/"u8);
        int at = FirstNotBefore(prefix);
        return at < _names.Count && _names[at].AsSpan().StartsWith(prefix);
    }

    /// <summary>The names of one index file. Null where it isn't one.</summary>
    internal static List<byte[]>? ReadNames(ReadOnlySpan<byte> index, int objectSize, out byte[]? shared)
    {
        shared = null;
        if (index.Length < HeaderSize || !index.StartsWith("DIRC"u8))
            return null;
        uint version = BinaryPrimitives.ReadUInt32BigEndian(index[4..]);
        uint count = BinaryPrimitives.ReadUInt32BigEndian(index[8..]);
        if (version is < 2 or > 4 || count > index.Length / (StatusSize + objectSize))
            return null;
        List<byte[]> names = new((int)count);
        int at = HeaderSize;
        byte[] previous = [];
        for (uint i = 0; i < count; i++)
        {
            int start = at;
            if (!TrySkip(index, ref at, StatusSize + objectSize + 2))
                return null;
            if ((BinaryPrimitives.ReadUInt16BigEndian(index[(at - 2)..]) & ExtendedFlag) != 0 && !TrySkip(index, ref at, 2))
                return null;
            int cut = previous.Length;
            if (version == 4 && (!TryReadCut(index, ref at, out cut) || cut > previous.Length))
                return null;
            int length = index[at..].IndexOf((byte)0);
            if (length < 0 || previous.Length - cut + length > FileSystem.PathMax)
                return null;
            byte[] name = ByteString.Concat(previous.AsSpan(..^cut), index.Slice(at, length));
            at += length + 1;
            if (version < 4 && !TrySkip(index, ref at, -(at - start) & 7))
                return null;

            // An index that is split has nameless entries, which replace others; names that aren't sorted tell of a wrong form.
            if (name.Length > 0 && previous.AsSpan().SequenceCompareTo(name) > 0)
                return null;
            previous = name;
            if (name.Length > 0)
                names.Add(name);
        }

        shared = ReadShared(index, at, objectSize);
        return names;
    }

    private static List<byte[]>? ReadNames(byte[] gitDirectory, ReadOnlySpan<byte> name, int objectSize, out byte[]? shared)
    {
        shared = null;
        return FileSystem.ReadAll(ByteString.JoinPath(gitDirectory, name), out _, MaxSize) is { } index ? ReadNames(index, objectSize, out shared) : null;
    }

    private static bool TrySkip(ReadOnlySpan<byte> index, ref int at, int length)
    {
        at += length;
        return at <= index.Length;
    }

    private static bool TryReadCut(ReadOnlySpan<byte> index, ref int at, out int cut)
    {
        // Seven bits a byte, the highest first; each byte but the last adds one before it is shifted.
        cut = 0;
        while (at < index.Length)
        {
            byte next = index[at++];
            cut = (cut << 7) + (next & 0x7F);
            if ((next & 0x80) == 0)
                return true;
            if (cut > FileSystem.PathMax)
                return false;
            cut++;
        }

        return false;
    }

    private static byte[]? ReadShared(ReadOnlySpan<byte> index, int at, int objectSize)
    {
        while (index.Length - at >= 8 + objectSize)
        {
            uint size = BinaryPrimitives.ReadUInt32BigEndian(index[(at + 4)..]);
            if (index.Slice(at, 4).SequenceEqual("link"u8) && size >= objectSize)
                return System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(index.Slice(at + 8, objectSize)));
            if (size > index.Length - at - 8)
                return null;
            at += 8 + (int)size;
        }

        return null;
    }

    private int FirstNotBefore(ReadOnlySpan<byte> path)
    {
        int low = 0;
        int high = _names.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_names[middle].AsSpan().SequenceCompareTo(path) < 0)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
