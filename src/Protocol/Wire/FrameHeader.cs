using System.Buffers.Binary;

namespace Larder.Protocol.Wire;

/// <summary>
/// RFC 9113, section 4.1:
/// <code>frame = length(24) type(8) flags(8) 0(1) stream(31) *payload</code>
/// </summary>
internal readonly record struct FrameHeader(int Length, FrameType Type, FrameFlags Flags, int Stream)
{
    /// <summary>Bytes of a header.</summary>
    internal const int Size = 9;

    /// <summary>The largest payload that every peer takes (section 4.2); we send no larger ones and let none be sent to us.</summary>
    internal const int MaxPayload = 16384;

    /// <summary>True where a flag is set.</summary>
    internal bool Has(FrameFlags flag) => (Flags & flag) != 0;

    internal static FrameHeader Read(ReadOnlySpan<byte> bytes) => new(
        (bytes[0] << 16) | (bytes[1] << 8) | bytes[2],
        (FrameType)bytes[3],
        (FrameFlags)bytes[4],
        (int)(BinaryPrimitives.ReadUInt32BigEndian(bytes[5..]) & int.MaxValue));

    internal void Write(Span<byte> bytes)
    {
        bytes[0] = (byte)(Length >> 16);
        bytes[1] = (byte)(Length >> 8);
        bytes[2] = (byte)Length;
        bytes[3] = (byte)Type;
        bytes[4] = (byte)Flags;
        BinaryPrimitives.WriteInt32BigEndian(bytes[5..], Stream);
    }
}
