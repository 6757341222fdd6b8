using System.Buffers;
using System.Buffers.Binary;
using Larder.Posix;
using Larder.Storage;

namespace Larder.Units.Layout;

/// <summary>Writes the fields of own state: integers little-endian, text (<see cref="ByteText"/>) behind its length in bytes.</summary>
internal sealed class StateWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new(1024);

    internal ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    internal void Byte(byte value) => _bytes.Write([value]);

    internal void Count(int value) => Number(value);

    internal void Number(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.GetSpan(4), value);
        _bytes.Advance(4);
    }

    internal void Long(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.GetSpan(8), value);
        _bytes.Advance(8);
    }

    internal void Digest(in Digest value)
    {
        value.CopyTo(_bytes.GetSpan(Storage.Digest.Size));
        _bytes.Advance(Storage.Digest.Size);
    }

    internal void Text(string value) => Bytes(ByteText.Encode(value));

    internal void Bytes(ReadOnlySpan<byte> value)
    {
        Count(value.Length);
        _bytes.Write(value);
    }
}
