using System.Runtime.CompilerServices;
using static Larder.Storage.Hashing.Blake3Constants;

namespace Larder.Storage.Hashing;

/// <summary>
/// Hashes as many nodes at once as a vector has lanes: word i of the state of every node is one vector, so the
/// compression function needs no shuffles, and message words are transposed as they are read.
/// </summary>
internal static unsafe class LaneCompression<TVector, TOperations>
    where TVector : unmanaged
    where TOperations : struct, IVectorOperations<TVector>
{
    private const int MaximumLanes = 16;
    private const int MaximumVector = 64;

    /// <summary>
    /// Hashes the first nodes of the batch, as many as there are lanes or fewer, and advances it behind them. With fewer,
    /// the lanes left over repeat the last node, and what they yield lies in the output's slack.
    /// </summary>
    [SkipLocalsInit]
    internal static void HashNext(ref LaneBatch batch)
    {
        var lanes = TOperations.Lanes;
        var used = Math.Min(lanes, batch.Count);

        // The stack is aligned to 16 bytes only; loads that straddle cache lines would cost as much as the arithmetic.
        var memory = stackalloc byte[16 * MaximumVector + MaximumVector];
        memory = (byte*)(((nuint)memory + MaximumVector - 1) & ~(nuint)(MaximumVector - 1));
        var offsets = stackalloc nint[MaximumLanes];

        var counterLow = (uint*)memory;
        var counterHigh = (uint*)(memory + MaximumVector);
        for (var lane = 0; lane < lanes; lane++)
        {
            offsets[lane] = (nint)Math.Min(lane, used - 1) * batch.Stride;
            var counter = batch.Counter + batch.CounterStep * (ulong)lane;
            counterLow[lane] = (uint)counter;
            counterHigh[lane] = (uint)(counter >> 32);
        }

        var counters0 = TOperations.LoadAligned(memory);
        var counters1 = TOperations.LoadAligned(memory + MaximumVector);

        TVector v0 = TOperations.Splat(Iv0), v1 = TOperations.Splat(Iv1), v2 = TOperations.Splat(Iv2), v3 = TOperations.Splat(Iv3);
        TVector v4 = TOperations.Splat(Iv4), v5 = TOperations.Splat(Iv5), v6 = TOperations.Splat(Iv6), v7 = TOperations.Splat(Iv7);

        var blocks = batch.Stride / BlockSize;
        for (var block = 0; block < blocks; block++)
        {
            var input = batch.Input + block * BlockSize;
            for (var quarter = 0; quarter < 4; quarter++)
                LoadQuarter(input + 16 * quarter, offsets, (TVector*)memory + 4 * quarter);

            var flags = batch.Flags | (block == 0 ? batch.FirstFlags : 0) | (block == blocks - 1 ? batch.LastFlags : 0);
            TVector v8 = TOperations.Splat(Iv0), v9 = TOperations.Splat(Iv1);
            TVector v10 = TOperations.Splat(Iv2), v11 = TOperations.Splat(Iv3);
            TVector v12 = counters0, v13 = counters1;
            TVector v14 = TOperations.Splat(BlockSize), v15 = TOperations.Splat(flags);

            fixed (byte* schedules = Schedule)
            {
                var schedule = schedules;
                for (var round = 0; round < Rounds; round++, schedule += 16)
                {
                    Mix(ref v0, ref v4, ref v8, ref v12, Word(memory, schedule[0]), Word(memory, schedule[1]));
                    Mix(ref v1, ref v5, ref v9, ref v13, Word(memory, schedule[2]), Word(memory, schedule[3]));
                    Mix(ref v2, ref v6, ref v10, ref v14, Word(memory, schedule[4]), Word(memory, schedule[5]));
                    Mix(ref v3, ref v7, ref v11, ref v15, Word(memory, schedule[6]), Word(memory, schedule[7]));
                    Mix(ref v0, ref v5, ref v10, ref v15, Word(memory, schedule[8]), Word(memory, schedule[9]));
                    Mix(ref v1, ref v6, ref v11, ref v12, Word(memory, schedule[10]), Word(memory, schedule[11]));
                    Mix(ref v2, ref v7, ref v8, ref v13, Word(memory, schedule[12]), Word(memory, schedule[13]));
                    Mix(ref v3, ref v4, ref v9, ref v14, Word(memory, schedule[14]), Word(memory, schedule[15]));
                }
            }

            v0 = TOperations.Xor(v0, v8);
            v1 = TOperations.Xor(v1, v9);
            v2 = TOperations.Xor(v2, v10);
            v3 = TOperations.Xor(v3, v11);
            v4 = TOperations.Xor(v4, v12);
            v5 = TOperations.Xor(v5, v13);
            v6 = TOperations.Xor(v6, v14);
            v7 = TOperations.Xor(v7, v15);
        }

        StoreHalf(v0, v1, v2, v3, batch.Output);
        StoreHalf(v4, v5, v6, v7, batch.Output + 16);
        batch.Advance(used);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Word(byte* words, byte index) => TOperations.LoadAligned(words + index * (TOperations.Lanes * 4));

    /// <summary>The quarter round, "G" in the paper. The message word is added first, as it is there early.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(ref TVector a, ref TVector b, ref TVector c, ref TVector d, TVector x, TVector y)
    {
        a = TOperations.Add(TOperations.Add(a, x), b);
        d = TOperations.RotateRight16(TOperations.Xor(d, a));
        c = TOperations.Add(c, d);
        b = TOperations.RotateRight12(TOperations.Xor(b, c));
        a = TOperations.Add(TOperations.Add(a, y), b);
        d = TOperations.RotateRight8(TOperations.Xor(d, a));
        c = TOperations.Add(c, d);
        b = TOperations.RotateRight7(TOperations.Xor(b, c));
    }

    /// <summary>Reads four words of every lane and writes them as four vectors, one for each word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LoadQuarter(byte* input, nint* offsets, TVector* words)
    {
        var row0 = TOperations.Gather(input, offsets);
        var row1 = TOperations.Gather(input, offsets + 1);
        var row2 = TOperations.Gather(input, offsets + 2);
        var row3 = TOperations.Gather(input, offsets + 3);
        Transpose(ref row0, ref row1, ref row2, ref row3);
        words[0] = row0;
        words[1] = row1;
        words[2] = row2;
        words[3] = row3;
    }

    /// <summary>Writes four words of every lane's chaining value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreHalf(TVector row0, TVector row1, TVector row2, TVector row3, byte* output)
    {
        Transpose(ref row0, ref row1, ref row2, ref row3);
        TOperations.Scatter(row0, output, 4 * ChainingSize);
        TOperations.Scatter(row1, output + ChainingSize, 4 * ChainingSize);
        TOperations.Scatter(row2, output + 2 * ChainingSize, 4 * ChainingSize);
        TOperations.Scatter(row3, output + 3 * ChainingSize, 4 * ChainingSize);
    }

    /// <summary>Transposes the four by four words in each 128 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(ref TVector row0, ref TVector row1, ref TVector row2, ref TVector row3)
    {
        var low01 = TOperations.InterleaveLow32(row0, row1);
        var high01 = TOperations.InterleaveHigh32(row0, row1);
        var low23 = TOperations.InterleaveLow32(row2, row3);
        var high23 = TOperations.InterleaveHigh32(row2, row3);
        row0 = TOperations.InterleaveLow64(low01, low23);
        row1 = TOperations.InterleaveHigh64(low01, low23);
        row2 = TOperations.InterleaveLow64(high01, high23);
        row3 = TOperations.InterleaveHigh64(high01, high23);
    }
}
