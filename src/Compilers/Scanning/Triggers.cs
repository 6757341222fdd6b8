using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Larder.Compilers.Scanning;

/// <summary>
/// Finds the next place in program text that a lexer must look at, 16 bytes at a time; all else is skipped unread.
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
        ["EGNP", "_", "_"], // __DATE__ __TIME__ __FILE__ __FILE_NAME__ __BASE_FILE__, __FUNCSIG__, __PRETTY_FUNCTION__, __TIMESTAMP__
        ["a", "sg", "m"], // asm, _Pragma
        ["nN", "cC", "lbyLBY"], // __has_include, .include, .incbin, dependency
        ["_", "F", "I"], // __builtin_FILE
        ["bd", "eu", "dl"], // __has_embed, module
        ["m", "p", "o"], // import
        ["u", "r", "c"], // source_location
    ];

    internal static ReadOnlySpan<byte> Low0 => [0x02, 0x04, 0x20, 0x00, 0x20, 0x83, 0x00, 0x02, 0x00, 0x00, 0x00, 0x00, 0x00, 0x40, 0x0A, 0x11];

    internal static ReadOnlySpan<byte> High0 => [0x00, 0x00, 0x01, 0x01, 0x0A, 0x12, 0x6C, 0x80, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00];

    internal static ReadOnlySpan<byte> Low1 => [0x40, 0x00, 0x80, 0x0C, 0x00, 0x20, 0x10, 0x04, 0x00, 0x00, 0x01, 0x00, 0x01, 0x00, 0x00, 0x03];

    internal static ReadOnlySpan<byte> High1 => [0x00, 0x00, 0x01, 0x01, 0x18, 0x03, 0x2C, 0xE4, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00];

    internal static ReadOnlySpan<byte> Low2 => [0x01, 0x01, 0x09, 0x81, 0x21, 0x01, 0x01, 0x01, 0x01, 0x19, 0x01, 0x01, 0x29, 0x05, 0x01, 0x43];

    internal static ReadOnlySpan<byte> High2 => [0x01, 0x01, 0x01, 0x01, 0x19, 0x0B, 0xED, 0x09, 0x01, 0x01, 0x01, 0x01, 0x01, 0x01, 0x01, 0x01];

    /// <summary>The next trigger at or after a position, or the text's length.</summary>
    public static int Find(ReadOnlySpan<byte> text, int at)
    {
        // Asked once here, for ahead-of-time code looks the answer up each time.
        ref var bytes = ref MemoryMarshal.GetReference(text);
        if (Ssse3.IsSupported)
            return Find<X86>(ref bytes, at, text.Length);
        return AdvSimd.Arm64.IsSupported ? Find<Arm>(ref bytes, at, text.Length) : Find<Portable>(ref bytes, at, text.Length);
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

    private static int Find<TTable>(ref byte bytes, int at, int length)
        where TTable : struct, ITable
    {
        // Loaded once: the compiler would not hoist them.
        var (low0, high0) = (Load(Low0), Load(High0));
        var (low1, high1) = (Load(Low1), Load(High1));
        var (low2, high2) = (Load(Low2), Load(High2));
        var nibble = Vector128.Create((byte)0x0F);

        // Each step reads two bytes past the block it classifies.
        for (; at + Vector128<byte>.Count + 2 <= length; at += Vector128<byte>.Count)
        {
            var first = Vector128.LoadUnsafe(ref bytes, (nuint)at);
            var second = Vector128.LoadUnsafe(ref bytes, (nuint)at + 1);
            var third = Vector128.LoadUnsafe(ref bytes, (nuint)at + 2);
            var classes = TTable.LookUp(low0, first & nibble) & TTable.LookUp(high0, (first.AsUInt16() >>> 4).AsByte() & nibble)
                & TTable.LookUp(low1, second & nibble) & TTable.LookUp(high1, (second.AsUInt16() >>> 4).AsByte() & nibble)
                & TTable.LookUp(low2, third & nibble) & TTable.LookUp(high2, (third.AsUInt16() >>> 4).AsByte() & nibble);
            var singles = Vector128.Equals(first, Vector128.Create((byte)'"')) | Vector128.Equals(first, Vector128.Create((byte)'\''))
                | Vector128.Equals(first, Vector128.Create((byte)'#')) | Vector128.Equals(first, Vector128.Create((byte)'\\'));
            var hits = (singles | ~Vector128.Equals(classes, Vector128<byte>.Zero)).ExtractMostSignificantBits();
            if (hits != 0)
                return at + BitOperations.TrailingZeroCount(hits);
        }
        for (; at < length; at++)
        {
            var b = Unsafe.Add(ref bytes, at);
            if (b is (byte)'"' or (byte)'\'' or (byte)'#' or (byte)'\\')
                return at;
            var next = at + 1 < length ? Unsafe.Add(ref bytes, at + 1) : (byte)0;
            var afterNext = at + 2 < length ? Unsafe.Add(ref bytes, at + 2) : (byte)0;
            if ((Low0[b & 15] & High0[b >> 4] & Low1[next & 15] & High1[next >> 4] & Low2[afterNext & 15] & High2[afterNext >> 4]) != 0)
                return at;
        }
        return length;
    }

    private static Vector128<byte> Load(ReadOnlySpan<byte> table) => Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(table));

    /// <summary>Sixteen look-ups in a table of sixteen bytes.</summary>
    private interface ITable
    {
        public static abstract Vector128<byte> LookUp(Vector128<byte> table, Vector128<byte> indices);
    }

    private struct X86 : ITable
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<byte> LookUp(Vector128<byte> table, Vector128<byte> indices) => Ssse3.Shuffle(table, indices);
    }

    private struct Arm : ITable
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<byte> LookUp(Vector128<byte> table, Vector128<byte> indices) => AdvSimd.Arm64.VectorTableLookup(table, indices);
    }

    private struct Portable : ITable
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<byte> LookUp(Vector128<byte> table, Vector128<byte> indices) => Vector128.Shuffle(table, indices);
    }
}
