using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Larder.Storage.Hashing;

/// <summary>Eight lanes with the rotation of AVX-512VL.</summary>
internal unsafe struct Avx512Lanes8 : IVectorOperations<Vector256<uint>>
{
    /// <inheritdoc/>
    public static int Lanes => 8;

    /// <inheritdoc/>
    public static Vector256<uint> Splat(uint value) => Vector256.Create(value);

    /// <inheritdoc/>
    public static Vector256<uint> Add(Vector256<uint> left, Vector256<uint> right) => Avx2.Add(left, right);

    /// <inheritdoc/>
    public static Vector256<uint> Xor(Vector256<uint> left, Vector256<uint> right) => Avx2.Xor(left, right);

    /// <inheritdoc/>
    public static Vector256<uint> Add(Vector256<uint> first, Vector256<uint> second, Vector256<uint> third) =>
        Avx2.Add(Avx2.Add(first, second), third);

    /// <inheritdoc/>
    public static Vector256<uint> XorRotate16(Vector256<uint> left, Vector256<uint> right) =>
        Avx512F.VL.RotateRight(Avx2.Xor(left, right), 16);

    /// <inheritdoc/>
    public static Vector256<uint> XorRotate12(Vector256<uint> left, Vector256<uint> right) =>
        Avx512F.VL.RotateRight(Avx2.Xor(left, right), 12);

    /// <inheritdoc/>
    public static Vector256<uint> XorRotate8(Vector256<uint> left, Vector256<uint> right) =>
        Avx512F.VL.RotateRight(Avx2.Xor(left, right), 8);

    /// <inheritdoc/>
    public static Vector256<uint> XorRotate7(Vector256<uint> left, Vector256<uint> right) =>
        Avx512F.VL.RotateRight(Avx2.Xor(left, right), 7);

    /// <inheritdoc/>
    public static Vector256<uint> InterleaveLow32(Vector256<uint> left, Vector256<uint> right) =>
        Avx2.UnpackLow(left, right);

    /// <inheritdoc/>
    public static Vector256<uint> InterleaveHigh32(Vector256<uint> left, Vector256<uint> right) =>
        Avx2.UnpackHigh(left, right);

    /// <inheritdoc/>
    public static Vector256<uint> InterleaveLow64(Vector256<uint> left, Vector256<uint> right) =>
        Avx2.UnpackLow(left.AsUInt64(), right.AsUInt64()).AsUInt32();

    /// <inheritdoc/>
    public static Vector256<uint> InterleaveHigh64(Vector256<uint> left, Vector256<uint> right) =>
        Avx2.UnpackHigh(left.AsUInt64(), right.AsUInt64()).AsUInt32();

    /// <inheritdoc/>
    public static Vector256<uint> Gather(byte* source, nint* offsets) =>
        Vector256.Create(
            Vector128.Load((uint*)(source + offsets[0])),
            Vector128.Load((uint*)(source + offsets[4])));

    /// <inheritdoc/>
    public static void Scatter(Vector256<uint> value, byte* destination, nint stride)
    {
        value.GetLower().Store((uint*)destination);
        value.GetUpper().Store((uint*)(destination + stride));
    }
}
