using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Larder.Storage.Hashing.Blake3Constants;

namespace Larder.Storage.Hashing;

/// <summary>
/// The compression function on one block with vectors of four words: the state is four rows, and the four quarter rounds
/// of half a round are one. For what has no company: short inputs, the last chunk, the root.
/// </summary>
internal static unsafe class RowCompression<TOperations>
    where TOperations : struct, IVectorOperations<Vector128<uint>>
{
    /// <summary>As <see cref="PortableCompression.Compress"/>, on a little-endian machine.</summary>
    internal static void Compress(uint* chaining, byte* block, ulong counter, uint length, uint flags)
    {
        var words = (uint*)block;
        var a = Vector128.Load(chaining);
        var b = Vector128.Load(chaining + 4);
        var c = Vector128.Create(Iv0, Iv1, Iv2, Iv3);
        var d = Vector128.Create((uint)counter, (uint)(counter >> 32), length, flags);

        fixed (byte* schedules = Schedule)
        {
            var s = schedules;
            for (var round = 0; round < Rounds; round++, s += 16)
            {
                Mix(ref a, ref b, ref c, ref d,
                    Vector128.Create(words[s[0]], words[s[2]], words[s[4]], words[s[6]]),
                    Vector128.Create(words[s[1]], words[s[3]], words[s[5]], words[s[7]]));

                // Turn diagonals into columns. Row b stays, as the next quarter round waits for it the longest.
                a = Vector128.Shuffle(a, Vector128.Create(3u, 0, 1, 2));
                c = Vector128.Shuffle(c, Vector128.Create(1u, 2, 3, 0));
                d = Vector128.Shuffle(d, Vector128.Create(2u, 3, 0, 1));
                Mix(ref a, ref b, ref c, ref d,
                    Vector128.Create(words[s[14]], words[s[8]], words[s[10]], words[s[12]]),
                    Vector128.Create(words[s[15]], words[s[9]], words[s[11]], words[s[13]]));
                a = Vector128.Shuffle(a, Vector128.Create(1u, 2, 3, 0));
                c = Vector128.Shuffle(c, Vector128.Create(3u, 0, 1, 2));
                d = Vector128.Shuffle(d, Vector128.Create(2u, 3, 0, 1));
            }
        }

        TOperations.Xor(a, c).Store(chaining);
        TOperations.Xor(b, d).Store(chaining + 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(
        ref Vector128<uint> a,
        ref Vector128<uint> b,
        ref Vector128<uint> c,
        ref Vector128<uint> d,
        Vector128<uint> x,
        Vector128<uint> y)
    {
        a = TOperations.Add(a, x, b);
        d = TOperations.XorRotate16(d, a);
        c = TOperations.Add(c, d);
        b = TOperations.XorRotate12(b, c);
        a = TOperations.Add(a, y, b);
        d = TOperations.XorRotate8(d, a);
        c = TOperations.Add(c, d);
        b = TOperations.XorRotate7(b, c);
    }
}
