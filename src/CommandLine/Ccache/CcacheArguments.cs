namespace Larder.CommandLine.Ccache;

/// <summary>
/// ccache's command line, read as getopt_long(3) does: <c>-sv</c>, <c>-M5G</c>, <c>-M 5G</c>, <c>--max-size=5G</c>, <c>--max-size 5G</c>. Words that are no
/// options are passed over.
/// </summary>
internal sealed class CcacheArguments
{
    private readonly List<(CcacheOption Option, string Value)> _options = [];

    private CcacheArguments()
    {
    }

    internal IReadOnlyList<(CcacheOption Option, string Value)> Options => _options;

    /// <summary>What is wrong, in ccache's words; null where nothing is.</summary>
    internal string? Problem { get; private set; }

    internal static CcacheArguments Read(IReadOnlyList<string> words)
    {
        CcacheArguments read = new();
        for (int i = 0; i < words.Count && read.Problem is null && words[i] != "--"; i++)
        {
            string word = words[i];
            if (word.StartsWith("--", StringComparison.Ordinal))
                read.AddLong(word[2..], words, ref i);
            else if (word.Length > 1 && word[0] == '-')
                read.AddLetters(word[1..], words, ref i);
        }

        return read;
    }

    private void AddLong(string word, IReadOnlyList<string> words, ref int at)
    {
        int equals = word.IndexOf('=', StringComparison.Ordinal);
        string name = equals < 0 ? word : word[..equals];
        if (CcacheOptions.Find(name) is not { } option)
            Problem = $"unrecognized option '--{name}'";
        else if (option.Value.Length == 0 && equals >= 0)
            Problem = $"option '--{option.Name}' doesn't allow an argument";
        else if (option.Value.Length == 0)
            _options.Add((option, string.Empty));
        else if (equals >= 0)
            _options.Add((option, word[(equals + 1)..]));
        else if (++at < words.Count)
            _options.Add((option, words[at]));
        else
            Problem = $"option '--{option.Name}' requires an argument";
    }

    private void AddLetters(string letters, IReadOnlyList<string> words, ref int at)
    {
        for (int i = 0; i < letters.Length; i++)
        {
            if (CcacheOptions.Find(letters[i]) is not { } option)
            {
                Problem = $"invalid option -- '{letters[i]}'";
                return;
            }

            if (option.Value.Length == 0)
            {
                _options.Add((option, string.Empty));
                continue;
            }

            if (i + 1 < letters.Length)
                _options.Add((option, letters[(i + 1)..]));
            else if (++at < words.Count)
                _options.Add((option, words[at]));
            else
                Problem = $"option requires an argument -- '{letters[i]}'";
            return;
        }
    }
}
