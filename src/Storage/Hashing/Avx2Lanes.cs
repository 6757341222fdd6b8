using System.Runtime.CompilerServices;
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
    public static Vector256<uint> Add(Vector256<uint> left, Vector256<uint> right) => Avx2.Add(left, right);

    /// <inheritdoc/>
    public static Vector256<uint> Xor(Vector256<uint> left, Vector256<uint> right) => Avx2.Xor(left, right);

    /// <inheritdoc/>
    public static Vector256<uint> Add(Vector256<uint> first, Vector256<uint> second, Vector256<uint> third) =>
        Avx2.Add(Avx2.Add(first, second), third);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> XorRotate16(Vector256<uint> left, Vector256<uint> right) =>
        Avx2.Shuffle(Avx2.Xor(left, right).AsByte(), Vector256.Create(Vector128.Create(
            (byte)2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13))).AsUInt32();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> XorRotate12(Vector256<uint> left, Vector256<uint> right)
    {
        var value = Avx2.Xor(left, right);
        return Avx2.Or(Avx2.ShiftRightLogical(value, 12), Avx2.ShiftLeftLogical(value, 20));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> XorRotate8(Vector256<uint> left, Vector256<uint> right) =>
        Avx2.Shuffle(Avx2.Xor(left, right).AsByte(), Vector256.Create(Vector128.Create(
            (byte)1, 2, 3, 0, 5, 6, 7, 4, 9, 10, 11, 8, 13, 14, 15, 12))).AsUInt32();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> XorRotate7(Vector256<uint> left, Vector256<uint> right)
    {
        var value = Avx2.Xor(left, right);
        return Avx2.Or(Avx2.ShiftRightLogical(value, 7), Avx2.ShiftLeftLogical(value, 25));
    }

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
