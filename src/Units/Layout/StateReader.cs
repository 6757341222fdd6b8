using System.Buffers.Binary;
using Larder.Posix;
using Larder.Storage;

namespace Larder.Units.Layout;

/// <summary>Reads what <see cref="StateWriter"/> wrote. What runs over the end gives nothing, and is remembered: look at <see cref="IsWhole"/> in the end, and at <see cref="Failed"/> in loops.</summary>
internal ref struct StateReader(ReadOnlySpan<byte> bytes)
{
    private readonly int _length = bytes.Length;
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Something was not there, or not as it must be.</summary>
    internal bool Failed { get; private set; }

    /// <summary>All was read, and nothing failed.</summary>
    internal readonly bool IsWhole => !Failed && _rest.IsEmpty;

    internal byte Byte() => Take(1) is { IsEmpty: false } field ? field[0] : (byte)0;

    /// <summary>A number of things, each of which takes so many bytes at least: one that can't be true fails.</summary>
    internal int Count(int smallest)
    {
        int count = Number();
        if (count >= 0 && count <= _rest.Length / smallest)
            return count;
        Fail();
        return 0;
    }

    internal int Number() => Take(4) is { IsEmpty: false } field ? BinaryPrimitives.ReadInt32LittleEndian(field) : 0;

    internal long Long() => Take(8) is { IsEmpty: false } field ? BinaryPrimitives.ReadInt64LittleEndian(field) : 0;

    internal Digest Digest() => Take(Storage.Digest.Size) is { IsEmpty: false } field ? Storage.Digest.FromBytes(field) : default;

    internal string Text() => ByteText.Decode(Take(Count(1)));

    /// <summary>Steps over bytes. Where they begin.</summary>
    internal int Skip(int length)
    {
        int at = _length - _rest.Length;
        Take(length);
        return at;
    }

    /// <summary>What was read makes no sense.</summary>
    internal void Fail()
    {
        Failed = true;
        _rest = default;
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _rest.Length)
        {
            Fail();
            return default;
        }

        ReadOnlySpan<byte> field = _rest[..length];
        _rest = _rest[length..];
        return field;
    }
}
