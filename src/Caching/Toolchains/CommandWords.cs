namespace Larder.Caching.Toolchains;

/// <summary>
/// Splits a command line as drivers print it under <c>-v</c> and <c>-###</c>: words between blanks; inside double quotes
/// blanks count as text; a backslash takes the next byte as it is.
/// </summary>
internal static class CommandWords
{
    internal static byte[][] Split(ReadOnlySpan<byte> line)
    {
        List<byte[]> words = [];
        List<byte> word = [];
        bool quoted = false;
        bool open = false;
        for (int i = 0; i < line.Length; i++)
        {
            byte b = line[i];
            if (b == '\\' && i + 1 < line.Length)
            {
                word.Add(line[++i]);
                open = true;
            }
            else if (b == '"')
            {
                quoted = !quoted;
                open = true;
            }
            else if (b == ' ' && !quoted)
            {
                if (open)
                    words.Add([.. word]);
                word.Clear();
                open = false;
            }
            else
            {
                word.Add(b);
                open = true;
            }
        }

        if (open)
            words.Add([.. word]);
        return [.. words];
    }
}
