using System.Buffers.Binary;
using Larder.Posix;

namespace Larder.Storage;

/// <summary>The file format of results: what one compile made, in one file.</summary>
/// <remarks>
/// All integers little-endian.
/// <code>
/// result   = head payload*
/// head     = header table metadata checksum                    headSize bytes
/// header   = magic:8 version:u16 kind:u8 memberCount:u8 headSize:u32 fileSize:u64 metadataSize:u32 reserved:u32
///            key:32                                            64 bytes
/// magic    = "larder" 0x1a 0x0a
/// kind     = EntryKind.Result
/// reserved = 0
/// table    = member*                                           memberCount of them, no kind twice
/// member   = kind:u16 encoding:u8 zero:5 rawSize:u64 storedSize:u64 offset:u64 sum:32              64 bytes
/// sum      = BLAKE3 of the member as it stands in the file
/// checksum = BLAKE3(header table metadata):32
/// payload  = storedSize bytes at offset, anywhere after the head, in ascending order, without overlap
/// </code>
/// A member's sum is over what stands in the file, since that is a fraction of what it expands to and every hit checks it; that
/// it expands to what was given is checked once, when it is stored. The largest raw member, if it is large, stands last at a
/// multiple of 4096, from where a file system that can shares its extents.
/// </remarks>
public static class ResultFormat
{
    /// <summary>Versions: 1, the first.</summary>
    internal const ushort Version = 1;

    /// <summary>A compile makes a handful of files; each kind occurs once.</summary>
    public const int MaxMembers = 24;

    /// <summary>Metadata is an exit status and a few flags; and the head must come with the first read.</summary>
    public const int MaxMetadata = 16 * 1024;

    /// <summary>Beyond every object that is worth caching, and within one array.</summary>
    public const int MaxMemberSize = 1 << 30;

    /// <summary>
    /// What all compressed members of one result may expand to: a few bytes that promise gigabytes must not take the memory of whoever
    /// reads them. What is beyond is stored as it is.
    /// </summary>
    internal const long MaxExpandedSize = 256L << 20;

    /// <summary>The largest file: offsets in it fit an int, and so do buffers.</summary>
    internal const int MaxFileSize = int.MaxValue / 2 + MaxMemberSize / 2;

    internal const int HeaderSize = 64;

    internal const int MemberSize = 64;

    /// <summary>The first read takes at least so much, hence any head.</summary>
    internal const int MaxHeadSize = HeaderSize + (MaxMembers * MemberSize) + MaxMetadata + Digest.Size;

    internal const int MinHeadSize = HeaderSize + Digest.Size;

    private const int VersionAt = 8;
    private const int KindAt = 10;
    private const int CountAt = 11;
    private const int HeadSizeAt = 12;
    private const int FileSizeAt = 16;
    private const int MetadataSizeAt = 24;
    private const int ReservedAt = 28;
    private const int KeyAt = 32;

    private const int EncodingAt = 2;
    private const int ZeroAt = 3;
    private const int RawSizeAt = 8;
    private const int StoredSizeAt = 16;
    private const int OffsetAt = 24;
    private const int SumAt = 32;

    /// <summary>Extents can only be shared from block boundaries (ioctl_ficlonerange(2)).</summary>
    private const int CloneAlignment = 4096;

    /// <summary>Below this the padding costs more than a copy.</summary>
    private const int MinClonedSize = 16 * 1024;

    /// <summary>Less than this hardly shrinks, and an entry takes whole blocks anyway.</summary>
    private const int MinCompressedSize = 256;

