using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Larder.Compilers.Scanning;

/// <summary>
/// Finds the next place in program text that a lexer must look at, 16 or 32 bytes at a time; all else is skipped unread.
/// Such a place is a quote, a number sign, a backslash, or one of the byte sequences of <see cref="Sequences"/>. The latter
/// are matched by nibble: two table look-ups per position give the set of sequences a byte may belong to, and the sets of
/// three neighbouring bytes are intersected. It errs only towards stopping too often; the caller looks again.
/// </summary>
internal static class Triggers
{
    /// <summary>What the tables below encode: one bit per entry, and per byte of it the bytes allowed (empty: any).
    /// The tests derive the tables from it.</summary>
    internal static string[][] Sequences =>
    [
        ["/%?", "/*\\?:", ""], // comments, digraphs, trigraphs, each possibly cut by a line joint
        ["EP", "_", "_"], // __DATE__ __TIME__ __FILE__ __FILE_NAME__ __BASE_FILE__, __TIMESTAMP__
        ["a", "sg", "m"], // asm, _Pragma
        ["nN", "cC", "lbyLBY"], // __has_include, .include, .incbin, dependency
        ["_", "F", "I"], // __builtin_FILE
        ["bd", "eu", "dl"], // __has_embed, module
        ["m", "p", "o"], // import
        ["u", "r", "c"], // source_location
    ];

    internal static ReadOnlySpan<byte> Low0 => [0x02, 0x04, 0x20, 0x00, 0x20, 0x83, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x40, 0x08, 0x11];

    internal static ReadOnlySpan<byte> High0 => [0x00, 0x00, 0x01, 0x01, 0x0A, 0x12, 0x6C, 0x80, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00];

    internal static ReadOnlySpan<byte> Low1 => [0x40, 0x00, 0x80, 0x0C, 0x00, 0x20, 0x10, 0x04, 0x00, 0x00, 0x01, 0x00, 0x01, 0x00, 0x00, 0x03];

    internal static ReadOnlySpan<byte> High1 => [0x00, 0x00, 0x01, 0x01, 0x18, 0x03, 0x2C, 0xE4, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00];

    internal static ReadOnlySpan<byte> Low2 => [0x01, 0x01, 0x09, 0x81, 0x21, 0x01, 0x01, 0x01, 0x01, 0x19, 0x01, 0x01, 0x29, 0x05, 0x01, 0x43];

    internal static ReadOnlySpan<byte> High2 => [0x01, 0x01, 0x01, 0x01, 0x19, 0x0B, 0xED, 0x09, 0x01, 0x01, 0x01, 0x01, 0x01, 0x01, 0x01, 0x01];

    /// <summary>The next trigger at or after a position, or the text's length. Inside a directive a line end is one too.</summary>
    public static int Find(ReadOnlySpan<byte> text, int at, bool inDirective)
    {
        ref var bytes = ref MemoryMarshal.GetReference(text);
        return inDirective ? Find<InDirective>(ref bytes, at, text.Length) : Find<Outside>(ref bytes, at, text.Length);
    }

    /// <summary>The end of a block comment's text from <paramref name="at"/>: a slash right after an asterisk, or first in a
    /// line (the asterisk may stand before a joint). The text's length if there is none.</summary>
    public static int FindCommentSlash(ReadOnlySpan<byte> text, int at)
    {
        ref var bytes = ref MemoryMarshal.GetReference(text);
        for (; at + Vector128<byte>.Count <= text.Length; at += Vector128<byte>.Count)
        {
            var here = Vector128.LoadUnsafe(ref bytes, (nuint)at);
            var before = Vector128.LoadUnsafe(ref bytes, (nuint)(at - 1));
            var slash = Vector128.Equals(here, Vector128.Create((byte)'/'));
            var start = Vector128.Equals(before, Vector128.Create((byte)'*')) | Vector128.Equals(before, Vector128.Create((byte)'\n'))
                | Vector128.Equals(before, Vector128.Create((byte)'\r'));
            var hits = (slash & start).ExtractMostSignificantBits();
            if (hits != 0)
                return at + BitOperations.TrailingZeroCount(hits);
        }
        for (; at < text.Length; at++)
        {
            if (text[at] == '/' && text[at - 1] is (byte)'*' or (byte)'\n' or (byte)'\r')
                return at;
        }
        return text.Length;
    }

