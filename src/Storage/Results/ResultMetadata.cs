using System.Buffers.Binary;

namespace Larder.Storage;

/// <summary>What stands beside a result's members: facts about the entry that no key can be asked for.</summary>
/// <remarks>
/// <code>
/// metadata  = field*                     none where there is nothing to say
/// field     = tag:u8 size:u16 bytes{size} little-endian; a reader passes over tags that it doesn't know
/// namespace = tag 1                      the setting
/// compiler  = tag 2                      the path that it was called by
/// toolchain = tag 3                      digest:32, of all that takes part
/// duration  = tag 4                      nanoseconds:u64 that the compiler took; of a content that several compiles have made, the first of them
/// content   = tag 10                     version:u8: the key is that of the content, see ContentKey
/// </code>
/// </remarks>
public static class ResultMetadata
{
    private const int FieldHeader = 3;

    /// <summary>Tags. Written to disk, never change.</summary>
    private const byte NamespaceTag = 1;

    private const byte CompilerTag = 2;
    private const byte ToolchainTag = 3;
    private const byte DurationTag = 4;
    private const byte ContentTag = 10;

    /// <summary>No compile takes a day; what says so would spoil sums.</summary>
    public const long MaxDuration = 86_400_000_000_000;

    /// <summary>The metadata of a result.</summary>
    /// <param name="name">The setting <c>namespace</c> under which it is stored; empty for none.</param>
    /// <param name="compiler">The compiler's path.</param>
    /// <param name="toolchain">The digest that stands for the compiler and all that it runs.</param>
    /// <param name="duration">What the compiler took, in nanoseconds; 0 where that isn't known.</param>
    public static ReadOnlyMemory<byte> Of(ReadOnlySpan<byte> name, ReadOnlySpan<byte> compiler, in Digest toolchain, long duration = 0)
    {
        Span<byte> time = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(time, duration);
        if (duration is <= 0 or > MaxDuration)
            time = default;
        Span<byte> identity = stackalloc byte[Digest.Size];
        toolchain.CopyTo(identity);
        byte[] metadata = new byte[Room(name) + Room(compiler) + Room(identity) + Room(time)];
        Span<byte> rest = metadata;
        Add(ref rest, NamespaceTag, name);
        Add(ref rest, CompilerTag, compiler);
        Add(ref rest, ToolchainTag, identity);
        Add(ref rest, DurationTag, time);
        return metadata;
    }

    /// <summary>The namespace that a result was stored in; empty for none, and where the metadata are damaged.</summary>
    public static ReadOnlySpan<byte> NamespaceOf(ReadOnlySpan<byte> metadata) => Find(metadata, NamespaceTag);

    /// <summary>The path of the compiler that made a result; empty where an earlier larder stored it.</summary>
    public static ReadOnlySpan<byte> CompilerOf(ReadOnlySpan<byte> metadata) => Find(metadata, CompilerTag);

    /// <summary>The digest of that compiler and all that it runs; zero where that isn't said.</summary>
    public static Digest ToolchainOf(ReadOnlySpan<byte> metadata) =>
        Find(metadata, ToolchainTag) is { Length: Digest.Size } bytes ? Digest.FromBytes(bytes) : default;

    /// <summary>What the compiler took that made a result, in nanoseconds; 0 where that isn't said.</summary>
    public static long DurationOf(ReadOnlySpan<byte> metadata) =>
        Find(metadata, DurationTag) is { Length: sizeof(long) } bytes && BinaryPrimitives.ReadInt64LittleEndian(bytes) is > 0 and <= MaxDuration and var duration
            ? duration
            : 0;

    /// <summary>The version of <see cref="ContentKey"/> by which the result has its key; 0 where the key is another.</summary>
    public static int ContentVersionOf(ReadOnlySpan<byte> metadata) => Find(metadata, ContentTag) is [var version] ? version : 0;

    /// <summary>The same metadata, saying that the result stands under the key of its content.</summary>
    internal static ReadOnlyMemory<byte> ByContent(ReadOnlySpan<byte> metadata)
    {
        byte[] longer = new byte[metadata.Length + FieldHeader + 1];
        metadata.CopyTo(longer);
        longer[metadata.Length] = ContentTag;
        longer[metadata.Length + 1] = 1;
        longer[^1] = ContentKey.Version;
        return longer;
    }

    private static int Room(scoped ReadOnlySpan<byte> value) => value.IsEmpty || value.Length > ResultFormat.MaxMetadata / 4 ? 0 : FieldHeader + value.Length;

    private static void Add(ref Span<byte> rest, byte tag, scoped ReadOnlySpan<byte> value)
    {
        int room = Room(value);
        if (room == 0)
            return;
        rest[0] = tag;
        BinaryPrimitives.WriteUInt16LittleEndian(rest[1..], (ushort)value.Length);
        value.CopyTo(rest[FieldHeader..]);
        rest = rest[room..];
    }

    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> metadata, byte tag)
    {
        while (metadata.Length >= FieldHeader)
        {
            int size = BinaryPrimitives.ReadUInt16LittleEndian(metadata[1..]);
            if (size > metadata.Length - FieldHeader)
                return default;
            if (metadata[0] == tag)
                return metadata.Slice(FieldHeader, size);
            metadata = metadata[(FieldHeader + size)..];
        }

        return default;
    }
}
