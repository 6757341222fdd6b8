using Larder.Compilers;
using Larder.Compilers.Scanning;
using Larder.Posix;

namespace Larder.Caching.Direct;

/// <summary>
/// Macros defined on the command line are text of the compile like any file's: <c>-DBUILT=__TIME__</c> brings the time in, and no
/// file says so.
/// </summary>
internal static class CommandLineMacros
{
    /// <summary>What the text of all -D (also those handed on by -Wp, and -Xpreprocessor) can pull in.</summary>
    internal static ScanFindings Scan(Compilation compilation)
    {
        byte[] text = Text(compilation);
        ScanFindings findings = text.Length == 0 ? ScanFindings.None : SourceScanner.Scan(text, Dialects.Of(compilation)).Findings;

        // Who uses a macro that is defined here isn't looked for.
        return (findings & ScanFindings.HasIncludeParameter) == 0 ? findings : findings | ScanFindings.HasIncludeObscured;
    }

    /// <summary>All -D as a text that defines the same macros.</summary>
    internal static byte[] Text(Compilation compilation)
    {
        List<byte> text = [];
        foreach (ParsedArgument argument in compilation.Parsed)
        {
            if (!argument.HasValue)
                continue;
            if (argument.Name.SequenceEqual("-D"u8) || argument.Name.StartsWith("--define-macro"u8))
                AddDefinition(text, argument.Value);
            else if (argument.Value.StartsWith("-D"u8))
                AddForwarded(text, argument.Value);
        }

        return text.ToArray();
    }

    /// <summary>-Wp, separates words by commas; a comma of the macro's own makes them more, not fewer.</summary>
    private static void AddForwarded(List<byte> text, ReadOnlySpan<byte> words)
    {
        while (!words.IsEmpty)
        {
            int comma = words.IndexOf((byte)',');
            ReadOnlySpan<byte> word = comma < 0 ? words : words[..comma];
            AddDefinition(text, word.StartsWith("-D"u8) ? word[2..] : word);
            words = comma < 0 ? default : words[(comma + 1)..];
        }
    }

    private static void AddDefinition(List<byte> text, ReadOnlySpan<byte> definition)
    {
        int equals = definition.IndexOf((byte)'=');
        if (equals < 0)
            return;
        text.AddRange("#define "u8);
        text.AddRange(definition[..equals]);
        text.Add((byte)' ');
        text.AddRange(definition[(equals + 1)..]);
        text.Add((byte)'\n');
    }
}
