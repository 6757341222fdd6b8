using System.Buffers.Binary;

namespace Larder.Testing;

/// <summary>Damages bytes the way that finds faults in decoders: lies about counts, offsets and lengths, and pieces of other inputs.</summary>
internal sealed class Mutator(int seed)
{
    /// <summary>Where bounds and signs go wrong.</summary>
    private static readonly long[] Suspicious =
    [
        0, 1, 2, 3, 7, 8, 16, 31, 32, 63, 64, 100, 127, 128, 255, 256, 4095, 4096, short.MaxValue, ushort.MaxValue, 1 << 20, 1 << 30,
        int.MaxValue, uint.MaxValue, 1L << 32, 1L << 40, long.MaxValue, -1, -2, -8, -64, int.MinValue, long.MinValue, long.MinValue + 1,
    ];

    private readonly Random _random = new(seed);

    /// <summary>A damaged copy of one of the samples.</summary>
    internal byte[] Next(IReadOnlyList<byte[]> samples)
    {
        byte[] bytes = [.. samples[_random.Next(samples.Count)]];
        for (int left = 1 + _random.Next(4); left > 0; left--)
            bytes = Damaged(bytes, samples);
        return bytes;
    }

    private byte[] Damaged(byte[] bytes, IReadOnlyList<byte[]> samples)
    {
        if (bytes.Length == 0)
            return [(byte)_random.Next(256)];
        int at = Place(bytes.Length);
        int length = 1 + _random.Next(Math.Min(bytes.Length - at, 64));
        switch (_random.Next(9))
        {
            case 0:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                return bytes;
            case 1:
                bytes[at] = (byte)_random.Next(256);
                return bytes;
            case 2:
            case 3:
            case 4:
                Lie(bytes, at);
                return bytes;
            case 5:
                return bytes[..at];
            case 6:
                return [.. bytes[..at], .. bytes[(at + length)..]];
            case 7:
                return [.. bytes[..(at + length)], .. bytes[at..]];
            default:
                byte[] other = samples[_random.Next(samples.Count)];
                int from = _random.Next(other.Length + 1);
                return [.. bytes[..at], .. other[from..Math.Min(other.Length, from + _random.Next(256))], .. bytes[at..]];
        }
    }

    /// <summary>Heads and tables stand at the start: half of the damage goes there.</summary>
    private int Place(int length) => _random.Next(2) == 0 ? _random.Next(Math.Min(length, 256)) : _random.Next(length);

    /// <summary>A number of a usual width at a usual boundary: one of the suspicious, one near the size, or a little off from what stood there.</summary>
    private void Lie(byte[] bytes, int at)
    {
        int width = 1 << _random.Next(4);
        at -= at % width;
        if (at + width > bytes.Length)
            return;
        Span<byte> room = stackalloc byte[8];
        room.Clear();
        bytes.AsSpan(at, width).CopyTo(room);
        long value = _random.Next(3) switch
        {
            0 => BinaryPrimitives.ReadInt64LittleEndian(room) + _random.Next(-3, 4),
            1 => bytes.Length + _random.Next(-70, 71),
            _ => Suspicious[_random.Next(Suspicious.Length)],
        };
        BinaryPrimitives.WriteInt64LittleEndian(room, value);
        room[..width].CopyTo(bytes.AsSpan(at));
    }
}
