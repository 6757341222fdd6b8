namespace Larder.Compilers;

/// <summary>
/// Looks words up in the option tables, which are read-only bytes of the program: nothing is built at start. A look-up is a
/// few binary searches and allocates nothing.
/// </summary>
internal static class OptionTable
{
    /// <summary>No option's name is longer; a longer word is cut for the second look-up of a negative form.</summary>
    private const int LongestName = 128;

    /// <summary>Finds the option that a word spells: the longest row that covers it, then the plain flags.</summary>
    /// <returns>False when no table knows it.</returns>
    public static bool Find(CompilerFamily family, ReadOnlySpan<byte> word, out OptionRow row)
    {
        ReadOnlySpan<byte> table = RowsOf(family);
        if (FindRow(table, word, out row)) return true;
        if (!word.StartsWith("-f"u8) || word.Length > LongestName) return false;

        bool negative = word.StartsWith("-fno-"u8);
        ReadOnlySpan<byte> name = word[(negative ? 5 : 2)..];
        int equals = name.IndexOf((byte)'=');
        ReadOnlySpan<byte> plain = equals < 0 ? name : name[..(equals + 1)];
        if (IsPlain(plain))
        {
            int length = word.Length - name.Length + plain.Length;
            row = new OptionRow(
                length, equals < 0 ? OptionArity.Flag : OptionArity.Joined, OptionEffects.Preprocessing | OptionEffects.CodeGeneration,
                OptionRole.Keep);
            return true;
        }

        return negative && FindNegated(table, name, word.Length, out row);
    }

    /// <summary>The rows of a family.</summary>
    public static ReadOnlySpan<byte> RowsOf(CompilerFamily family) =>
        family == CompilerFamily.Gcc ? GccOptions.Rows : ClangOptions.Rows;

    /// <summary>
    /// The effects that a table's letters stand for: P preprocessing, S search, C code generation, D dependencies, L linking,
    /// W diagnostics, R reaches the working directory, - none.
    /// </summary>
    public static OptionEffects EffectsOf(ReadOnlySpan<byte> letters)
    {
        var effects = OptionEffects.None;
        foreach (byte letter in letters)
        {
            effects |= letter switch
            {
                (byte)'P' => OptionEffects.Preprocessing,
                (byte)'S' => OptionEffects.Search,
                (byte)'C' => OptionEffects.CodeGeneration,
                (byte)'D' => OptionEffects.Dependencies,
                (byte)'L' => OptionEffects.Linking,
                (byte)'W' => OptionEffects.Diagnostics,
                (byte)'R' => OptionEffects.ReachesDirectory,
                _ => OptionEffects.None,
            };
        }

        return effects;
    }

    /// <summary>
    /// The option that -fno-NAME takes back. What a positive form would do, the negative one undoes, so it is only kept.
    /// </summary>
    private static bool FindNegated(ReadOnlySpan<byte> table, ReadOnlySpan<byte> name, int wordLength, out OptionRow row)
    {
        Span<byte> positive = stackalloc byte[LongestName + 2];
        "-f"u8.CopyTo(positive);
        name.CopyTo(positive[2..]);
        if (!FindRow(table, positive[..(name.Length + 2)], out row)) return false;
        row = new OptionRow(wordLength, OptionArity.Flag, OptionEffects.Preprocessing | OptionEffects.CodeGeneration, OptionRole.Keep);
        return true;
    }

    private static bool FindRow(ReadOnlySpan<byte> table, ReadOnlySpan<byte> word, out OptionRow row)
    {
        // Every row that begins the word sorts at or before it. When the nearest one before it does not begin the word, a
        // shorter one can only be a prefix of what the two have in common.
        ReadOnlySpan<byte> key = word;
        while (key.Length > 1)
        {
            ReadOnlySpan<byte> line = Floor(table, key, (byte)'\n', (byte)' ');
            if (line.IsEmpty) break;
            int nameLength = line.IndexOf((byte)' ');
            int common = line[..nameLength].CommonPrefixLength(word);
            if (common == nameLength)
            {
                var arity = (OptionArity)line[nameLength + 1];
                if (nameLength == word.Length || arity is OptionArity.Joined or OptionArity.Either or OptionArity.JoinedAndSeparate)
                {
                    row = new OptionRow(nameLength, arity, EffectsOf(line[(nameLength + 3)..^2]), (OptionRole)line[^1]);
                    return true;
                }

                common--;
            }

            key = word[..common];
        }

        row = default;
        return false;
    }

    private static bool IsPlain(ReadOnlySpan<byte> name) =>
        !name.IsEmpty && Floor(PlainFlags.Names, name, (byte)'\n', (byte)' ', blanksSeparate: true).SequenceEqual(name);

    /// <summary>The last entry whose name is not greater than the key, or nothing.</summary>
    private static ReadOnlySpan<byte> Floor(
        ReadOnlySpan<byte> table, ReadOnlySpan<byte> key, byte lineEnd, byte nameEnd, bool blanksSeparate = false)
    {
        int low = 0;
        int high = table.Length;
        ReadOnlySpan<byte> best = default;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            ReadOnlySpan<byte> before = table[low..middle];
            int start = low + 1 + (blanksSeparate ? before.LastIndexOfAny(lineEnd, nameEnd) : before.LastIndexOf(lineEnd));
            ReadOnlySpan<byte> after = table[start..high];
            int length = blanksSeparate ? after.IndexOfAny(lineEnd, nameEnd) : after.IndexOf(lineEnd);
            if (length < 0) length = after.Length;
            ReadOnlySpan<byte> entry = after[..length];
            int nameLength = entry.IndexOf(nameEnd);
            ReadOnlySpan<byte> name = nameLength < 0 ? entry : entry[..nameLength];
            if (name.SequenceCompareTo(key) <= 0)
            {
                best = entry;
                low = start + length + 1;
            }
            else
            {
                high = start - 1;
            }
        }

        return best;
    }
}
