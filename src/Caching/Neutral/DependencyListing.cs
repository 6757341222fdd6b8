using System.Buffers.Text;
using Larder.Compilers;
using Larder.Posix;

namespace Larder.Caching.Neutral;

/// <summary>
/// A dependency file as it is stored where the directory in its names is another one for each caller.
/// <code>
/// listing = "larder dependencies 1" NUL phony:u8 without NUL word word*
/// phony   = PhonyRules
/// without = decimal: which name has no rule of its own; "-1" for none
/// word    = place text NUL            the target, then the prerequisites in order
/// place   = "=" as it stands | "+" the caller's root goes before it
/// text    = the target escaped as it stands where its place is "="; else the name
/// </code>
/// </summary>
/// <param name="root">The caller's root, without a slash at its end.</param>
/// <param name="family">Whose rules the file is written by.</param>
/// <param name="isTargetRaw">The target is written as it was given (<c>-MT</c>), not escaped.</param>
internal sealed class DependencyListing(byte[] root, CompilerFamily family, bool isTargetRaw)
{
    private static ReadOnlySpan<byte> Head => "larder dependencies 1\0"u8;

    /// <summary>The stored form of a file; null where the file could not be made of it again, to the byte.</summary>
    /// <param name="text">The file as the compiler wrote it.</param>
    /// <param name="isForeign">Whether a text has anything of this caller's directory in it.</param>
    internal byte[]? TryStore(ReadOnlySpan<byte> text, PathTest isForeign)
    {
        if (DependencyText.TryRead(text) is not { } read)
            return null;
        List<byte> listing = [.. Head, (byte)read.Phony];
        Span<byte> number = stackalloc byte[12];
        Utf8Formatter.TryFormat(read.WithoutRule, number, out int length);
        listing.AddRange(number[..length]);
        listing.Add(0);

        byte[]? target = isTargetRaw ? read.Target : DependencyText.Unescape(read.Target);
        if (target is not null && Below(target) is { } place)
            AddWord(listing, (byte)'+', place);
        else
            AddWord(listing, (byte)'=', read.Target);
        foreach (byte[] name in read.Names)
        {
            if (Below(name) is { } rest)
                AddWord(listing, (byte)'+', rest);
            else
                AddWord(listing, (byte)'=', name);
        }

        byte[] stored = [.. listing];
        return !isForeign(stored) && text.SequenceEqual(TryRestore(stored)) ? stored : null;
    }

    /// <summary>The file as the compiler would write it for this caller; null where it can't be told.</summary>
    internal byte[]? TryRestore(ReadOnlySpan<byte> listing)
    {
        if (!listing.StartsWith(Head))
            return null;
        listing = listing[Head.Length..];
        int end = listing.IndexOf((byte)0);
        if (end < 2 || !Utf8Parser.TryParse(listing[1..end], out int without, out int length) || length != end - 1)
            return null;
        PhonyRules phony = (PhonyRules)listing[0];
        if (phony is not (PhonyRules.None or PhonyRules.InLines or PhonyRules.AfterBlankLines))
            return null;
        listing = listing[(end + 1)..];
        byte[]? target = null;
        List<byte[]> names = [];
        while (!listing.IsEmpty)
        {
            end = listing.IndexOf((byte)0);
            if (end < 1 || listing[0] is not ((byte)'=' or (byte)'+'))
                return null;
            bool below = listing[0] == (byte)'+';
            byte[] word = ByteString.Concat(below ? root : [], listing[1..end]);
            listing = listing[(end + 1)..];
            if (target is not null)
                names.Add(word);
            else
                target = below && !isTargetRaw ? DependencyText.Escape(word) : word;
        }

        if (target is null || names.Count == 0)
            return null;
        return new DependencyText { Target = target, Names = names, Phony = phony, WithoutRule = without }.Write(family);
    }

    /// <summary>Says something of a text.</summary>
    internal delegate bool PathTest(ReadOnlySpan<byte> text);

    private static void AddWord(List<byte> listing, byte place, ReadOnlySpan<byte> text)
    {
        listing.Add(place);
        listing.AddRange(text);
        listing.Add(0);
    }

    private byte[]? Below(byte[] name) =>
        name.AsSpan().StartsWith(root) && name.Length > root.Length && name[root.Length] == (byte)'/' ? name[root.Length..] : null;
}