    private static int Find<TPlace>(ref byte bytes, int at, int length)
        where TPlace : struct, IPlace
    {
        // The loop reads two bytes past the block it classifies.
        if (Avx2.IsSupported)
        {
            for (; at + Vector256<byte>.Count + 2 <= length; at += Vector256<byte>.Count)
            {
                var here = Vector256.LoadUnsafe(ref bytes, (nuint)at);
                var found = Singles256<TPlace>(here)
                    | ~Vector256.Equals(
                        Classes(here, Low0, High0) & Classes(Vector256.LoadUnsafe(ref bytes, (nuint)at + 1), Low1, High1)
                            & Classes(Vector256.LoadUnsafe(ref bytes, (nuint)at + 2), Low2, High2),
                        Vector256<byte>.Zero);
                var hits = found.ExtractMostSignificantBits();
                if (hits != 0)
                    return at + BitOperations.TrailingZeroCount(hits);
            }
        }
        for (; at + Vector128<byte>.Count + 2 <= length; at += Vector128<byte>.Count)
        {
            var here = Vector128.LoadUnsafe(ref bytes, (nuint)at);
            var found = Singles128<TPlace>(here)
                | ~Vector128.Equals(
                    Classes(here, Low0, High0) & Classes(Vector128.LoadUnsafe(ref bytes, (nuint)at + 1), Low1, High1)
                        & Classes(Vector128.LoadUnsafe(ref bytes, (nuint)at + 2), Low2, High2),
                    Vector128<byte>.Zero);
            var hits = found.ExtractMostSignificantBits();
            if (hits != 0)
                return at + BitOperations.TrailingZeroCount(hits);
        }
        for (; at < length; at++)
        {
            var b = Unsafe.Add(ref bytes, at);
            if (b is (byte)'"' or (byte)'\'' or (byte)'#' or (byte)'\\' || (TPlace.StopsAtLineEnd && b is (byte)'\n' or (byte)'\r'))
                return at;
            var next = at + 1 < length ? Unsafe.Add(ref bytes, at + 1) : (byte)0;
            var third = at + 2 < length ? Unsafe.Add(ref bytes, at + 2) : (byte)0;
            if ((Low0[b & 15] & High0[b >> 4] & Low1[next & 15] & High1[next >> 4] & Low2[third & 15] & High2[third >> 4]) != 0)
                return at;
        }
        return length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Singles256<TPlace>(Vector256<byte> here)
        where TPlace : struct, IPlace
    {
        var found = Vector256.Equals(here, Vector256.Create((byte)'"')) | Vector256.Equals(here, Vector256.Create((byte)'\''))
            | Vector256.Equals(here, Vector256.Create((byte)'#')) | Vector256.Equals(here, Vector256.Create((byte)'\\'));
        return TPlace.StopsAtLineEnd
            ? found | Vector256.Equals(here, Vector256.Create((byte)'\n')) | Vector256.Equals(here, Vector256.Create((byte)'\r'))
            : found;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Singles128<TPlace>(Vector128<byte> here)
        where TPlace : struct, IPlace
    {
        var found = Vector128.Equals(here, Vector128.Create((byte)'"')) | Vector128.Equals(here, Vector128.Create((byte)'\''))
            | Vector128.Equals(here, Vector128.Create((byte)'#')) | Vector128.Equals(here, Vector128.Create((byte)'\\'));
        return TPlace.StopsAtLineEnd
            ? found | Vector128.Equals(here, Vector128.Create((byte)'\n')) | Vector128.Equals(here, Vector128.Create((byte)'\r'))
            : found;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Classes(Vector256<byte> bytes, ReadOnlySpan<byte> low, ReadOnlySpan<byte> high)
    {
        var mask = Vector256.Create((byte)0x0F);
        var lows = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(low));
        var highs = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(high));
        var byHigh = (bytes.AsUInt16() >>> 4).AsByte() & mask;
        return Avx2.Shuffle(Vector256.Create(lows, lows), bytes & mask) & Avx2.Shuffle(Vector256.Create(highs, highs), byHigh);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Classes(Vector128<byte> bytes, ReadOnlySpan<byte> low, ReadOnlySpan<byte> high)
    {
        var mask = Vector128.Create((byte)0x0F);
        var byHigh = (bytes.AsUInt16() >>> 4).AsByte() & mask;
        return LookUp(Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(low)), bytes & mask)
            & LookUp(Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(high)), byHigh);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> LookUp(Vector128<byte> table, Vector128<byte> indices)
    {
        if (Ssse3.IsSupported)
            return Ssse3.Shuffle(table, indices);
        return AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.VectorTableLookup(table, indices) : Vector128.Shuffle(table, indices);
    }

    /// <summary>Where the text searched lies.</summary>
    private interface IPlace
    {
        public static abstract bool StopsAtLineEnd { get; }
    }

    private struct Outside : IPlace
    {
        public static bool StopsAtLineEnd => false;
    }

    private struct InDirective : IPlace
    {
        public static bool StopsAtLineEnd => true;
    }
}
