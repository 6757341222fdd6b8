using Google.Protobuf;

namespace Larder.Protocol.Tests.Support;

/// <summary>Random values of the kinds that encodings get wrong: nothing, the edges of each length of a varint, negative numbers.</summary>
internal sealed class Samples(int seed)
{
    private readonly Random _random = new(seed);

    internal int Next(int limit) => _random.Next(limit);

    internal bool Flag() => _random.Next(2) == 0;

    internal byte[] Bytes()
    {
        int[] lengths = [0, 0, 1, 5, 32, 127, 128, 300, 20_000];
        byte[] bytes = new byte[lengths[_random.Next(lengths.Length)]];
        _random.NextBytes(bytes);
        return bytes;
    }

    internal byte[][] List()
    {
        byte[][] list = new byte[_random.Next(4) == 0 ? 0 : _random.Next(20)][];
        for (int i = 0; i < list.Length; i++)
            list[i] = Bytes();
        return list;
    }

    internal ulong UInt64() => _random.Next(6) switch
    {
        0 => 0,
        1 => ulong.MaxValue,
        2 => (1UL << (7 * _random.Next(1, 10))) - 1,
        3 => 1UL << (7 * _random.Next(1, 10)),
        4 => (ulong)_random.Next(200),
        _ => (ulong)_random.NextInt64(),
    };

    internal uint UInt32() => (uint)UInt64();

    internal int Int32() => (int)UInt64();

    internal long Int64() => (long)UInt64();

    internal ByteString ByteString() => Google.Protobuf.ByteString.CopyFrom(Bytes());

    internal ByteString[] ByteStrings() => [.. List().Select(b => Google.Protobuf.ByteString.CopyFrom(b))];
}
