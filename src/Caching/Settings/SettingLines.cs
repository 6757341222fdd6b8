namespace Larder.Caching.Settings;

/// <summary>
/// Reads a settings file line by line. What is neither a setting, a comment nor blank comes without a name.
/// <code>
/// file    = [byte order mark] *(line LF) [line]      a CR before the LF is white space
/// line    = blank | [blanks] "#" anything | [blanks] name [blanks] "=" [blanks] value [blanks] [blank "#" anything]
/// </code>
/// The last of several lines for one setting wins.
/// </summary>
internal ref struct SettingLines(ReadOnlySpan<byte> text)
{
    private ReadOnlySpan<byte> _rest = text.StartsWith("\uFEFF"u8) ? text[3..] : text;

    /// <summary>The line that was read last, from 1.</summary>
    internal int Number { get; private set; }

    /// <summary>The line without comment and blanks at its ends.</summary>
    internal ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>The setting's name; empty where the line has none, and is wrong.</summary>
    internal ReadOnlySpan<byte> Name { get; private set; }

    internal ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Goes on to the next line that says something.</summary>
    internal bool MoveNext()
    {
        while (!_rest.IsEmpty)
        {
            int end = _rest.IndexOf((byte)'\n');
            Content = Trim(WithoutComment(end < 0 ? _rest : _rest[..end]));
            _rest = end < 0 ? default : _rest[(end + 1)..];
            Number++;
            if (Content.IsEmpty)
                continue;
            int equals = Content.IndexOf((byte)'=');
            Name = equals <= 0 ? default : Trim(Content[..equals]);
            Value = equals <= 0 ? default : Trim(Content[(equals + 1)..]);
            return true;
        }

        return false;
    }

    /// <summary>A comment begins at a '#' that begins the line or follows a blank: "/a#b" is a path.</summary>
    private static ReadOnlySpan<byte> WithoutComment(ReadOnlySpan<byte> line)
    {
        for (int i = 0; i < line.Length; i++)
        {
            if (line[i] == (byte)'#' && (i == 0 || line[i - 1] is (byte)' ' or (byte)'\t'))
                return line[..i];
        }

        return line;
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => text.Trim(" \t\r"u8);
}
