namespace Larder.Compilers;

/// <summary>
/// Reads one expanded command line, option by option, and gathers what it says. <see cref="Conclude"/> then judges the whole:
/// most things depend on options that come later.
/// </summary>
internal sealed partial class CommandLineReader(CompilerFamily family, DriverMode mode, List<byte[]> words)
{
    private readonly List<ParsedArgument> _parsed = new(words.Count);
    private DriverMode _mode = mode;
    private RefusalReason? _refusal;
    private byte[] _refusalDetail = [];

    /// <summary>Reads the line to its end and judges it.</summary>
    public ParseOutcome Read()
    {
        int i = 0;
        bool onlyInputs = false;
        while (i < words.Count)
        {
            byte[] word = words[i];
            if (onlyInputs || word.Length == 0 || word[0] != (byte)'-' || word.Length == 1)
            {
                AddInput(i);
                i++;
            }
            else if (word.AsSpan().SequenceEqual("--"u8))
            {
                if (family == CompilerFamily.Gcc) Refuse(RefusalReason.BadArguments, word);
                onlyInputs = true;
                _parsed.Add(new ParsedArgument(OptionRole.Drop, OptionEffects.None, i, 1, word, word.Length, null, 0));
                i++;
            }
            else
            {
                i += ReadOption(i, word);
            }
        }

        return Conclude();
    }

    /// <summary>Reads the option at an index; how many words it takes.</summary>
    private int ReadOption(int index, byte[] word)
    {
        if (!OptionTable.Find(family, word, out OptionRow row))
        {
            _unknown ??= word;
            _parsed.Add(new ParsedArgument(OptionRole.Unknown, OptionEffects.Unknown, index, 1, word, word.Length, null, 0));
            return 1;
        }

        bool joined = row.NameLength < word.Length;
        int more = row.Arity switch
        {
            OptionArity.Separate or OptionArity.JoinedAndSeparate => 1,
            OptionArity.Either => joined ? 0 : 1,
            OptionArity.Two => 2,
            OptionArity.Three => 3,
            _ => 0,
        };
        if (index + more >= words.Count)
        {
            Refuse(RefusalReason.BadArguments, word);
            return words.Count - index;
        }

        byte[]? valueWord = null;
        int valueStart = 0;
        if (row.Arity is OptionArity.Separate || (row.Arity == OptionArity.Either && !joined)) valueWord = words[index + 1];
        else if (row.Arity != OptionArity.Flag) (valueWord, valueStart) = (word, row.NameLength);

        OptionEffects effects = row.Effects;
        Apply(row.Role, word, valueWord is null ? default : valueWord.AsSpan(valueStart), ref effects);
        _parsed.Add(new ParsedArgument(row.Role, effects, index, 1 + more, word, row.NameLength, valueWord, valueStart));
        return 1 + more;
    }

    private void AddInput(int index)
    {
        byte[] word = words[index];
        _parsed.Add(new ParsedArgument(OptionRole.Source, OptionEffects.None, index, 1, word, word.Length, null, 0));
        NoteUnknownBefore();
        if (_inputs++ != 0) return;
        _sourceIndex = index;
        _sourceLanguage = _language;
    }

    /// <summary>Remembers the unknown option just before a bare word: the word may be its value.</summary>
    private void NoteUnknownBefore()
    {
        if (_parsed.Count > 1 && _parsed[^2].IsUnknown) _unknownBeforeWord ??= words[_parsed[^2].First];
    }

    /// <summary>Keeps the weightiest reason against caching: what the line is for comes before what it holds.</summary>
    private void Refuse(RefusalReason reason, byte[] detail)
    {
        if (_refusal is { } known && Rank(known) <= Rank(reason)) return;
        _refusal = reason;
        _refusalDetail = detail;
    }

    private static int Rank(RefusalReason reason) => reason switch
    {
        RefusalReason.BadArguments => 0,
        RefusalReason.InformationRequest => 1,
        RefusalReason.CalledForPreprocessing => 2,
        RefusalReason.SyntaxOnly => 3,
        RefusalReason.CalledForLink => 4,
        RefusalReason.NoInputFile => 5,
        RefusalReason.InputFromStdin => 6,
        RefusalReason.UnknownOptionWithSeparateWord => 7,
        RefusalReason.MultipleSourceFiles => 8,
        RefusalReason.MultipleArchitectures => 9,
        RefusalReason.Modules => 10,
        RefusalReason.PrecompiledHeader => 11,
        RefusalReason.UnsupportedSourceLanguage => 12,
        RefusalReason.MissingHeadersAllowed => 13,
        RefusalReason.UnsupportedCompilerOption => 14,
        _ => 15,
    };
}
