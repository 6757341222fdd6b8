using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace Larder.Storage.Hashing;

/// <summary>Four lanes with the vector instructions of 64-bit Arm.</summary>
internal unsafe struct NeonLanes : IVectorOperations<Vector128<uint>>
{
    /// <inheritdoc/>
    public static int Lanes => 4;

    /// <inheritdoc/>
    public static Vector128<uint> Splat(uint value) => Vector128.Create(value);

    /// <inheritdoc/>
    public static Vector128<uint> Add(Vector128<uint> left, Vector128<uint> right) => AdvSimd.Add(left, right);

    /// <inheritdoc/>
    public static Vector128<uint> Xor(Vector128<uint> left, Vector128<uint> right) => AdvSimd.Xor(left, right);

    /// <inheritdoc/>
    public static Vector128<uint> Add(Vector128<uint> first, Vector128<uint> second, Vector128<uint> third) =>
        AdvSimd.Add(AdvSimd.Add(first, second), third);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> XorRotate16(Vector128<uint> left, Vector128<uint> right) =>
        AdvSimd.ReverseElement16(AdvSimd.Xor(left, right));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> XorRotate12(Vector128<uint> left, Vector128<uint> right)
    {
        var value = AdvSimd.Xor(left, right);
        return AdvSimd.ShiftRightAndInsert(AdvSimd.ShiftLeftLogical(value, 20), value, 12);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> XorRotate8(Vector128<uint> left, Vector128<uint> right) =>
        AdvSimd.Arm64.VectorTableLookup(AdvSimd.Xor(left, right).AsByte(), Vector128.Create(
            (byte)1, 2, 3, 0, 5, 6, 7, 4, 9, 10, 11, 8, 13, 14, 15, 12)).AsUInt32();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> XorRotate7(Vector128<uint> left, Vector128<uint> right)
    {
        var value = AdvSimd.Xor(left, right);
        return AdvSimd.ShiftRightAndInsert(AdvSimd.ShiftLeftLogical(value, 25), value, 7);
    }

    /// <inheritdoc/>
    public static Vector128<uint> InterleaveLow32(Vector128<uint> left, Vector128<uint> right) =>
        AdvSimd.Arm64.ZipLow(left, right);

    /// <inheritdoc/>
    public static Vector128<uint> InterleaveHigh32(Vector128<uint> left, Vector128<uint> right) =>
        AdvSimd.Arm64.ZipHigh(left, right);

    /// <inheritdoc/>
    public static Vector128<uint> InterleaveLow64(Vector128<uint> left, Vector128<uint> right) =>
        AdvSimd.Arm64.ZipLow(left.AsUInt64(), right.AsUInt64()).AsUInt32();

    /// <inheritdoc/>
    public static Vector128<uint> InterleaveHigh64(Vector128<uint> left, Vector128<uint> right) =>
        AdvSimd.Arm64.ZipHigh(left.AsUInt64(), right.AsUInt64()).AsUInt32();

    /// <inheritdoc/>
    public static Vector128<uint> Gather(byte* source, nint* offsets) =>
        Vector128.Load((uint*)(source + offsets[0]));

    /// <inheritdoc/>
    public static void Scatter(Vector128<uint> value, byte* destination, nint stride) =>
        value.Store((uint*)destination);
}
