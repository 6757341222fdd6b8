using System.Buffers.Binary;

namespace Larder.Storage.Manifests;

/// <summary>
/// Everything that a compile (or a probe of a toolchain) read or looked for in vain, as it is written in manifests and
/// toolchain entries. All numbers are little-endian.
/// <code>
/// input-set = fileCount:u32 groupCount:u32 nameCount:u32 textSize:u32
///             file{fileCount} group{groupCount} name{nameCount} text:u8{textSize}
/// file      = path:u32 kind:u8 zero:u8{3} digest:u8{32}
/// group     = directory:u32 firstName:u32 nameCount:u32 zero:u32 digest:u8{32}
/// name      = text offset:u32
/// text      = strings, each ended by a NUL; paths and names are offsets into it
/// </code>
/// A group says: in this directory none of these names stands (or the directory itself is missing). Its digest is over the
/// names, so that "unchanged directory, same names" can be remembered as one fact. Paths are as the compiler spelled them:
/// relative ones count from the working directory of whoever asks.
/// </summary>
public readonly ref struct InputSet
{
    /// <summary>More files than any compile reads; a count above is damage.</summary>
    public const int MaxFiles = 100_000;

    /// <summary>Likewise for directories and names looked for in vain.</summary>
    public const int MaxNames = 1_000_000;

    internal const int HeaderSize = 16;
    internal const int FileSize = 40;
    internal const int GroupSize = 48;
    internal const int NameSize = 4;

    private readonly ReadOnlySpan<byte> _files;
    private readonly ReadOnlySpan<byte> _groups;
    private readonly ReadOnlySpan<byte> _names;

    private InputSet(ReadOnlySpan<byte> files, ReadOnlySpan<byte> groups, ReadOnlySpan<byte> names, ReadOnlySpan<byte> text)
    {
        _files = files;
        _groups = groups;
        _names = names;
        Text = text;
    }

    public int FileCount => _files.Length / FileSize;

    public int GroupCount => _groups.Length / GroupSize;

    /// <summary>All strings, each ended by a NUL; the last byte is one.</summary>
    public ReadOnlySpan<byte> Text { get; }

    /// <summary>Reads a set. False where the bytes are none: every offset is checked here, so that the accessors needn't.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out InputSet set) => TryReadStart(bytes, out set, out ReadOnlySpan<byte> rest) && rest.IsEmpty;

    /// <summary>The same, where something may follow.</summary>
    internal static bool TryReadStart(ReadOnlySpan<byte> bytes, out InputSet set, out ReadOnlySpan<byte> following)
    {
        set = default;
        following = default;
        if (bytes.Length < HeaderSize)
            return false;
        uint files = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        uint groups = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        uint names = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        uint text = BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]);
        if (files > MaxFiles || groups > MaxFiles || names > MaxNames)
            return false;
        long size = HeaderSize + ((long)files * FileSize) + ((long)groups * GroupSize) + ((long)names * NameSize) + text;
        if (size > bytes.Length)
            return false;
        following = bytes[(int)size..];
        bytes = bytes[..(int)size];
        if (text > 0 && bytes[^1] != 0)
            return false;

        ReadOnlySpan<byte> rest = bytes[HeaderSize..];
        set = new InputSet(
            Take(ref rest, (int)files * FileSize),
            Take(ref rest, (int)groups * GroupSize),
            Take(ref rest, (int)names * NameSize),
            rest);
        return set.OffsetsHold(text, names);
    }

    /// <summary>Offset of a file's path in <see cref="Text"/>.</summary>
    public int FilePath(int file) => Number(_files[(file * FileSize)..]);

    public InputKind FileKind(int file) => (InputKind)_files[(file * FileSize) + 4];

    public Digest FileDigest(int file) => Digest.FromBytes(_files.Slice((file * FileSize) + 8, Digest.Size));

    /// <summary>The number that <see cref="InputKind.SameAsDistinct"/> has in its digest's place; unchecked.</summary>
    public uint FileOrdinal(int file) => BinaryPrimitives.ReadUInt32LittleEndian(_files[((file * FileSize) + 8)..]);

    /// <summary>The seconds that <see cref="InputKind.Modified"/> has in its digest's place.</summary>
    public long FileTime(int file) => BinaryPrimitives.ReadInt64LittleEndian(_files[((file * FileSize) + 8)..]);

    /// <summary>Offset of a group's directory in <see cref="Text"/>.</summary>
    public int GroupDirectory(int group) => Number(_groups[(group * GroupSize)..]);

    public int GroupNameCount(int group) => Number(_groups[((group * GroupSize) + 8)..]);

    /// <summary>Digest over the names of a group.</summary>
    public Digest GroupDigest(int group) => Digest.FromBytes(_groups.Slice((group * GroupSize) + 16, Digest.Size));

    /// <summary>Offset in <see cref="Text"/> of a name that doesn't stand in the group's directory.</summary>
    public int GroupName(int group, int name)
    {
        int first = Number(_groups[((group * GroupSize) + 4)..]);
        return Number(_names[((first + name) * NameSize)..]);
    }

    /// <summary>The string that starts at an offset, without its NUL.</summary>
    public ReadOnlySpan<byte> TextAt(int offset)
    {
        ReadOnlySpan<byte> rest = Text[offset..];
        return rest[..rest.IndexOf((byte)0)];
    }

    private static int Number(ReadOnlySpan<byte> at) => BinaryPrimitives.ReadInt32LittleEndian(at);

    private static ReadOnlySpan<byte> Take(scoped ref ReadOnlySpan<byte> rest, int length)
    {
        ReadOnlySpan<byte> taken = rest[..length];
        rest = rest[length..];
        return taken;
    }

    private bool OffsetsHold(uint text, uint names)
    {
        for (int i = 0; i < _files.Length; i += FileSize)
        {
            if ((uint)Number(_files[i..]) >= text)
                return false;
        }

        for (int i = 0; i < _groups.Length; i += GroupSize)
        {
            uint first = (uint)Number(_groups[(i + 4)..]);
            uint count = (uint)Number(_groups[(i + 8)..]);
            if ((uint)Number(_groups[i..]) >= text || first > names || count > names - first)
                return false;
        }

        for (int i = 0; i < _names.Length; i += NameSize)
        {
            if ((uint)Number(_names[i..]) >= text)
                return false;
        }

        return true;
    }
}
