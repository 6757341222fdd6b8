using static Larder.Storage.Hashing.Blake3Constants;

namespace Larder.Storage.Hashing;

/// <summary>
/// A run of equal nodes of the tree, none of them the root, whose chaining values are wanted: chunks or parents that lie
/// in memory one after the other.
/// </summary>
internal unsafe struct LaneBatch
{
    /// <summary>The first byte of the first node.</summary>
    internal byte* Input;

    /// <summary>The length of a node in bytes, and the distance from one to the next: a multiple of the block size.</summary>
    internal int Stride;

    /// <summary>The number of nodes.</summary>
    internal int Count;

    /// <summary>The counter of the first node; each further chunk's is one more, a parent's is always 0.</summary>
    internal ulong Counter;

    /// <summary>1 for chunks, 0 for parents.</summary>
    internal uint CounterStep;

    /// <summary>The flags of every block, of the first and of the last.</summary>
    internal uint Flags, FirstFlags, LastFlags;

    /// <summary>
    /// Where the chaining values go, <see cref="ChainingSize"/> bytes each. Writing may run over the end by
    /// <see cref="OutputSlack"/>. For a power of two of parents it may be where the input is: each step reads at least
    /// as far as it writes, and none of them writes behind the input's end.
    /// </summary>
    internal byte* Output;

    /// <summary>The most bytes that may be written behind the last chaining value.</summary>
    internal const int OutputSlack = 16 * ChainingSize;

    /// <summary>Whole chunks, the first of them being the <paramref name="counter"/>th of the input.</summary>
    internal static LaneBatch Chunks(byte* input, int count, ulong counter, byte* output) => new()
    {
        Input = input,
        Stride = ChunkSize,
        Count = count,
        Counter = counter,
        CounterStep = 1,
        FirstFlags = ChunkStart,
        LastFlags = ChunkEnd,
        Output = output,
    };

    /// <summary>The parents of adjacent pairs of chaining values.</summary>
    internal static LaneBatch Parents(byte* children, int count, byte* output) => new()
    {
        Input = children,
        Stride = BlockSize,
        Count = count,
        Flags = Parent,
        Output = output,
    };

    /// <summary>The flags of the block that begins at an offset in each node.</summary>
    internal readonly uint FlagsAt(int offset) =>
        Flags | (offset == 0 ? FirstFlags : 0) | (offset == Stride - BlockSize ? LastFlags : 0);

    /// <summary>Goes on behind the first <paramref name="count"/> nodes.</summary>
    internal void Advance(int count)
    {
        Input += (nint)count * Stride;
        Output += count * ChainingSize;
        Counter += CounterStep * (ulong)count;
        Count -= count;
    }
}
