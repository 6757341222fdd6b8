using System.Buffers.Binary;
using Larder.Posix;

namespace Larder.Storage;

/// <summary>The file format of manifests and toolchains: one payload between a header and a checksum.</summary>
/// <remarks>
/// All integers little-endian.
/// <code>
/// entry    = header payload checksum
/// header   = magic:8 version:u16 kind:u8 encoding:u8 flags:u32 rawSize:u64 storedSize:u64 key:32      (64 bytes)
/// magic    = "larder" 0x1a 0x0a           the last two catch transfers that take it for text
/// kind     = EntryKind                    other than Result
/// encoding = MemberEncoding
/// flags    = 0                            any other value: a reader of this version rejects it
/// payload  = storedSize bytes             raw: rawSize = storedSize; zstd: one frame of rawSize bytes
/// checksum = BLAKE3(header payload):32    of the stored bytes: checked before anything expands them
/// </code>
/// The key stands in the header so that an entry under another's name is found out.
/// </remarks>
internal static class EntryEnvelope
{
    /// <summary>Versions: 1, the first.</summary>
    internal const ushort Version = 1;

    internal const int HeaderSize = 64;

    internal const int Overhead = HeaderSize + Digest.Size;

    /// <summary>Manifests are capped by their owner at far less; this bounds what a damaged size can make a reader allocate.</summary>
    internal const int MaxPayload = 64 << 20;

    /// <summary>zstd's densest block makes 128 KiB of 4 bytes (RFC 8878, 3.1.1.2), so no honest frame expands further.</summary>
    internal const long MaxExpansion = 32 * 1024;

    private const int VersionAt = 8;
    private const int KindAt = 10;
    private const int EncodingAt = 11;
    private const int FlagsAt = 12;
    private const int RawSizeAt = 16;
    private const int StoredSizeAt = 24;
    private const int KeyAt = 32;

    internal static ReadOnlySpan<byte> Magic => "larder\x1a\n"u8;

    /// <summary>
    /// Writes an entry into a new buffer. The payload is compressed where a level is given and that saves something.
    /// </summary>
    /// <returns>The buffer and how much of it is the entry.</returns>
    internal static (byte[] Buffer, int Length) Encode(EntryKind kind, in Digest key, ReadOnlySpan<byte> payload, int level)
    {
        int bound = level > 0 ? Math.Max(Zstandard.Bound(payload.Length), payload.Length) : payload.Length;
        byte[] buffer = GC.AllocateUninitializedArray<byte>(bound + Overhead);
        int stored = level > 0 ? Zstandard.Compress(payload, buffer.AsSpan(HeaderSize, bound), level) : -1;
        MemberEncoding encoding = MemberEncoding.Zstandard;
        if (stored < 0 || stored >= payload.Length)
        {
            payload.CopyTo(buffer.AsSpan(HeaderSize));
            stored = payload.Length;
            encoding = MemberEncoding.Raw;
        }

        Span<byte> header = buffer.AsSpan(0, HeaderSize);
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header[VersionAt..], Version);
        header[KindAt] = (byte)kind;
        header[EncodingAt] = (byte)encoding;
        BinaryPrimitives.WriteUInt32LittleEndian(header[FlagsAt..], 0);
        BinaryPrimitives.WriteInt64LittleEndian(header[RawSizeAt..], payload.Length);
        BinaryPrimitives.WriteInt64LittleEndian(header[StoredSizeAt..], stored);
        key.CopyTo(header[KeyAt..]);
        Digest.Of(buffer.AsSpan(0, HeaderSize + stored)).CopyTo(buffer.AsSpan(HeaderSize + stored));
        return (buffer, stored + Overhead);
    }

    /// <summary>Checks a whole file and gives its payload. False where it is not what was stored under that kind and key.</summary>
    internal static bool TryDecode(ReadOnlyMemory<byte> file, EntryKind kind, in Digest key, out ReadOnlyMemory<byte> payload)
    {
        payload = default;
        ReadOnlySpan<byte> bytes = file.Span;
        if (bytes.Length < Overhead || !bytes.StartsWith(Magic)
            || BinaryPrimitives.ReadUInt16LittleEndian(bytes[VersionAt..]) != Version
            || bytes[KindAt] != (byte)kind
            || bytes[EncodingAt] > (byte)MemberEncoding.Zstandard
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[FlagsAt..]) != 0)
            return false;

        long rawSize = BinaryPrimitives.ReadInt64LittleEndian(bytes[RawSizeAt..]);
        int stored = bytes.Length - Overhead;
        if (BinaryPrimitives.ReadInt64LittleEndian(bytes[StoredSizeAt..]) != stored
            || rawSize is < 0 or > MaxPayload
            || Digest.FromBytes(bytes[KeyAt..]) != key
            || Digest.Of(bytes[..^Digest.Size]) != Digest.FromBytes(bytes[^Digest.Size..]))
            return false;

        ReadOnlyMemory<byte> content = file.Slice(HeaderSize, stored);
        if (bytes[EncodingAt] == (byte)MemberEncoding.Raw)
        {
            payload = content;
            return rawSize == stored;
        }

        if (rawSize > stored * MaxExpansion)
            return false;
        byte[] raw = GC.AllocateUninitializedArray<byte>((int)rawSize);
        payload = raw;
        return Zstandard.Decompress(content.Span, raw);
    }
}
