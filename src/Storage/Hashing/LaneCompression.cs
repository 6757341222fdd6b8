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
    // Where things lie in the working memory, counted in vectors. The state is four rows of four.
    private const int Words = 0;
    private const int First = 16;
    private const int Second = 20;
    private const int Third = 24;
    private const int Fourth = 28;
    private const int CounterLow = 32;
    private const int CounterHigh = 33;
    private const int WorkingVectors = 34;

    private const int MaximumLanes = 16;
    private const int MaximumVector = 64;

    /// <summary>
    /// Hashes the first nodes of the batch, as many as there are lanes or fewer, and advances it behind them. With fewer,
    /// the lanes left over repeat the last node, and what they yield lies in the output's slack.
    /// </summary>
    [SkipLocalsInit]
    internal static void HashNext(ref LaneBatch batch)
    {
        // The stack is aligned to 16 bytes only; loads that straddle cache lines would cost as much as the arithmetic.
        var unaligned = stackalloc byte[WorkingVectors * sizeof(TVector) + MaximumVector];
        var memory = (TVector*)(((nuint)unaligned + MaximumVector - 1) & ~(nuint)(MaximumVector - 1));
        var offsets = stackalloc nint[MaximumLanes];

        var lanes = TOperations.Lanes;
        var used = Math.Min(lanes, batch.Count);
        for (var lane = 0; lane < lanes; lane++)
        {
            offsets[lane] = (nint)Math.Min(lane, used - 1) * batch.Stride;
            var counter = batch.Counter + batch.CounterStep * (ulong)lane;
            ((uint*)(memory + CounterLow))[lane] = (uint)counter;
            ((uint*)(memory + CounterHigh))[lane] = (uint)(counter >> 32);
        }

        Fill(memory + First, Iv0, Iv1, Iv2, Iv3);
        Fill(memory + Second, Iv4, Iv5, Iv6, Iv7);
        for (var offset = 0; offset < batch.Stride; offset += BlockSize)
        {
            var input = batch.Input + offset;
            for (var quarter = 0; quarter < 4; quarter++)
                LoadQuarter(input + 16 * quarter, offsets, memory + Words + 4 * quarter);

            Fill(memory + Third, Iv0, Iv1, Iv2, Iv3);
            Fill(memory + Fourth, 0, 0, BlockSize, batch.FlagsAt(offset));
            memory[Fourth] = memory[CounterLow];
            memory[Fourth + 1] = memory[CounterHigh];
            Compress(memory);
        }

        StoreHalf(memory + First, batch.Output);
        StoreHalf(memory + Second, batch.Output + ChainingSize / 2);
        batch.Advance(used);
    }

    /// <summary>
    /// Compresses the block whose words and state are in the working memory, in place. All of the state but its third row
    /// is held in registers: sixteen vectors would fill those of SSE and AVX2 and leave none to work with, and the third
    /// row's values are waited for the least. (Measured in GB/s with SSE, AVX2 and AVX-512: so 2.2, 4.2 and 8.5; with all
    /// four rows in registers 1.5, 2.5 and 9.1; two groups of lanes side by side are no faster.)
    /// </summary>
    private static void Compress(TVector* memory)
    {
        TVector a0 = memory[First], a1 = memory[First + 1], a2 = memory[First + 2], a3 = memory[First + 3];
        TVector b0 = memory[Second], b1 = memory[Second + 1], b2 = memory[Second + 2], b3 = memory[Second + 3];
        TVector d0 = memory[Fourth], d1 = memory[Fourth + 1], d2 = memory[Fourth + 2], d3 = memory[Fourth + 3];
        fixed (byte* schedules = Schedule)
        {
            var schedule = schedules;
            for (var round = 0; round < Rounds; round++, schedule += 16)
            {
                Mix(memory, ref a0, ref b0, 0, ref d0, schedule[0], schedule[1]);
                Mix(memory, ref a1, ref b1, 1, ref d1, schedule[2], schedule[3]);
                Mix(memory, ref a2, ref b2, 2, ref d2, schedule[4], schedule[5]);
                Mix(memory, ref a3, ref b3, 3, ref d3, schedule[6], schedule[7]);
                Mix(memory, ref a0, ref b1, 2, ref d3, schedule[8], schedule[9]);
                Mix(memory, ref a1, ref b2, 3, ref d0, schedule[10], schedule[11]);
                Mix(memory, ref a2, ref b3, 0, ref d1, schedule[12], schedule[13]);
                Mix(memory, ref a3, ref b0, 1, ref d2, schedule[14], schedule[15]);
            }
        }

        memory[First + 0] = TOperations.Xor(a0, memory[Third + 0]);
        memory[First + 1] = TOperations.Xor(a1, memory[Third + 1]);
        memory[First + 2] = TOperations.Xor(a2, memory[Third + 2]);
        memory[First + 3] = TOperations.Xor(a3, memory[Third + 3]);
        memory[Second + 0] = TOperations.Xor(b0, d0);
        memory[Second + 1] = TOperations.Xor(b1, d1);
        memory[Second + 2] = TOperations.Xor(b2, d2);
        memory[Second + 3] = TOperations.Xor(b3, d3);
    }

    /// <summary>The quarter round, "G" in the paper. The message words are added first, as they are there early.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(TVector* memory, ref TVector a, ref TVector b, int third, ref TVector d, nuint x, nuint y)
    {
        a = TOperations.Add(a, memory[x], b);
        d = TOperations.XorRotate16(d, a);
        var c = TOperations.Add(memory[Third + third], d);
        b = TOperations.XorRotate12(b, c);
        a = TOperations.Add(a, memory[y], b);
        d = TOperations.XorRotate8(d, a);
        c = TOperations.Add(c, d);
        memory[Third + third] = c;
        b = TOperations.XorRotate7(b, c);
    }

    /// <summary>Sets a row of the state.</summary>
    private static void Fill(TVector* row, uint word0, uint word1, uint word2, uint word3)
    {
        row[0] = TOperations.Splat(word0);
        row[1] = TOperations.Splat(word1);
        row[2] = TOperations.Splat(word2);
        row[3] = TOperations.Splat(word3);
    }

    /// <summary>Reads four words of every lane and writes them as four vectors, one for each word.</summary>
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
    private static void StoreHalf(TVector* words, byte* output)
    {
        TVector row0 = words[0], row1 = words[1], row2 = words[2], row3 = words[3];
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
