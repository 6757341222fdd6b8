using System.Buffers.Binary;
using Larder.Posix;
using Larder.Storage;

namespace Larder.Units.Sources;

/// <summary>What is remembered of a file: its status, and the digest of what it held under that.</summary>
/// <remarks>
/// All integers little-endian:
/// <code>
/// record = device:u64 inode:u64 size:i64 mtime:i64 ctime:i64 (nanoseconds) age:u64 digest:32         80 bytes
/// age    = how often the memo was written since the file was last met
/// </code>
/// </remarks>
internal readonly ref struct SourceMemoRecord(ReadOnlySpan<byte> bytes)
{
    internal const int Size = 80;

    private const int AgeAt = 40;
    private const int DigestAt = 48;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    internal ulong Device => BinaryPrimitives.ReadUInt64LittleEndian(_bytes);

    internal ulong Inode => BinaryPrimitives.ReadUInt64LittleEndian(_bytes[8..]);

    internal ulong Age => BinaryPrimitives.ReadUInt64LittleEndian(_bytes[AgeAt..]);

    internal Digest Digest => Digest.FromBytes(_bytes[DigestAt..]);

    /// <summary>Whether the file is still what it was.</summary>
    internal bool IsCurrent(in FileStatus status) =>
        BinaryPrimitives.ReadInt64LittleEndian(_bytes[16..]) == status.Size
        && BinaryPrimitives.ReadInt64LittleEndian(_bytes[24..]) == status.Modified.TotalNanoseconds
        && BinaryPrimitives.ReadInt64LittleEndian(_bytes[32..]) == status.Changed.TotalNanoseconds;

    internal static void Write(Span<byte> record, in FileStatus status, in Digest digest)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(record, status.Device);
        BinaryPrimitives.WriteUInt64LittleEndian(record[8..], status.Inode);
        BinaryPrimitives.WriteInt64LittleEndian(record[16..], status.Size);
        BinaryPrimitives.WriteInt64LittleEndian(record[24..], status.Modified.TotalNanoseconds);
        BinaryPrimitives.WriteInt64LittleEndian(record[32..], status.Changed.TotalNanoseconds);
        WriteAge(record, 0);
        digest.CopyTo(record[DigestAt..]);
    }

    internal static void WriteAge(Span<byte> record, ulong age) => BinaryPrimitives.WriteUInt64LittleEndian(record[AgeAt..], age);
}
