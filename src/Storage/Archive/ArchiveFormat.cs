using System.Buffers.Binary;
using Larder.Posix;

namespace Larder.Storage;

/// <summary>The form in which entries travel: as a stream, to be read and written without seeking.</summary>
/// <remarks>
/// All integers little-endian.
/// <code>
/// archive = magic:8 version:u32 zero:u32 record* end
/// magic   = "larder" 0x1a 0x02
/// record  = kind:u8 zero:7 size:u64 used:i64 key:32 sum:8 bytes{size}    kind is EntryKind's; bytes are the entry's file
/// end     = 0:u8 zero:7 count:u64 zero:40 sum:8                          so that an archive that was cut off isn't taken for whole
/// sum     = the first 8 bytes of BLAKE3 over what stands before it in the record's or end's head
/// used    = seconds since the epoch
/// </code>
/// The bytes of an entry carry checksums of their own (<see cref="EntryCheck"/>). Versions: 1, the first.
/// </remarks>
internal static class ArchiveFormat
{
    internal const int HeaderSize = 16;

    internal const int RecordSize = 64;

    private const uint Version = 1;
    private const int SumAt = 56;

    private static ReadOnlySpan<byte> Magic => [(byte)'l', (byte)'a', (byte)'r', (byte)'d', (byte)'e', (byte)'r', 0x1a, 0x02];

    internal static void WriteHeader(Span<byte> header)
    {
        header.Clear();
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], Version);
    }

    internal static bool IsHeader(ReadOnlySpan<byte> header) =>
        header.StartsWith(Magic) && BinaryPrimitives.ReadUInt32LittleEndian(header[8..]) == Version;

    internal static void Write(Span<byte> head, in ArchiveRecord record)
    {
        head.Clear();
        head[0] = (byte)record.Kind;
        BinaryPrimitives.WriteInt64LittleEndian(head[8..], record.Size);
        BinaryPrimitives.WriteInt64LittleEndian(head[16..], record.Used);
        record.Key.CopyTo(head[24..]);
        Sum(head[..SumAt], head[SumAt..]);
    }

    /// <summary>Reads a record's head, or the end's, which is one of kind 0 whose size is the count. False where it is damaged.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> head, out ArchiveRecord record)
    {
        Span<byte> sum = stackalloc byte[RecordSize - SumAt];
        Sum(head[..SumAt], sum);
        record = new ArchiveRecord(
            (EntryKind)head[0], Digest.FromBytes(head[24..]), BinaryPrimitives.ReadInt64LittleEndian(head[8..]), BinaryPrimitives.ReadInt64LittleEndian(head[16..]));
        return sum.SequenceEqual(head[SumAt..]) && record.Size >= 0;
    }

    /// <summary>Fills as much of the buffer as there is.</summary>
    internal static int Fill(FileDescriptor file, Span<byte> buffer, out int error)
    {
        int filled = 0;
        error = Errno.None;
        while (filled < buffer.Length)
        {
            int n = file.Read(buffer[filled..], out error);
            if (n <= 0)
                break;
            filled += n;
        }

        return filled;
    }

    private static void Sum(ReadOnlySpan<byte> bytes, Span<byte> sum)
    {
        Span<byte> digest = stackalloc byte[Digest.Size];
        Digest.Of(bytes).CopyTo(digest);
        digest[..sum.Length].CopyTo(sum);
    }
}
