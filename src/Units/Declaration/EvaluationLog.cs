namespace Larder.Units.Declaration;

/// <summary>What Nix says with "-vv" of the files that it reads.</summary>
/// <remarks>
/// Nix 2.8 writes (libexpr/eval.cc), and later versions to 2.3x do too:
/// <code>
/// evaluating file 'PATH'
/// copied source 'PATH' -> 'STORE-PATH'
/// </code>
/// Files that are only read (readFile, readDir, pathExists, builtins.path) it doesn't tell of. Of the wording only the first two words, the quotes and
/// the arrow count; later versions may name what is no file of the system between «».
/// </remarks>
internal sealed class EvaluationLog
{
    private const string Evaluating = "evaluating file ";
    private const string Copied = "copied source ";
    private const string Arrow = " -> ";

    /// <summary>Lines that begin so are there only because of "-vv".</summary>
    private static readonly string[] s_chatter =
        [Evaluating, Copied, "instantiated '", "acquiring ", "querying info about ", "performing ", "using cached ", "source path ", "downloading '", "copying '", "hashing '"];

    /// <summary>Each once, in the order of their evaluation; absolute, or as Nix names what is no file of the system: «SOURCE»/PATH.</summary>
    internal List<string> Evaluated { get; } = [];

    /// <summary>Files and directories that were copied into the store as they are, and to where.</summary>
    internal List<(string Path, string StorePath)> Sources { get; } = [];

    /// <summary>What Nix would have said without "-vv": warnings, traces, the error.</summary>
    internal string Message { get; }

    internal EvaluationLog(string text)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        List<string> message = [];
        foreach (string line in text.Split('\n'))
        {
            if (line.StartsWith(Evaluating, StringComparison.Ordinal) && Unquoted(line[Evaluating.Length..]) is { } file)
            {
                if (seen.Add(file))
                    Evaluated.Add(file);
            }
            else if (line.StartsWith(Copied, StringComparison.Ordinal) && line.LastIndexOf(Arrow, StringComparison.Ordinal) is var arrow && arrow >= Copied.Length
                && Unquoted(line[Copied.Length..arrow]) is { } source && Unquoted(line[(arrow + Arrow.Length)..]) is { } target)
            {
                if (source.StartsWith('/') && seen.Add(source + "\n" + target))
                    Sources.Add((source, target));
            }

            if (!s_chatter.Any(begin => line.StartsWith(begin, StringComparison.Ordinal)))
                message.Add(line);
        }

        Message = string.Join('\n', message).Trim('\n');
    }

    private static string? Unquoted(string text)
    {
        text = text.Trim();
        return text.Length > 2 && text[0] is '\'' or '"' or '`' or '\u2018' or '\u201C' && text[^1] is '\'' or '"' or '`' or '\u2019' or '\u201D' ? text[1..^1] : null;
    }
}