    /// <summary>
    /// Lays a result out: <paramref name="start"/> is the file but for the member that is to be written after it from its own
    /// memory, <paramref name="last"/> (often empty). False where it is beyond the limits.
    /// </summary>
    internal static bool TryEncode(
        in Digest key, ResultBuilder builder, int level, out ArraySegment<byte> start, out ReadOnlyMemory<byte> last)
    {
        start = default;
        last = default;
        ReadOnlySpan<(ResultMemberKind Kind, ReadOnlyMemory<byte> Bytes)> members = builder.Members;
        if (builder.Metadata.Length > MaxMetadata)
            return false;

        int apart = level == 0 ? LargestMember(builder) : -1;
        int headSize = MinHeadSize + (members.Length * MemberSize) + builder.Metadata.Length;
        long room = headSize + CloneAlignment;
        long total = room;
        for (int i = 0; i < members.Length; i++)
        {
            if (members[i].Bytes.Length > MaxMemberSize)
                return false;
            total += Zstandard.Bound(members[i].Bytes.Length);
            if (i != apart)
                room += Zstandard.Bound(members[i].Bytes.Length);
        }

        if (total > MaxFileSize)
            return false;

        byte[] buffer = GC.AllocateUninitializedArray<byte>((int)room);
        int end = headSize;
        long expanded = 0;
        for (int i = 0; i < members.Length; i++)
        {
            if (i == apart)
                continue;
            ReadOnlySpan<byte> raw = members[i].Bytes.Span;
            bool isCompressed = level > 0 && raw.Length >= MinCompressedSize && expanded + raw.Length <= MaxExpandedSize;
            int stored = isCompressed ? Zstandard.Compress(raw, buffer.AsSpan(end), level) : -1;
            MemberEncoding encoding = MemberEncoding.Zstandard;
            if (stored < 0 || stored >= raw.Length || !Expands(buffer.AsSpan(end, stored), raw))
            {
                raw.CopyTo(buffer.AsSpan(end));
                stored = raw.Length;
                encoding = MemberEncoding.Raw;
            }

            expanded += encoding == MemberEncoding.Zstandard ? raw.Length : 0;
            ResultMember member = new(members[i].Kind, encoding, raw.Length, stored, end, Digest.Of(buffer.AsSpan(end, stored)));
            WriteMember(buffer.AsSpan(HeaderSize + (i * MemberSize)), member);
            end += stored;
        }

        long fileSize = end;
        if (apart >= 0)
        {
            last = members[apart].Bytes;
            int aligned = (end + CloneAlignment - 1) & -CloneAlignment;
            buffer.AsSpan(end, aligned - end).Clear();
            end = aligned;
            ResultMember member = new(
                members[apart].Kind, MemberEncoding.Raw, last.Length, last.Length, end, Digest.Of(last.Span));
            WriteMember(buffer.AsSpan(HeaderSize + (apart * MemberSize)), member);
            fileSize = (long)end + last.Length;
        }

        builder.Metadata.Span.CopyTo(buffer.AsSpan(HeaderSize + (members.Length * MemberSize)));
        WriteHeader(buffer, key, members.Length, headSize, fileSize, builder.Metadata.Length);
        Digest.Of(buffer.AsSpan(0, headSize - Digest.Size)).CopyTo(buffer.AsSpan(headSize - Digest.Size));
        start = new ArraySegment<byte>(buffer, 0, end);
        return true;
    }

    /// <summary>
    /// Checks the head of a file of <paramref name="fileSize"/> bytes, of which <paramref name="bytes"/> is the start, and gives its
    /// table and where the metadata stands. False where it is not the result of that key.
    /// </summary>
    internal static bool TryDecode(
        ReadOnlySpan<byte> bytes, long fileSize, in Digest key, out ResultMember[] members, out Range metadata)
    {
        members = [];
        metadata = default;
        if (bytes.Length < MinHeadSize || !bytes.StartsWith(EntryEnvelope.Magic)
            || BinaryPrimitives.ReadUInt16LittleEndian(bytes[VersionAt..]) != Version
            || bytes[KindAt] != (byte)EntryKind.Result
            || BinaryPrimitives.ReadInt64LittleEndian(bytes[FileSizeAt..]) != fileSize
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[ReservedAt..]) != 0)
            return false;

