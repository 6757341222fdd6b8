using System.Buffers.Binary;
using Larder.Posix;
using Larder.Storage;

namespace Larder.Units.StateFiles;

/// <summary>
/// Reads the fields that <see cref="StateWriter"/> wrote. What doesn't fit gives empty values from there on, and is remembered: whoever reads asks <see cref="IsComplete"/>
/// in the end, and <see cref="IsSound"/> in loops.
/// </summary>
internal sealed class StateReader(ArraySegment<byte> fields)
{
    private readonly byte[] _content = fields.Array!;
    private int _next = fields.Offset;
    private int _end = fields.Offset + fields.Count;

    /// <summary>Everything so far was what it must be.</summary>
    internal bool IsSound { get; private set; } = true;

    /// <summary>All was read, and all was sound.</summary>
    internal bool IsComplete => IsSound && _next == _end;

    /// <summary>What was read makes no sense.</summary>
    internal void Fail()
    {
        IsSound = false;
        _end = _next;
    }

    /// <summary>A byte from a range; where it is none of that, the least.</summary>
    internal byte Byte(byte least = byte.MinValue, byte most = byte.MaxValue)
    {
        byte value = Take(1) is [byte first] ? first : least;
        if (value >= least && value <= most)
            return value;
        Fail();
        return least;
    }

    internal bool Flag() => Byte(0, 1) == 1;

    internal long Number() => Take(sizeof(long)) is { IsEmpty: false } field ? BinaryPrimitives.ReadInt64LittleEndian(field) : 0;

    /// <summary>A number of things, each of which takes so many bytes at least.</summary>
    internal int Count(int least)
    {
        uint count = Take(sizeof(uint)) is { IsEmpty: false } field ? BinaryPrimitives.ReadUInt32LittleEndian(field) : 0;
        if (count <= (uint)((_end - _next) / least))
            return (int)count;
        Fail();
        return 0;
    }

    internal Digest Digest() => Take(Storage.Digest.Size) is { IsEmpty: false } field ? Storage.Digest.FromBytes(field) : default;

    internal string Text() => ByteText.Decode(Take(Count(1)));

    internal string[] Texts() => List(sizeof(uint), static reader => reader.Text());

    /// <summary>A list; empty where not all of it is sound.</summary>
    /// <param name="least">How many bytes one thing takes at least.</param>
    /// <param name="read">Reads one.</param>
    internal T[] List<T>(int least, Func<StateReader, T> read)
    {
        T[] list = new T[Count(least)];
        for (int i = 0; i < list.Length && IsSound; i++)
            list[i] = read(this);
        return IsSound ? list : [];
    }

    /// <summary>A part, to be read by a reader of its own.</summary>
    internal ArraySegment<byte> Part() => TakeSegment(Count(1));

    /// <summary>All that is left.</summary>
    internal ArraySegment<byte> Rest() => TakeSegment(_end - _next);

    private ArraySegment<byte> TakeSegment(int length)
    {
        _next += length;
        return new ArraySegment<byte>(_content, _next - length, length);
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _end - _next)
        {
            Fail();
            return default;
        }

        _next += length;
        return new ReadOnlySpan<byte>(_content, _next - length, length);
    }
}
