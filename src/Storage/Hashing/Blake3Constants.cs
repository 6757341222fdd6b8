namespace Larder.Storage.Hashing;

/// <summary>The numbers of BLAKE3, from the paper "BLAKE3: one function, fast everywhere", sections 2.1 to 2.3.</summary>
internal static class Blake3Constants
{
    /// <summary>The length of one compressed block in bytes.</summary>
    internal const int BlockSize = 64;

    /// <summary>The length of one leaf of the tree in bytes.</summary>
    internal const int ChunkSize = 1024;

    /// <summary>The length of a chaining value in bytes.</summary>
    internal const int ChainingSize = 32;

    /// <summary>The number of rounds of one compression.</summary>
    internal const int Rounds = 7;

    internal const uint Iv0 = 0x6A09E667;
    internal const uint Iv1 = 0xBB67AE85;
    internal const uint Iv2 = 0x3C6EF372;
    internal const uint Iv3 = 0xA54FF53A;
    internal const uint Iv4 = 0x510E527F;
    internal const uint Iv5 = 0x9B05688C;
    internal const uint Iv6 = 0x1F83D9AB;
    internal const uint Iv7 = 0x5BE0CD19;

    /// <summary>Set on the first block of a chunk.</summary>
    internal const uint ChunkStart = 1 << 0;

    /// <summary>Set on the last block of a chunk.</summary>
    internal const uint ChunkEnd = 1 << 1;

    /// <summary>Set on a parent node.</summary>
    internal const uint Parent = 1 << 2;

    /// <summary>Set on the compression that yields the digest.</summary>
    internal const uint Root = 1 << 3;

    /// <summary>The chaining value that a hash (not keyed) starts from: eight words.</summary>
    internal static ReadOnlySpan<uint> Iv => [Iv0, Iv1, Iv2, Iv3, Iv4, Iv5, Iv6, Iv7];

    /// <summary>
    /// For each round, which of the sixteen message words each of its sixteen additions takes: the permutation of
    /// table 2 of the paper, applied once more in each round.
    /// </summary>
    internal static ReadOnlySpan<byte> Schedule =>
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8,
        3, 4, 10, 12, 13, 2, 7, 14, 6, 5, 9, 0, 11, 15, 8, 1,
        10, 7, 12, 9, 14, 3, 13, 15, 4, 0, 11, 2, 5, 8, 1, 6,
        12, 13, 9, 11, 15, 10, 14, 8, 7, 2, 5, 3, 0, 1, 6, 4,
        9, 14, 11, 5, 8, 12, 15, 1, 13, 3, 0, 10, 2, 6, 4, 7,
        11, 15, 5, 0, 1, 9, 8, 6, 14, 10, 2, 12, 3, 4, 7, 13,
    ];
}
