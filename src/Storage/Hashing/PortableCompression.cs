using System.Buffers.Binary;
using System.Numerics;
using static Larder.Storage.Hashing.Blake3Constants;

namespace Larder.Storage.Hashing;

/// <summary>
/// The compression function in plain 32-bit arithmetic: the path for every processor, and the others' yardstick.
/// </summary>
internal static unsafe class PortableCompression
{
    /// <summary>
    /// Compresses one block of <see cref="BlockSize"/> bytes into the chaining value (eight words), in place. A block that
    /// is shorter has been padded with zeros, and <paramref name="length"/> is its length without them.
    /// </summary>
    internal static void Compress(uint* chaining, byte* block, ulong counter, uint length, uint flags)
    {
        var words = stackalloc uint[16];
        for (var i = 0; i < 16; i++)
            words[i] = BinaryPrimitives.ReadUInt32LittleEndian(new ReadOnlySpan<byte>(block + 4 * i, 4));

        uint v0 = chaining[0], v1 = chaining[1], v2 = chaining[2], v3 = chaining[3];
        uint v4 = chaining[4], v5 = chaining[5], v6 = chaining[6], v7 = chaining[7];
        uint v8 = Iv0, v9 = Iv1, v10 = Iv2, v11 = Iv3;
        uint v12 = (uint)counter, v13 = (uint)(counter >> 32), v14 = length, v15 = flags;

        for (var round = 0; round < Rounds; round++)
        {
            var schedule = Schedule.Slice(16 * round, 16);
            Mix(ref v0, ref v4, ref v8, ref v12, words[schedule[0]], words[schedule[1]]);
            Mix(ref v1, ref v5, ref v9, ref v13, words[schedule[2]], words[schedule[3]]);
            Mix(ref v2, ref v6, ref v10, ref v14, words[schedule[4]], words[schedule[5]]);
            Mix(ref v3, ref v7, ref v11, ref v15, words[schedule[6]], words[schedule[7]]);
            Mix(ref v0, ref v5, ref v10, ref v15, words[schedule[8]], words[schedule[9]]);
            Mix(ref v1, ref v6, ref v11, ref v12, words[schedule[10]], words[schedule[11]]);
            Mix(ref v2, ref v7, ref v8, ref v13, words[schedule[12]], words[schedule[13]]);
            Mix(ref v3, ref v4, ref v9, ref v14, words[schedule[14]], words[schedule[15]]);
        }

        chaining[0] = v0 ^ v8;
        chaining[1] = v1 ^ v9;
        chaining[2] = v2 ^ v10;
        chaining[3] = v3 ^ v11;
        chaining[4] = v4 ^ v12;
        chaining[5] = v5 ^ v13;
        chaining[6] = v6 ^ v14;
        chaining[7] = v7 ^ v15;
    }

    private static void Mix(ref uint a, ref uint b, ref uint c, ref uint d, uint x, uint y)
    {
        a += b + x;
        d = BitOperations.RotateRight(d ^ a, 16);
        c += d;
        b = BitOperations.RotateRight(b ^ c, 12);
        a += b + y;
        d = BitOperations.RotateRight(d ^ a, 8);
        c += d;
        b = BitOperations.RotateRight(b ^ c, 7);
    }
}
