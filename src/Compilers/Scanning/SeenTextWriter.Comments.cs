using System.Buffers;
using System.Text;

namespace Larder.Compilers.Scanning;

/// <content>Comments.</content>
internal ref partial struct SeenTextWriter
{
    /// <summary>Lines as long as that keep their comments: gcc counts columns otherwise on lines that are very long.</summary>
    private const int LongLine = 1000;

    /// <summary>What editors write into comments; all else may mean something to a compiler that looks for characters that deceive (-Wbidi-chars,
    /// -Winvalid-utf8).</summary>
    private static readonly SearchValues<byte> Plain = SearchValues.Create(
        "\t\n !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"u8);

    private bool Slash()
    {
        byte next = _at + 1 < _text.Length ? _text[_at + 1] : (byte)0;
        switch (next)
        {
            case (byte)'*':
                return BlockComment();
            case (byte)'/':
                return LineComment();
            case (byte)'\\':
                return false;
            default:
                CopyCode(1);
                return true;
        }
    }

    private bool LineComment()
    {
        int length = _text[_at..].IndexOf((byte)'\n');
        ReadOnlySpan<byte> comment = length < 0 ? _text[_at..] : _text.Slice(_at, length);
        if (comment.TrimEnd(" \t"u8).EndsWith("\\"u8))
            return false;
        _hasLineComments = true;
        if (IsRead(comment) || IsLongLine(_at + comment.Length))
        {
            Keep(comment.Length);
            return true;
        }

        LeaveOut();
        _at += comment.Length;
        return true;
    }

    private bool BlockComment()
    {
        int length = _text[(_at + 2)..].IndexOf("*/"u8);
        if (length < 0)
            return false;
        ReadOnlySpan<byte> body = _text.Slice(_at + 2, length);
        if (body.IndexOf("/*"u8) >= 0 || body.EndsWith("/"u8) || JoinsLines(body))
            return false;
        int end = _at + length + 4;
        int rest = end;
        while (rest < _text.Length && IsBlank(_text[rest]))
            rest++;
        bool isLast = rest == _text.Length || _text[rest] == '\n';
        if (!isLast || IsRead(body) || HasLongLine(end))
        {
            Keep(length + 4);
            return true;
        }

        LeaveOut();
        LeaveOutLines(_text[_at..end]);
        _at = rest;
        return true;
    }

    /// <summary>As it is, with the blanks at its end.</summary>
    private void Keep(int length)
    {
        Copy(length);
        _floor = Length;
        _isBare = false;
    }

    /// <summary>The first line of a comment.</summary>
    private void LeaveOut()
    {
        if (_isBare)
            Put(Mark);
        else
            Trim();
        _floor = Length;
        _isBare = false;
    }

    /// <summary>The other lines of a comment.</summary>
    private void LeaveOutLines(ReadOnlySpan<byte> comment)
    {
        for (int at; (at = comment.IndexOf((byte)'\n')) >= 0;)
        {
            Put(LineEndInComment);
            comment = comment[(at + 1)..];
            int blanks = comment.IndexOfAnyExcept((byte)' ', (byte)'\t');
            if (comment[blanks] != '\n')
            {
                comment[..blanks].CopyTo(_seen[Length..]);
                Length += blanks;
                Put(Mark);
            }
        }

        _floor = Length;
    }

    /// <summary>Whether a compiler may look into the comment: gcc for words that say that a case falls through, and for characters that deceive.</summary>
    private static bool IsRead(ReadOnlySpan<byte> comment)
    {
        if (comment.ContainsAnyExcept(Plain) || comment.IndexOf("\\u"u8) >= 0 || comment.IndexOf("\\U"u8) >= 0 || comment.IndexOf("\\N"u8) >= 0)
            return true;
        for (int at; (at = comment.IndexOfAny((byte)'l', (byte)'L')) >= 0; comment = comment[(at + 1)..])
        {
            // FALL and LINT, each by its l and what stands around it.
            if (at + 4 <= comment.Length && Ascii.EqualsIgnoreCase(comment.Slice(at, 4), "lint"u8))
                return true;
            if (at >= 2 && at + 2 <= comment.Length && Ascii.EqualsIgnoreCase(comment.Slice(at - 2, 4), "fall"u8))
                return true;
        }

        return false;
    }

    /// <summary>Whether a backslash stands at the end of a line, blanks after it or not.</summary>
    private static bool JoinsLines(ReadOnlySpan<byte> comment)
    {
        for (int at; (at = comment.IndexOf((byte)'\\')) >= 0;)
        {
            comment = comment[(at + 1)..].TrimStart(" \t"u8);
            if (comment.IsEmpty || comment[0] == '\n')
                return true;
        }

        return false;
    }

    private readonly bool HasLongLine(int end)
    {
        ReadOnlySpan<byte> comment = _text[_at..end];
        int newline = comment.IndexOf((byte)'\n');
        if (IsLongLine(newline < 0 ? end : _at + newline))
            return true;
        while (newline >= 0)
        {
            comment = comment[(newline + 1)..];
            newline = comment.IndexOf((byte)'\n');
            if ((newline < 0 ? comment.Length : newline) >= LongLine)
                return true;
        }

        return false;
    }

    /// <summary>Whether the line is long that ends, or goes on, at a position.</summary>
    private readonly bool IsLongLine(int end) => end >= LongLine && !_text.Slice(end - LongLine, LongLine).Contains((byte)'\n');
}
