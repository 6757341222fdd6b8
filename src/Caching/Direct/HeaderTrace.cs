using Larder.Posix;

namespace Larder.Caching.Direct;

/// <summary>
/// Takes the lines of gcc's <c>-H</c> out of what the compiler said: one per header opened, as many dots as it is deep and a
/// blank before its path, and a trailer "Multiple include guards may be useful for:". They share stderr with diagnostics,
/// which can print anything, so a line counts only where it fits the tree of includes; one that looks like a header line and
/// doesn't fit makes the whole trace ambiguous.
/// </summary>
/// <param name="fits">Says whether a file with this path can have been included by that parent (null: by the source or the command line).</param>
/// <param name="source">The source, as spelled: gcc comes back to it from a precompiled header, and says so.</param>
internal sealed class HeaderTrace(Func<byte[]?, byte[], bool> fits, byte[] source)
{
    private readonly List<byte[]> _open = [];
    private readonly HashSet<byte[]> _known = new(ByteStringComparer.Instance);

    /// <summary>The headers, each once, in the order of their first opening.</summary>
    internal List<byte[]> Headers { get; } = [];

    /// <summary>What the compiler would have said without -H.</summary>
    internal List<byte> Diagnostics { get; } = [];

    /// <summary>False where a line can't be told from a diagnostic: then nothing may be stored.</summary>
    internal bool IsCertain { get; private set; } = true;

    /// <summary>A precompiled header was taken for the first file that is included.</summary>
    internal bool TookPrecompiled { get; private set; }

    internal void Read(ReadOnlySpan<byte> text)
    {
        bool inTrailer = false;
        bool isBack = false;
        while (!text.IsEmpty)
        {
            int end = text.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? text : text[..end];
            ReadOnlySpan<byte> whole = end < 0 ? text : text[..(end + 1)];
            text = text[whole.Length..];

            if (line.SequenceEqual("Multiple include guards may be useful for:"u8))
            {
                inTrailer = true;
                continue;
            }

            // The trailer also has files that were listed nowhere: those of -include, and stdc-predef.h.
            if (inTrailer && (_known.GetAlternateLookup<ReadOnlySpan<byte>>().Contains(line) || fits(null, line.ToArray())))
                continue;
            if (isBack && line is [(byte)' ', ..] && line[1..].SequenceEqual(source))
            {
                isBack = false;
                continue;
            }

            bool isHeader = TryTakeHeader(line);
            isBack = isHeader && line[0] == '!';
            if (!isHeader)
                Diagnostics.AddRange(whole);
        }
    }

    private bool TryTakeHeader(ReadOnlySpan<byte> line)
    {
        int dots = 0;
        while (dots < line.Length && line[dots] == '.')
            dots++;
        if (dots < line.Length - 1 && line[dots] is (byte)'!' or (byte)'x' && line[dots + 1] == ' ')
        {
            // A precompiled header was taken ("!") or looked at ("x"), in the place of a header that fits or of none.
            byte[] precompiled = line[(dots + 2)..].ToArray();
            bool isOne = dots == 0 && precompiled.AsSpan().EndsWith(".gch"u8) && fits(null, precompiled[..^4]);
            IsCertain &= isOne;
            TookPrecompiled |= isOne && line[dots] == '!';
            return isOne;
        }

        if (dots == 0 || dots >= line.Length || line[dots] != ' ')
            return false;
        byte[] path = line[(dots + 1)..].ToArray();
        if (dots > _open.Count + 1 || !fits(dots == 1 ? null : _open[dots - 2], path))
        {
            IsCertain = false;
            return false;
        }

        _open.RemoveRange(dots - 1, _open.Count - dots + 1);
        _open.Add(path);
        if (_known.Add(path))
            Headers.Add(path);
        return true;
    }
}
