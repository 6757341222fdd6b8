namespace Larder.Compilers;

/// <content>Lines that are several commands in one.</content>
internal sealed partial class CommandLineReader
{
    /// <summary>
    /// The commands that a line consists of, where it is provably the same as these: its compiles write an object each and nothing else, no
    /// object holds a name that comes of the whole line (-o gives side files their names; clang records the line), and no option counts for a part
    /// of the inputs only. Each compile is read again for itself, so what is no compile for the cache needn't be looked for here.
    /// </summary>
    private SplitCommand? Split()
    {
        bool links = !_object && !_assembly;
        if (_refusal != (links ? RefusalReason.CalledForLink : RefusalReason.MultipleSourceFiles)
            || _text || _assembly || _language is not null || _unknown is not null || _dependencyOption is not null || _listDependencyFile is not null
            || _splitDwarf || _coverage || _seedSensitive || _recordsLine || _emitLlvm || _architecture is not null || (!links && _output is not null)
            || _assembler is not null || _emitsPrecompiled || _moduleOption is not null
            || _parsed.Exists(static argument => argument.IsForSideFile || argument.Role == OptionRole.Specs))
            return null;
        List<int> sources = [];
        List<int> linked = [];
        foreach (ParsedArgument argument in _parsed)
        {
            if (argument.Role == OptionRole.Language || argument.Name.SequenceEqual("--"u8))
                return null;
            if (!argument.IsSource)
                continue;
            if (LanguageRules.BySuffix(family, _mode, argument.Name, out _, out bool isHeader) is null)
            {
                if (isHeader || ProbeNames.IsIdentification(argument.Name))
                    return null;
                sources.Add(argument.First);
            }
            else if (!links || !IsLinked(argument.Name))
                return null;
            else
                linked.Add(argument.First);
        }

        return sources.Count > (links ? 0 : 1) ? new SplitCommand(family, words, _parsed, sources, linked, links, _output) : null;
    }

    /// <summary>Objects and libraries: what the drivers hand to the linker by its suffix.</summary>
    private static bool IsLinked(ReadOnlySpan<byte> path) =>
        path.EndsWith(".o"u8) || path.EndsWith(".a"u8) || path.EndsWith(".so"u8) || path.EndsWith(".lo"u8)
        || path[(path.LastIndexOf((byte)'/') + 1)..].IndexOf(".so."u8) > 0;
}
