using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using static Larder.Storage.Hashing.Blake3Constants;

namespace Larder.Storage.Hashing;

/// <summary>
/// Chooses the path and leads to it. Every choice asks the processor again rather than a static field: the answers are
/// constants or one load each, and a static field would need an initializer.
/// </summary>
/// <remarks>
/// In a native image the questions about SSSE3 and SSE4.1 are asked at run time, so the default image runs on every x86-64
/// processor and takes the SSE path on nearly all. Those about AVX2 and AVX-512 are not: the compiler answers them with no,
/// unless the image is made for such processors only (IlcInstructionSet of avx2 or avx512f), and such an image ends at its
/// start with a message and SIGABRT on any other. Under the just-in-time compiler all of them are the processor's own.
/// </remarks>
internal static unsafe class Blake3Engine
{
    /// <summary>The fastest path that this processor, and the compiler that made this program, support.</summary>
    internal static Blake3Path Best =>
        IsSupported(Blake3Path.Avx512) ? Blake3Path.Avx512
        : IsSupported(Blake3Path.Avx2) ? Blake3Path.Avx2
        : IsSupported(Blake3Path.Sse41) ? Blake3Path.Sse41
        : IsSupported(Blake3Path.Neon) ? Blake3Path.Neon
        : Blake3Path.Portable;

    /// <summary>Whether a path may be taken here.</summary>
    internal static bool IsSupported(Blake3Path path) => path switch
    {
        Blake3Path.Avx512 => Avx512F.IsSupported && Avx512F.VL.IsSupported && Avx2.IsSupported,
        Blake3Path.Avx2 => Avx2.IsSupported,
        Blake3Path.Sse41 => Sse41.IsSupported && Ssse3.IsSupported,
        Blake3Path.Neon => AdvSimd.Arm64.IsSupported && BitConverter.IsLittleEndian,
        _ => true,
    };

    /// <summary>Compresses one block: see <see cref="PortableCompression.Compress"/>.</summary>
    internal static void Compress(Blake3Path path, uint* chaining, byte* block, ulong counter, uint length, uint flags)
    {
        if (path == Blake3Path.Avx512 && Avx512F.VL.IsSupported)
            RowCompression<Avx512Lanes4>.Compress(chaining, block, counter, length, flags);
        else if (path is Blake3Path.Avx2 or Blake3Path.Sse41 && Ssse3.IsSupported)
            RowCompression<SseLanes>.Compress(chaining, block, counter, length, flags);
        else if (path == Blake3Path.Neon && AdvSimd.Arm64.IsSupported)
            RowCompression<NeonLanes>.Compress(chaining, block, counter, length, flags);
        else
            PortableCompression.Compress(chaining, block, counter, length, flags);
    }

    /// <summary>Computes the chaining values of a whole batch.</summary>
    internal static void HashBatch(Blake3Path path, LaneBatch batch)
    {
        // Half of the nodes that fit or more are worth the wide step: it takes as long as a narrow one.
        if (path == Blake3Path.Avx512 && Avx512F.IsSupported)
        {
            while (batch.Count > 8)
                LaneCompression<Vector512<uint>, Avx512Lanes16>.HashNext(ref batch);
            while (batch.Count > 4)
                LaneCompression<Vector256<uint>, Avx512Lanes8>.HashNext(ref batch);
            while (batch.Count > 1)
                LaneCompression<Vector128<uint>, Avx512Lanes4>.HashNext(ref batch);
        }
        else if (path is Blake3Path.Avx2 or Blake3Path.Sse41)
        {
            if (Avx2.IsSupported && path == Blake3Path.Avx2)
            {
                while (batch.Count > 4)
                    LaneCompression<Vector256<uint>, Avx2Lanes>.HashNext(ref batch);
            }

            if (Ssse3.IsSupported)
            {
                while (batch.Count > 1)
                    LaneCompression<Vector128<uint>, SseLanes>.HashNext(ref batch);
            }
        }
        else if (path == Blake3Path.Neon && AdvSimd.Arm64.IsSupported)
        {
            while (batch.Count > 1)
                LaneCompression<Vector128<uint>, NeonLanes>.HashNext(ref batch);
        }

        for (; batch.Count > 0; batch.Advance(1))
            HashNode(path, in batch);
    }

    private static void HashNode(Blake3Path path, in LaneBatch batch)
    {
        var chaining = stackalloc uint[8];
        Iv.CopyTo(new Span<uint>(chaining, 8));
        for (var offset = 0; offset < batch.Stride; offset += BlockSize)
            Compress(path, chaining, batch.Input + offset, batch.Counter, BlockSize, batch.FlagsAt(offset));

        WriteWords(chaining, batch.Output);
    }

    /// <summary>Writes a chaining value, or the digest that it has become, in the byte order of BLAKE3.</summary>
    internal static void WriteWords(uint* chaining, byte* output)
    {
        for (var i = 0; i < 8; i++)
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(new Span<byte>(output + 4 * i, 4), chaining[i]);
    }
}
