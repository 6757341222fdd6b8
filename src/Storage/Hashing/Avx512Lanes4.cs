using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Larder.Storage.Hashing;

/// <summary>Four lanes with the rotation of AVX-512VL.</summary>
internal unsafe struct Avx512Lanes4 : IVectorOperations<Vector128<uint>>
{
    /// <inheritdoc/>
    public static int Lanes => 4;

    /// <inheritdoc/>
    public static Vector128<uint> Splat(uint value) => Vector128.Create(value);

    /// <inheritdoc/>
    public static Vector128<uint> Add(Vector128<uint> left, Vector128<uint> right) => Sse2.Add(left, right);

    /// <inheritdoc/>
    public static Vector128<uint> Xor(Vector128<uint> left, Vector128<uint> right) => Sse2.Xor(left, right);

    /// <inheritdoc/>
    public static Vector128<uint> Add(Vector128<uint> first, Vector128<uint> second, Vector128<uint> third) =>
        Sse2.Add(Sse2.Add(first, second), third);

    /// <inheritdoc/>
    public static Vector128<uint> XorRotate16(Vector128<uint> left, Vector128<uint> right) =>
        Avx512F.VL.RotateRight(Sse2.Xor(left, right), 16);

    /// <inheritdoc/>
    public static Vector128<uint> XorRotate12(Vector128<uint> left, Vector128<uint> right) =>
        Avx512F.VL.RotateRight(Sse2.Xor(left, right), 12);

    /// <inheritdoc/>
    public static Vector128<uint> XorRotate8(Vector128<uint> left, Vector128<uint> right) =>
        Avx512F.VL.RotateRight(Sse2.Xor(left, right), 8);

    /// <inheritdoc/>
    public static Vector128<uint> XorRotate7(Vector128<uint> left, Vector128<uint> right) =>
        Avx512F.VL.RotateRight(Sse2.Xor(left, right), 7);

    /// <inheritdoc/>
    public static Vector128<uint> InterleaveLow32(Vector128<uint> left, Vector128<uint> right) =>
        Sse2.UnpackLow(left, right);

    /// <inheritdoc/>
    public static Vector128<uint> InterleaveHigh32(Vector128<uint> left, Vector128<uint> right) =>
        Sse2.UnpackHigh(left, right);

    /// <inheritdoc/>
    public static Vector128<uint> InterleaveLow64(Vector128<uint> left, Vector128<uint> right) =>
        Sse2.UnpackLow(left.AsUInt64(), right.AsUInt64()).AsUInt32();

    /// <inheritdoc/>
    public static Vector128<uint> InterleaveHigh64(Vector128<uint> left, Vector128<uint> right) =>
        Sse2.UnpackHigh(left.AsUInt64(), right.AsUInt64()).AsUInt32();

    /// <inheritdoc/>
    public static Vector128<uint> Gather(byte* source, nint* offsets) =>
        Vector128.Load((uint*)(source + offsets[0]));

    /// <inheritdoc/>
    public static void Scatter(Vector128<uint> value, byte* destination, nint stride) =>
        value.Store((uint*)destination);
}
