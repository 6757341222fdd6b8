using Larder.Compilers;

namespace Larder.Caching.Neutral;

/// <summary>
/// A dependency file taken apart, so that it can be written again with names of other lengths: the target as it stands, the names of the
/// prerequisites, and whether rules without recipes follow (<c>-MP</c>).
/// </summary>
/// <remarks>
/// Sources of the rules for writing: gcc's libcpp/mkdeps.cc (make_write, munge) and clang's Frontend/DependencyFile.cpp
/// (outputDependencyFile, PrintFilename). Both break a line before a word that would go past a column, count the columns differently, and
/// escape blanks, <c>#</c> and <c>$</c> alike. Names in which they differ, or in which releases differ (a backslash, a colon), are not taken.
/// Whoever takes a text apart compares what <see cref="Write"/> makes of it: a release with other rules shows there.
/// </remarks>
internal sealed class DependencyText
{
    /// <summary>gcc: a line holds no more than this (deps_write, colmax).</summary>
    private const int GccColumns = 72;

    /// <summary>clang: likewise, with room for what continues the line (MaxColumns).</summary>
    private const int ClangColumns = 75;

    /// <summary>What stands before the first colon, escaped as it is.</summary>
    internal required byte[] Target { get; init; }

    /// <summary>The prerequisites, in order, by their names.</summary>
    internal required IReadOnlyList<byte[]> Names { get; init; }

    internal required PhonyRules Phony { get; init; }

    /// <summary>Which of the names has no rule of its own: the source. -1 where there are no such rules.</summary>
    internal required int WithoutRule { get; init; }

    /// <summary>Null where the text isn't one rule with one plain target, or holds a name that isn't taken.</summary>
    internal static DependencyText? TryRead(ReadOnlySpan<byte> text)
    {
        int colon = text.IndexOf(": "u8);
        if (colon <= 0 || !IsOneWord(text[..colon]))
            return null;
        byte[] target = text[..colon].ToArray();
        List<byte[]> names = [];
        text = text[(colon + 1)..];
        while (!text.IsEmpty && text[0] != (byte)'\n')
        {
            if (text[0] == (byte)' ')
                text = text[1..];
            else if (text.StartsWith("\\\n"u8))
                text = text[2..];
            else if (TakeName(ref text) is { } name)
                names.Add(name);
            else
                return null;
        }

        if (text.IsEmpty || names.Count == 0)
            return null;
        text = text[1..];
        PhonyRules phony = text.IsEmpty ? PhonyRules.None : text[0] == (byte)'\n' ? PhonyRules.AfterBlankLines : PhonyRules.InLines;
        int without = -1;
        for (int i = 0; phony != PhonyRules.None && i < names.Count; i++)
        {
            ReadOnlySpan<byte> rest = text;
            if (!TakeRule(ref rest, names[i], phony))
                without = without < 0 ? i : names.Count;
            else
                text = rest;
        }

        return !text.IsEmpty || without == names.Count ? null
            : new DependencyText { Target = target, Names = names, Phony = phony, WithoutRule = without };
    }

    /// <summary>The file as a compiler writes it.</summary>
    internal byte[] Write(CompilerFamily family)
    {
        List<byte> text = [.. Target, (byte)':'];
        int column = text.Count;
        foreach (byte[] name in Names)
        {
            byte[] word = Escape(name);
            if (family == CompilerFamily.Gcc)
            {
                bool breaks = column + word.Length > GccColumns;
                text.AddRange(breaks ? " \\\n "u8 : " "u8);
                column = (breaks ? 0 : column) + 1 + word.Length;
            }
            else
            {
                // It counts the name as it is, not as it is written, and one column less than stand there behind a break.
                bool breaks = column + name.Length + 3 > ClangColumns;
                text.AddRange(breaks ? " \\\n  "u8 : " "u8);
                column = (breaks ? 2 : column) + name.Length + 1;
            }

            text.AddRange(word);
        }

        text.Add((byte)'\n');
        for (int i = 0; Phony != PhonyRules.None && i < Names.Count; i++)
        {
            if (i == WithoutRule)
                continue;
            if (Phony == PhonyRules.AfterBlankLines)
                text.Add((byte)'\n');
            text.AddRange(Escape(Names[i]));
            text.AddRange(":\n"u8);
        }

        return [.. text];
    }

    /// <summary>A name as it stands in a dependency file.</summary>
    internal static byte[] Escape(ReadOnlySpan<byte> name)
    {
        if (name.IndexOfAny(" #$"u8) < 0)
            return name.ToArray();
        List<byte> word = new(name.Length + 4);
        foreach (byte b in name)
        {
            if (b is (byte)' ' or (byte)'#')
                word.Add((byte)'\\');
            else if (b == (byte)'$')
                word.Add(b);
            word.Add(b);
        }

        return [.. word];
    }

    /// <summary>The name behind a word; null where the word has anything in it that is written otherwise by somebody.</summary>
    internal static byte[]? Unescape(ReadOnlySpan<byte> word)
    {
        List<byte> name = new(word.Length);
        for (int i = 0; i < word.Length; i++)
        {
            byte b = word[i];
            if (b is (byte)'\\' or (byte)'$')
            {
                byte next = i + 1 < word.Length ? word[i + 1] : (byte)0;
                if (b == (byte)'\\' ? next is not ((byte)' ' or (byte)'#') : next != b)
                    return null;
                i++;
                b = next;
            }
            else if (b is < 0x21 or 0x7F or (byte)':' or (byte)'"' or (byte)'#')
            {
                return null;
            }

            name.Add(b);
        }

        return [.. name];
    }

    private static bool IsOneWord(ReadOnlySpan<byte> target)
    {
        for (int i = 0; i < target.Length; i++)
        {
            if (target[i] < 0x20 || (target[i] == (byte)' ' && (i == 0 || target[i - 1] != (byte)'\\')))
                return false;
        }

        return true;
    }

    private static byte[]? TakeName(ref ReadOnlySpan<byte> text)
    {
        int end = 0;
        while (end < text.Length && text[end] is not ((byte)' ' or (byte)'\n'))
            end += text[end] == (byte)'\\' && end + 1 < text.Length ? 2 : 1;
        ReadOnlySpan<byte> word = text[..end];
        text = text[end..];
        return Unescape(word);
    }

    private static bool TakeRule(ref ReadOnlySpan<byte> text, byte[] name, PhonyRules phony)
    {
        byte[] word = Escape(name);
        if (phony == PhonyRules.AfterBlankLines)
        {
            if (text is not [(byte)'\n', ..])
                return false;
            text = text[1..];
        }

        if (!text.StartsWith(word) || !text[word.Length..].StartsWith(":\n"u8))
            return false;
        text = text[(word.Length + 2)..];
        return true;
    }
}
