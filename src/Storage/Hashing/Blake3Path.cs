namespace Larder.Storage.Hashing;

/// <summary>The ways to compute BLAKE3. All give the same digest; the processor decides which exist.</summary>
internal enum Blake3Path
{
    /// <summary>Not chosen yet: the best that the processor has.</summary>
    Best,

    /// <summary>Plain 32-bit arithmetic.</summary>
    Portable,

    /// <summary>Four lanes with SSE4.1.</summary>
    Sse41,

    /// <summary>Eight lanes with AVX2, else four.</summary>
    Avx2,

    /// <summary>Sixteen lanes with AVX-512F and VL, else eight or four.</summary>
    Avx512,

    /// <summary>Four lanes on 64-bit Arm.</summary>
    Neon,
}
