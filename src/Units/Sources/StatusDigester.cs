using System.Buffers;
using System.Buffers.Binary;
using Larder.Posix;
using Larder.Storage;

namespace Larder.Units.Sources;

/// <summary>Digests files' statuses, one after the other.</summary>
/// <remarks>
/// All integers little-endian:
/// <code>
/// status = size:i64 inode:u64 device:u64 mtime:i64 ctime:i64 mode:u32        44 bytes
/// </code>
/// </remarks>
internal readonly struct StatusDigester
{
    internal const int Size = 44;

    private readonly ArrayBufferWriter<byte> _room;

    internal StatusDigester(ArrayBufferWriter<byte> room)
    {
        _room = room;
        room.ResetWrittenCount();
    }

    internal static void Write(Span<byte> room, in FileStatus status)
    {
        BinaryPrimitives.WriteInt64LittleEndian(room, status.Size);
        BinaryPrimitives.WriteUInt64LittleEndian(room[8..], status.Inode);
        BinaryPrimitives.WriteUInt64LittleEndian(room[16..], status.Device);
        BinaryPrimitives.WriteInt64LittleEndian(room[24..], status.Modified.TotalNanoseconds);
        BinaryPrimitives.WriteInt64LittleEndian(room[32..], status.Changed.TotalNanoseconds);
        BinaryPrimitives.WriteUInt32LittleEndian(room[40..], status.Mode);
    }

    internal void Add(in FileStatus status)
    {
        Write(_room.GetSpan(Size), in status);
        _room.Advance(Size);
    }

    internal Digest Finish() => Digest.Of(_room.WrittenSpan);
}
