namespace Larder.Caching.Settings.Foreign;

/// <summary>
/// Reads ccache's configuration file (its manual, "Configuration file syntax") line by line.
/// <code>
/// file = *(line LF) [line]
/// line = blank | [blanks] "#" anything | [blanks] key [blanks] "=" [blanks] value [blanks]
/// </code>
/// A '#' within a line is none of a comment. Variables in the value are the reader's to expand.
/// </summary>
internal ref struct CcacheConfigLines(ReadOnlySpan<byte> text)
{
    private ReadOnlySpan<byte> _rest = text;

    /// <summary>The line that was read last, from 1.</summary>
    internal int Number { get; private set; }

    /// <summary>The key; empty where the line has no '='.</summary>
    internal ReadOnlySpan<byte> Key { get; private set; }

    internal ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Goes on to the next line that says something.</summary>
    internal bool MoveNext()
    {
        while (!_rest.IsEmpty)
        {
            int end = _rest.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = (end < 0 ? _rest : _rest[..end]).Trim(" \t\r"u8);
            _rest = end < 0 ? default : _rest[(end + 1)..];
            Number++;
            if (line.IsEmpty || line[0] == (byte)'#')
                continue;
            int equals = line.IndexOf((byte)'=');
            Key = equals < 0 ? default : line[..equals].Trim(" \t"u8);
            Value = equals < 0 ? default : line[(equals + 1)..].Trim(" \t"u8);
            return true;
        }

        return false;
    }
}
