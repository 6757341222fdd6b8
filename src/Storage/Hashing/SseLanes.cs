using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Larder.Storage.Hashing;

/// <summary>Four lanes with SSSE3 and SSE4.1: rotations by whole bytes are one shuffle.</summary>
internal unsafe struct SseLanes : IVectorOperations<Vector128<uint>>
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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> XorRotate16(Vector128<uint> left, Vector128<uint> right) =>
        Ssse3.Shuffle(Sse2.Xor(left, right).AsByte(), Vector128.Create(
            (byte)2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13)).AsUInt32();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> XorRotate12(Vector128<uint> left, Vector128<uint> right)
    {
        var value = Sse2.Xor(left, right);
        return Sse2.Or(Sse2.ShiftRightLogical(value, 12), Sse2.ShiftLeftLogical(value, 20));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> XorRotate8(Vector128<uint> left, Vector128<uint> right) =>
        Ssse3.Shuffle(Sse2.Xor(left, right).AsByte(), Vector128.Create(
            (byte)1, 2, 3, 0, 5, 6, 7, 4, 9, 10, 11, 8, 13, 14, 15, 12)).AsUInt32();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> XorRotate7(Vector128<uint> left, Vector128<uint> right)
    {
        var value = Sse2.Xor(left, right);
        return Sse2.Or(Sse2.ShiftRightLogical(value, 7), Sse2.ShiftLeftLogical(value, 25));
    }

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
