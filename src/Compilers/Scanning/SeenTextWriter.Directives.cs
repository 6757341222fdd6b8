namespace Larder.Compilers.Scanning;

/// <content>Directives: where what looks like a comment can be a part of a name, or of a message.</content>
internal ref partial struct SeenTextWriter
{
    /// <summary>Begins the directive that stands here. False where the text has no seen text.</summary>
    private bool Directive()
    {
        if (_text[_at] == '%')
            return _at + 1 >= _text.Length || _text[_at + 1] != ':';
        int start = _at + 1;
        while (start < _text.Length && IsBlank(_text[start]))
            start++;
        int end = start;
        while (end < _text.Length && LogicalText.IsWord(_text[end]))
            end++;
        ReadOnlySpan<byte> word = _text[start..end];
        _isFresh = _isBare = false;
        _isDirective = true;
        if (word.IsEmpty && end < _text.Length && _text[end] != '\n')
            return false;
        if (IsInclude(word))
            return Include(end);
        if (!TryFindLineEnd(end, out int lineEnd))
            return false;
        if (word.SequenceEqual("if"u8) || word.SequenceEqual("elif"u8))
        {
            if (MayHideName(_text[end..lineEnd]))
                return false;
        }
        else if (!IsOrdinary(word))
        {
            return Message(lineEnd);
        }

        Copy(end - _at);
        return true;
    }

    private static bool IsInclude(ReadOnlySpan<byte> word) =>
        word.SequenceEqual("include"u8) || word.SequenceEqual("include_next"u8) || word.SequenceEqual("import"u8) || word.SequenceEqual("embed"u8)
        || word.SequenceEqual("__include_macros"u8);

    /// <summary>Directives whose line every compiler cuts into tokens.</summary>
    private static bool IsOrdinary(ReadOnlySpan<byte> word) =>
        word.IsEmpty || word.SequenceEqual("define"u8) || word.SequenceEqual("undef"u8) || word.SequenceEqual("ifdef"u8) || word.SequenceEqual("ifndef"u8)
        || word.SequenceEqual("elifdef"u8) || word.SequenceEqual("elifndef"u8) || word.SequenceEqual("else"u8) || word.SequenceEqual("endif"u8);

    /// <summary>A header's name is taken as it is; one that a comment could begin in, or with a backslash, means different things to different compilers.</summary>
    private bool Include(int at)
    {
        int length = _text[at..].IndexOf((byte)'\n');
        int lineEnd = length < 0 ? _text.Length : at + length;
        while (at < lineEnd && IsBlank(_text[at]))
            at++;
        ReadOnlySpan<byte> rest = _text[at..lineEnd];
        if (rest.Contains((byte)'\\') || rest.IsEmpty)
            return false;
        if (rest[0] is not ((byte)'<' or (byte)'"'))
            return !rest.ContainsAny((byte)'<', (byte)'"') && CopyTo(at);
        int end = rest[1..].IndexOf(rest[0] == '<' ? (byte)'>' : (byte)'"');
        if (end < 0)
            return false;
        ReadOnlySpan<byte> name = rest[1..(end + 1)];
        if (MayBeginComment(name) || name.ContainsAny((byte)'"', (byte)'\'') || MayHideName(rest[(end + 2)..]))
            return false;
        return CopyTo(at + end + 2);
    }

    private bool CopyTo(int end)
    {
        Copy(end - _at);
        return true;
    }

    /// <summary>A line that some compilers take as it is up to its end (#error, #pragma mark), whatever quotes stand in it.</summary>
    private bool Message(int lineEnd)
    {
        ReadOnlySpan<byte> line = _text[_at..lineEnd];
        bool isJoined = line.Contains((byte)'\n');
        if (line.IndexOf("/*"u8) >= 0 || line.IndexOf("/\\"u8) >= 0 || line.IndexOf("R\""u8) >= 0 || line.IndexOf("R\\"u8) >= 0
            || (isJoined && MayBeginComment(line)))
            return false;
        Copy(line.Length);
        _floor = Length;
        return true;
    }

    /// <summary>Whether a header's name could stand here that holds what looks like a comment: a macro can be __has_include.</summary>
    private static bool MayHideName(ReadOnlySpan<byte> line)
    {
        // Where nothing could hold it, the line ends at its //.
        int slashes = line.IndexOf("//"u8);
        if (slashes >= 0 && !line[..slashes].ContainsAny("<\"'/\\"u8))
            return false;
        int open = line.IndexOf((byte)'<');
        if (open >= 0 && line[open..].Contains((byte)'>') && MayBeginComment(line[open..(line.LastIndexOf((byte)'>') + 1)]))
            return true;
        return line.Contains((byte)'"') && (MayBeginComment(line) || line.Contains((byte)'\\'));
    }

    /// <summary>Where the line ends, with all that are joined to it. False where blanks stand between a backslash and its line's end.</summary>
    private readonly bool TryFindLineEnd(int at, out int end)
    {
        while (true)
        {
            int length = _text[at..].IndexOf((byte)'\n');
            end = length < 0 ? _text.Length : at + length;
            ReadOnlySpan<byte> line = _text[at..end];
            ReadOnlySpan<byte> trimmed = line.TrimEnd(" \t\v\f"u8);
            if (!trimmed.EndsWith("\\"u8))
                return true;
            if (length < 0 || trimmed.Length != line.Length)
                return false;
            at = end + 1;
        }
    }
}
