using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Larder.Storage.Hashing;

/// <summary>Sixteen lanes with AVX-512F.</summary>
internal unsafe struct Avx512Lanes16 : IVectorOperations<Vector512<uint>>
{
    /// <inheritdoc/>
    public static int Lanes => 16;

    /// <inheritdoc/>
    public static Vector512<uint> Splat(uint value) => Vector512.Create(value);

    /// <inheritdoc/>
    public static Vector512<uint> Add(Vector512<uint> left, Vector512<uint> right) => Avx512F.Add(left, right);

    /// <inheritdoc/>
    public static Vector512<uint> Xor(Vector512<uint> left, Vector512<uint> right) => Avx512F.Xor(left, right);

    /// <inheritdoc/>
    public static Vector512<uint> Add(Vector512<uint> first, Vector512<uint> second, Vector512<uint> third) =>
        Avx512F.Add(Avx512F.Add(first, second), third);

    /// <inheritdoc/>
    public static Vector512<uint> XorRotate16(Vector512<uint> left, Vector512<uint> right) =>
        Avx512F.RotateRight(Avx512F.Xor(left, right), 16);

    /// <inheritdoc/>
    public static Vector512<uint> XorRotate12(Vector512<uint> left, Vector512<uint> right) =>
        Avx512F.RotateRight(Avx512F.Xor(left, right), 12);

    /// <inheritdoc/>
    public static Vector512<uint> XorRotate8(Vector512<uint> left, Vector512<uint> right) =>
        Avx512F.RotateRight(Avx512F.Xor(left, right), 8);

    /// <inheritdoc/>
    public static Vector512<uint> XorRotate7(Vector512<uint> left, Vector512<uint> right) =>
        Avx512F.RotateRight(Avx512F.Xor(left, right), 7);

    /// <inheritdoc/>
    public static Vector512<uint> InterleaveLow32(Vector512<uint> left, Vector512<uint> right) =>
        Avx512F.UnpackLow(left, right);

    /// <inheritdoc/>
    public static Vector512<uint> InterleaveHigh32(Vector512<uint> left, Vector512<uint> right) =>
        Avx512F.UnpackHigh(left, right);

    /// <inheritdoc/>
    public static Vector512<uint> InterleaveLow64(Vector512<uint> left, Vector512<uint> right) =>
        Avx512F.UnpackLow(left.AsUInt64(), right.AsUInt64()).AsUInt32();

    /// <inheritdoc/>
    public static Vector512<uint> InterleaveHigh64(Vector512<uint> left, Vector512<uint> right) =>
        Avx512F.UnpackHigh(left.AsUInt64(), right.AsUInt64()).AsUInt32();

    /// <inheritdoc/>
    public static Vector512<uint> Gather(byte* source, nint* offsets) =>
        Vector512.Create(
            Vector256.Create(
                Vector128.Load((uint*)(source + offsets[0])),
                Vector128.Load((uint*)(source + offsets[4]))),
            Vector256.Create(
                Vector128.Load((uint*)(source + offsets[8])),
                Vector128.Load((uint*)(source + offsets[12]))));

    /// <inheritdoc/>
    public static void Scatter(Vector512<uint> value, byte* destination, nint stride)
    {
        value.GetLower().GetLower().Store((uint*)destination);
        value.GetLower().GetUpper().Store((uint*)(destination + stride));
        value.GetUpper().GetLower().Store((uint*)(destination + 2 * stride));
        value.GetUpper().GetUpper().Store((uint*)(destination + 3 * stride));
    }
}
