using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Larder.Storage.Hashing;

/// <summary>Eight lanes with AVX2: rotations by whole bytes are one shuffle.</summary>
internal unsafe struct Avx2Lanes : IVectorOperations<Vector256<uint>>
{
    /// <inheritdoc/>
    public static int Lanes => 8;

    /// <inheritdoc/>
    public static Vector256<uint> Splat(uint value) => Vector256.Create(value);

    /// <inheritdoc/>
    public static Vector256<uint> LoadAligned(byte* source) => Avx.LoadAlignedVector256((uint*)source);

    /// <inheritdoc/>
    public static Vector256<uint> Add(Vector256<uint> left, Vector256<uint> right) => Avx2.Add(left, right);

    /// <inheritdoc/>
    public static Vector256<uint> Xor(Vector256<uint> left, Vector256<uint> right) => Avx2.Xor(left, right);

    /// <inheritdoc/>
    public static Vector256<uint> RotateRight16(Vector256<uint> value) => Avx2.Shuffle(value.AsByte(), Rotation16).AsUInt32();

    /// <inheritdoc/>
    public static Vector256<uint> RotateRight12(Vector256<uint> value) => Avx2.Or(Avx2.ShiftRightLogical(value, 12), Avx2.ShiftLeftLogical(value, 20));

    /// <inheritdoc/>
    public static Vector256<uint> RotateRight8(Vector256<uint> value) => Avx2.Shuffle(value.AsByte(), Rotation8).AsUInt32();

    /// <inheritdoc/>
    public static Vector256<uint> RotateRight7(Vector256<uint> value) => Avx2.Or(Avx2.ShiftRightLogical(value, 7), Avx2.ShiftLeftLogical(value, 25));

    /// <inheritdoc/>
    public static Vector256<uint> InterleaveLow32(Vector256<uint> left, Vector256<uint> right) => Avx2.UnpackLow(left, right);

    /// <inheritdoc/>
    public static Vector256<uint> InterleaveHigh32(Vector256<uint> left, Vector256<uint> right) => Avx2.UnpackHigh(left, right);

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

    private static Vector256<byte> Rotation16 => Vector256.Create(
        (byte)2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13,
        2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13);

    private static Vector256<byte> Rotation8 => Vector256.Create(
        (byte)1, 2, 3, 0, 5, 6, 7, 4, 9, 10, 11, 8, 13, 14, 15, 12,
        1, 2, 3, 0, 5, 6, 7, 4, 9, 10, 11, 8, 13, 14, 15, 12);
}
