namespace Larder.Caching.Preprocessing;

/// <summary>
/// The files that preprocessed text names: <c># N "file" flags</c> and <c>#line N "file"</c> at the start of a line (cpp manual,
/// "Preprocessor Output"), names with the escapes of C strings.
/// </summary>
internal static class LineMarkers
{
    /// <summary>Adds each name once. Names in angle brackets stand for no file.</summary>
    internal static void Collect(ReadOnlySpan<byte> text, HashSet<byte[]> names)
    {
        HashSet<byte[]>.AlternateLookup<ReadOnlySpan<byte>> known = names.GetAlternateLookup<ReadOnlySpan<byte>>();
        bool atStart = true;
        while (!text.IsEmpty)
        {
            int hash = atStart && text[0] == '#' ? 0 : text.IndexOf("\n#"u8);
            if (hash < 0)
                return;
            text = text[(hash + (text[hash] == '\n' ? 2 : 1))..];
            atStart = false;
            int end = text.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? text : text[..end];
            text = text[line.Length..];
            ReadOnlySpan<byte> rest = line.TrimStart((byte)' ');
            if (rest.StartsWith("line "u8))
                rest = rest[5..].TrimStart((byte)' ');
            int digits = 0;
            while (digits < rest.Length && rest[digits] is >= (byte)'0' and <= (byte)'9')
                digits++;
            if (digits == 0 || digits + 2 > rest.Length || rest[digits] != ' ' || rest[digits + 1] != '"')
                continue;
            ReadOnlySpan<byte> quoted = rest[(digits + 2)..];
            int close = quoted.LastIndexOf((byte)'"');
            if (close <= 0 || quoted[0] == '<')
                continue;
            quoted = quoted[..close];
            if (quoted.IndexOf((byte)'\\') >= 0)
                names.Add(Unescape(quoted));
            else
                known.Add(quoted);
        }
    }

    private static byte[] Unescape(ReadOnlySpan<byte> quoted)
    {
        List<byte> name = new(quoted.Length);
        for (int i = 0; i < quoted.Length; i++)
        {
            if (quoted[i] != '\\' || i + 1 == quoted.Length)
            {
                name.Add(quoted[i]);
                continue;
            }

            i++;
            if (quoted[i] is < (byte)'0' or > (byte)'7')
            {
                name.Add(quoted[i]);
                continue;
            }

            // gcc writes unprintable bytes as three octal digits.
            int value = 0;
            int digits = 0;
            while (digits < 3 && i < quoted.Length && quoted[i] is >= (byte)'0' and <= (byte)'7')
            {
                value = (value * 8) + quoted[i++] - '0';
                digits++;
            }

            i--;
            name.Add((byte)value);
        }

        return [.. name];
    }
}
