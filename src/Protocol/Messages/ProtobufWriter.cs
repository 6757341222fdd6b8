using System.Diagnostics;

namespace Larder.Protocol.Messages;

/// <summary>
/// Encodes messages as Protocol Buffers do (encoding specification, "proto3"): fields by number, those with default values left out.
/// <code>
/// field  = varint(number * 8 + type) (varint / varint(length) *octet)    ; type 0 and 2
/// varint = *(1 7-bit) (0 7-bit)                                          ; the lowest bits first
/// </code>
/// </summary>
public sealed class ProtobufWriter
{
    /// <summary>Most requests are shorter (an environment is the longest part); it grows.</summary>
    private const int FirstRoom = 8 * 1024;

    private const int VarintType = 0;
    private const int LengthType = 2;
    private const int LongestVarint = 10;

    private byte[] _bytes = GC.AllocateUninitializedArray<byte>(FirstRoom);
    private int _length;

    /// <summary>What was written; good until more is.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>Forgets it, and keeps the room.</summary>
    public void Clear() => _length = 0;

    /// <summary>uint32, uint64, and int64 as its bits.</summary>
    internal void WriteNumber(int field, ulong value)
    {
        if (value == 0)
            return;
        Reserve(2 * LongestVarint);
        WriteVarint(((uint)field << 3) | VarintType);
        WriteVarint(value);
    }

    /// <summary>int32 and int64: negative ones take ten bytes.</summary>
    internal void WriteNumber(int field, long value) => WriteNumber(field, (ulong)value);

    internal void WriteFlag(int field, bool value) => WriteNumber(field, value ? 1UL : 0);

    internal void WriteBytes(int field, ReadOnlyMemory<byte> value)
    {
        if (!value.IsEmpty)
            WriteElement(field, value.Span);
    }

    /// <summary>Each element, the empty ones too.</summary>
    internal void WriteElements(int field, byte[][] values)
    {
        foreach (byte[] value in values)
            WriteElement(field, value);
    }

    /// <summary>Begins a message within this one; what is written up to <see cref="EndMessage"/> is its content.</summary>
    internal int BeginMessage(int field)
    {
        Reserve(2 * LongestVarint);
        WriteVarint(((uint)field << 3) | LengthType);

        // One byte for the length, which is all that most need.
        return ++_length;
    }

    internal void EndMessage(int start)
    {
        int length = _length - start;
        int more = VarintSize((uint)length) - 1;
        if (more > 0)
        {
            Reserve(more);
            _bytes.AsSpan(start, length).CopyTo(_bytes.AsSpan(start + more));
        }

        _length = start - 1;
        WriteVarint((uint)length);
        Debug.Assert(_length == start + more, "the length fills the room that was made");
        _length += length;
    }

    private void WriteElement(int field, ReadOnlySpan<byte> value)
    {
        Reserve((2 * LongestVarint) + value.Length);
        WriteVarint(((uint)field << 3) | LengthType);
        WriteVarint((uint)value.Length);
        value.CopyTo(_bytes.AsSpan(_length));
        _length += value.Length;
    }

    private void WriteVarint(ulong value)
    {
        byte[] bytes = _bytes;
        int position = _length;
        for (; value >= 0x80; value >>= 7)
            bytes[position++] = (byte)(value | 0x80);
        bytes[position++] = (byte)value;
        _length = position;
    }

    private static int VarintSize(uint value)
    {
        int size = 1;
        for (; value >= 0x80; value >>= 7)
            size++;
        return size;
    }

    private void Reserve(int size)
    {
        if (size > _bytes.Length - _length)
            Array.Resize(ref _bytes, checked(Math.Max(_bytes.Length * 2, _length + size)));
    }
}
