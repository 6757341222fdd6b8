using System.Numerics;
using System.Runtime.InteropServices;
using static Larder.Storage.Hashing.Blake3Constants;

namespace Larder.Storage.Hashing;

/// <summary>BLAKE3 in its default mode, of bytes that are in memory as a whole.</summary>
public static class Blake3
{
    /// <summary>
    /// Writes the digest of <paramref name="input"/> into the first 32 bytes of <paramref name="digest"/>; throws when
    /// there are fewer.
    /// </summary>
    public static void Hash(ReadOnlySpan<byte> input, Span<byte> digest)
    {
        Span<uint> chaining = stackalloc uint[8];
        HashSubtree(input, 0, Root, chaining);
        MemoryMarshal.AsBytes(chaining).CopyTo(digest[..32]);
    }

    private static void HashSubtree(ReadOnlySpan<byte> input, ulong chunk, uint root, Span<uint> chaining)
    {
        Iv.CopyTo(chaining);
        Span<byte> block = stackalloc byte[BlockSize];
        if (input.Length > ChunkSize)
        {
            // The left subtree holds the largest power of two of chunks that leaves something for the right.
            var left = (int)(BitOperations.RoundUpToPowerOf2((uint)input.Length) / 2);
            HashSubtree(input[..left], chunk, 0, MemoryMarshal.Cast<byte, uint>(block[..32]));
            HashSubtree(input[left..], chunk + (uint)(left / ChunkSize), 0, MemoryMarshal.Cast<byte, uint>(block[32..]));
            PortableCompression.Compress(chaining, block, 0, BlockSize, Parent | root);
            return;
        }

        var flags = ChunkStart;
        for (; input.Length > BlockSize; input = input[BlockSize..], flags = 0)
            PortableCompression.Compress(chaining, input, chunk, BlockSize, flags);
        block.Clear();
        input.CopyTo(block);
        PortableCompression.Compress(chaining, block, chunk, (uint)input.Length, flags | ChunkEnd | root);
    }
}
