using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Google.Protobuf;

namespace Larder.Daemon.Grpc;

/// <summary>
/// A message on the wire (PROTOCOL-HTTP2.md, Length-Prefixed-Message):
/// <code>
/// compressed : u8            ; 0, or 1 where the message is in the form that grpc-encoding names
/// length     : u32, big-endian
/// message    : length bytes
/// </code>
/// </summary>
internal static class MessageFrame
{
    /// <summary>Bytes before the message.</summary>
    public const int PrefixLength = 5;

    /// <summary>Reads a prefix off the front of a buffer that holds it.</summary>
    public static void ReadPrefix(ReadOnlySequence<byte> buffer, out byte compressed, out uint length)
    {
        Span<byte> prefix = stackalloc byte[PrefixLength];
        buffer.Slice(0, PrefixLength).CopyTo(prefix);
        compressed = prefix[0];
        length = BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]);
    }

    /// <summary>Puts a message, uncompressed, into the writer's buffer. Nothing is flushed.</summary>
    public static void Write(PipeWriter writer, IMessage message)
    {
        uint length = (uint)message.CalculateSize();
        Span<byte> prefix = writer.GetSpan(PrefixLength);
        prefix[0] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(prefix[1..], length);
        writer.Advance(PrefixLength);
        message.WriteTo(writer);
    }
}