        int count = bytes[CountAt];
        uint metadataSize = BinaryPrimitives.ReadUInt32LittleEndian(bytes[MetadataSizeAt..]);
        if (count > MaxMembers || metadataSize > MaxMetadata)
            return false;
        int tableEnd = HeaderSize + (count * MemberSize);
        int metadataEnd = tableEnd + (int)metadataSize;
        int headSize = metadataEnd + Digest.Size;
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[HeadSizeAt..]) != headSize || headSize > bytes.Length
            || Digest.FromBytes(bytes[KeyAt..]) != key
            || Digest.Of(bytes[..metadataEnd]) != Digest.FromBytes(bytes[metadataEnd..]))
            return false;

        members = new ResultMember[count];
        ulong kinds = 0;
        long expanded = 0;
        for (int i = 0; i < count; i++)
        {
            if (!TryReadMember(bytes.Slice(HeaderSize + (i * MemberSize), MemberSize), headSize, fileSize, out members[i]))
                return false;
            expanded += members[i].Encoding == MemberEncoding.Zstandard ? members[i].RawSize : 0;
            if (expanded > MaxExpandedSize)
                return false;
            ulong bit = 1UL << ((int)members[i].Kind & 63);
            if ((kinds & bit) != 0)
                return false;
            kinds |= bit;
        }

        metadata = tableEnd..metadataEnd;
        return true;
    }

    private static void WriteHeader(
        Span<byte> header, in Digest key, int memberCount, int headSize, long fileSize, int metadataSize)
    {
        EntryEnvelope.Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header[VersionAt..], Version);
        header[KindAt] = (byte)EntryKind.Result;
        header[CountAt] = (byte)memberCount;
        BinaryPrimitives.WriteInt32LittleEndian(header[HeadSizeAt..], headSize);
        BinaryPrimitives.WriteInt64LittleEndian(header[FileSizeAt..], fileSize);
        BinaryPrimitives.WriteInt32LittleEndian(header[MetadataSizeAt..], metadataSize);
        BinaryPrimitives.WriteInt32LittleEndian(header[ReservedAt..], 0);
        key.CopyTo(header[KeyAt..]);
    }

    private static void WriteMember(Span<byte> entry, in ResultMember member)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(entry, (ushort)member.Kind);
        entry[EncodingAt] = (byte)member.Encoding;
        entry[ZeroAt..RawSizeAt].Clear();
        BinaryPrimitives.WriteInt64LittleEndian(entry[RawSizeAt..], member.RawSize);
        BinaryPrimitives.WriteInt64LittleEndian(entry[StoredSizeAt..], member.StoredSize);
        BinaryPrimitives.WriteInt64LittleEndian(entry[OffsetAt..], member.Offset);
        member.Sum.CopyTo(entry[SumAt..]);
    }

    private static bool TryReadMember(ReadOnlySpan<byte> entry, int headSize, long fileSize, out ResultMember member)
    {
        member = new ResultMember(
            (ResultMemberKind)BinaryPrimitives.ReadUInt16LittleEndian(entry),
            (MemberEncoding)entry[EncodingAt],
            BinaryPrimitives.ReadInt64LittleEndian(entry[RawSizeAt..]),
            BinaryPrimitives.ReadInt64LittleEndian(entry[StoredSizeAt..]),
            BinaryPrimitives.ReadInt64LittleEndian(entry[OffsetAt..]),
            Digest.FromBytes(entry[SumAt..]));
        return (int)member.Kind is > 0 and < 64
            && member.RawSize is >= 0 and <= MaxMemberSize
            && member.StoredSize >= 0
            && member.Offset >= headSize
            && member.Offset <= fileSize
            && member.StoredSize <= fileSize - member.Offset
            && member.Encoding switch
            {
                MemberEncoding.Raw => member.StoredSize == member.RawSize,
                MemberEncoding.Zstandard => member.RawSize <= member.StoredSize * EntryEnvelope.MaxExpansion,
                _ => false,
            };
    }

    /// <summary>No fault of the compressor's may become one of an object's.</summary>
    private static bool Expands(ReadOnlySpan<byte> stored, ReadOnlySpan<byte> raw)
    {
        byte[] expanded = GC.AllocateUninitializedArray<byte>(raw.Length);
        return Zstandard.Decompress(stored, expanded) && raw.SequenceEqual(expanded);
    }

    private static int LargestMember(ResultBuilder builder)
    {
        int largest = -1;
        int size = MinClonedSize - 1;
        for (int i = 0; i < builder.Count; i++)
        {
            if (builder.Members[i].Bytes.Length > size)
            {
                largest = i;
                size = builder.Members[i].Bytes.Length;
            }
        }

        return largest;
    }
}
