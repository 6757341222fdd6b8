using System.Numerics;
using System.Runtime.InteropServices;

namespace Larder.Storage;

/// <summary>
/// A quick 64-bit checksum for small fixed-size records that may be torn or overwritten, not forged: each word is mixed in by a
/// multiplication that spreads it upwards and a rotation that brings it down again, so a change of any bit changes the sum
/// (each step is invertible) and unrelated records agree once in 2^64.
/// </summary>
internal static class Checksum64
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15; // 2^64 / golden ratio, odd

    /// <summary>The checksum of bytes whose number is a multiple of 8, under a seed.</summary>
    internal static ulong Of(ReadOnlySpan<byte> bytes, ulong seed)
    {
        ulong sum = Mix(seed ^ (ulong)bytes.Length);
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(bytes))
            sum = BitOperations.RotateLeft((sum ^ word) * Multiplier, 29);
        return Mix(sum);
    }

    /// <summary>The checksum of bytes of any number, under a seed: what a text is told by where two of 2^64 may be the same.</summary>
    internal static ulong OfText(ReadOnlySpan<byte> text, ulong seed)
    {
        int whole = text.Length & ~7;
        Span<byte> rest = stackalloc byte[sizeof(ulong)];
        rest.Clear();
        text[whole..].CopyTo(rest);
        return Of(rest, Of(text[..whole], seed ^ ((ulong)text.Length << 32)));
    }

    /// <summary>Spreads every bit of a word over all of it, invertibly.</summary>
    internal static ulong Mix(ulong word)
    {
        word = (word ^ (word >> 32)) * Multiplier;
        word = (word ^ (word >> 29)) * Multiplier;
        return word ^ (word >> 32);
    }
}
