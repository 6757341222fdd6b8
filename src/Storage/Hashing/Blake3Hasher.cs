using System.Numerics;
using System.Runtime.CompilerServices;
using static Larder.Storage.Hashing.Blake3Constants;

namespace Larder.Storage.Hashing;

/// <summary>
/// BLAKE3 in its default mode, of bytes that arrive in pieces. The default value is ready for use. It is a struct of two
/// kilobytes so that a hash costs no allocation: keep it in a local or a field and do not copy it.
/// </summary>
/// <remarks>
/// The tree's chunks are hashed many at a time (<see cref="Blake3Engine.HashBatch"/>). What is known of the tree is kept
/// on a stack of chaining values, one for each finished subtree, the largest at the bottom. Two subtrees of a size are
/// merged only when something is known to follow them, since the last merge of all is the root's and is flagged so.
/// </remarks>
public unsafe struct Blake3Hasher
{
    // 2^54 chunks are the 2^64 bytes that BLAKE3 allows. One more is the right half of a pair that is not merged yet.
    private const int StackDepth = 54;

    // Chunks whose chaining values are held at once, which bounds the stack frame: 8 kB. A power of two.
    private const int BatchChunks = 256;

    private ChunkState _chunk;
    private fixed byte _stack[(StackDepth + 1) * ChainingSize];
    private int _stackLength;
    private ulong _chunks;
    private Blake3Path _path;

    /// <summary>A hasher that takes the given path, which this processor must support.</summary>
    internal Blake3Hasher(Blake3Path path) => _path = path;

    /// <summary>Appends bytes to the input.</summary>
    public void Update(ReadOnlySpan<byte> input)
    {
        if (_path == Blake3Path.Best)
            _path = Blake3Engine.Best;

        fixed (byte* start = input)
        fixed (byte* stack = _stack)
        {
            var next = start;
            var length = input.Length;

            // A chunk that was begun is filled first, and is finished once more than it is there.
            if (_chunk.Length > 0)
            {
                var taken = Math.Min(length, ChunkSize - _chunk.Length);
                _chunk.Append(_path, next, taken, _chunks);
                next += taken;
                length -= taken;
                if (length == 0)
                    return;
                MergeFinished(stack);
                _chunk.Finish(_path, _chunks, 0, Push(stack));
                _chunk.Clear();
                _chunks++;
            }

            // Whole chunks, unless there is but one in all: that one may be the root.
            if (_chunks > 0 || length > ChunkSize)
            {
                while (length >= ChunkSize)
                {
                    var count = Math.Min(length / ChunkSize, BatchChunks);
                    AddChunks(next, count, stack);
                    next += count * ChunkSize;
                    length -= count * ChunkSize;
                }
            }

            _chunk.Append(_path, next, length, _chunks);
        }
    }

    /// <summary>
    /// Writes the digest of all that was appended into the first 32 bytes of <paramref name="digest"/>; throws when there
    /// are fewer. The hasher is then as new.
    /// </summary>
    public void Finish(Span<byte> digest)
    {
        digest = digest[..Digest.Size];
        if (_path == Blake3Path.Best)
            _path = Blake3Engine.Best;

        fixed (byte* output = digest)
        fixed (byte* stack = _stack)
        {
            if (_chunks == 0)
            {
                _chunk.Finish(_path, 0, Root, output);
            }
            else
            {
                if (_chunk.Length > 0)
                {
                    MergeFinished(stack);
                    _chunk.Finish(_path, _chunks, 0, Push(stack));
                }

                while (_stackLength > 2)
                    MergeTop(stack, 0);
                MergeTop(stack, Root);
                Unsafe.CopyBlockUnaligned(output, stack, Digest.Size);
            }
        }

        _chunk.Clear();
        _stackLength = 0;
        _chunks = 0;
    }

    /// <summary>Hashes up to <see cref="BatchChunks"/> whole chunks and pushes the largest subtrees that they make up.</summary>
    [SkipLocalsInit]
    private void AddChunks(byte* input, int count, byte* stack)
    {
        var values = stackalloc byte[BatchChunks * ChainingSize + LaneBatch.OutputSlack];
        Blake3Engine.HashBatch(_path, LaneBatch.Chunks(input, count, _chunks, values));

        while (count > 0)
        {
            // A subtree has a power of two of chunks and begins at a multiple of its size.
            var size = 1 << BitOperations.Log2((uint)count);
            if (_chunks != 0)
                size = (int)Math.Min((ulong)size, 1UL << BitOperations.TrailingZeroCount(_chunks));

            // Its last merge is left open, as it may be the root.
            var left = size;
            for (; left > 2; left /= 2)
                Blake3Engine.HashBatch(_path, LaneBatch.Parents(values, left / 2, values));

            MergeFinished(stack);
            if (left == 2)
            {
                Unsafe.CopyBlockUnaligned(Push(stack), values, ChainingSize);
                _chunks += (uint)size / 2;
                Unsafe.CopyBlockUnaligned(Push(stack), values + ChainingSize, ChainingSize);
                _chunks += (uint)size / 2;
            }
            else
            {
                Unsafe.CopyBlockUnaligned(Push(stack), values, ChainingSize);
                _chunks++;
            }

            values += size * ChainingSize;
            count -= size;
        }
    }

    /// <summary>Room for one more chaining value. The caller has merged what it can.</summary>
    private byte* Push(byte* stack) => stack + ChainingSize * _stackLength++;

    /// <summary>
    /// Merges all subtrees that are complete, given that more chunks follow: of so many chunks there remain as many
    /// subtrees as their number has one bits.
    /// </summary>
    private void MergeFinished(byte* stack)
    {
        while (_stackLength > BitOperations.PopCount(_chunks))
            MergeTop(stack, 0);
    }

    private void MergeTop(byte* stack, uint root)
    {
        var chaining = stackalloc uint[8];
        Iv.CopyTo(new Span<uint>(chaining, 8));
        var left = stack + ChainingSize * (_stackLength - 2);
        Blake3Engine.Compress(_path, chaining, left, 0, BlockSize, Parent | root);
        Blake3Engine.WriteWords(chaining, left);
        _stackLength--;
    }
}
