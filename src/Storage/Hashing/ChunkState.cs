using System.Runtime.CompilerServices;
using static Larder.Storage.Hashing.Blake3Constants;

namespace Larder.Storage.Hashing;

/// <summary>
/// The chunk that is being read, block by block. Its last block is held back: only when it is known to be the last can it
/// be compressed. The default value is an empty chunk.
/// </summary>
internal unsafe struct ChunkState
{
    private fixed uint _chaining[8];
    private fixed byte _block[BlockSize];
    private int _blockLength;
    private int _compressed;

    /// <summary>The number of bytes in the chunk so far.</summary>
    internal readonly int Length => _compressed + _blockLength;

    /// <summary>Appends bytes, at most as many as the chunk still takes.</summary>
    internal void Append(Blake3Path path, byte* input, int length, ulong counter)
    {
        fixed (uint* chaining = _chaining)
        fixed (byte* block = _block)
        {
            if (Length == 0)
                Iv.CopyTo(new Span<uint>(chaining, 8));

            while (length > 0)
            {
                if (_blockLength == BlockSize)
                {
                    Blake3Engine.Compress(path, chaining, block, counter, BlockSize, StartFlag);
                    _compressed += BlockSize;
                    _blockLength = 0;
                }

                // Full blocks that are not the last need no copy.
                for (; _blockLength == 0 && length > BlockSize; input += BlockSize, length -= BlockSize)
                {
                    Blake3Engine.Compress(path, chaining, input, counter, BlockSize, StartFlag);
                    _compressed += BlockSize;
                }

                var taken = Math.Min(length, BlockSize - _blockLength);
                Unsafe.CopyBlockUnaligned(block + _blockLength, input, (uint)taken);
                _blockLength += taken;
                input += taken;
                length -= taken;
            }
        }
    }

    /// <summary>
    /// Writes the chaining value of the chunk, or the digest where <paramref name="root"/> is <see cref="Root"/> and not 0.
    /// The state is spent afterwards: <see cref="Clear"/> it.
    /// </summary>
    internal void Finish(Blake3Path path, ulong counter, uint root, byte* output)
    {
        fixed (uint* chaining = _chaining)
        fixed (byte* block = _block)
        {
            if (Length == 0)
                Iv.CopyTo(new Span<uint>(chaining, 8));

            new Span<byte>(block + _blockLength, BlockSize - _blockLength).Clear();
            Blake3Engine.Compress(path, chaining, block, counter, (uint)_blockLength, StartFlag | ChunkEnd | root);
            Blake3Engine.WriteWords(chaining, output);
        }
    }

    /// <summary>Begins an empty chunk.</summary>
    internal void Clear()
    {
        _blockLength = 0;
        _compressed = 0;
    }

    private readonly uint StartFlag => _compressed == 0 ? ChunkStart : 0;
}
