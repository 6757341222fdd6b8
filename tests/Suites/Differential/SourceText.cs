namespace Larder.Suites.Differential;

/// <summary>A file of a generated project.</summary>
/// <param name="Path">Relative to the project.</param>
/// <param name="Guard">How it keeps from being included twice.</param>
/// <param name="Pieces">Its text, in pieces that can be left out one by one.</param>
public sealed record SourceText(string Path, IncludeGuard Guard, string[] Pieces)
{
    /// <summary>A word that is this file's own.</summary>
    private string Word => string.Concat(Path.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));

    public override string ToString()
    {
        string body = string.Concat(Pieces.Select(p => p.Replace("@W", Word, StringComparison.Ordinal) + "\n"));
        return Guard switch
        {
            IncludeGuard.Pragma => "#pragma once\n" + body,
            IncludeGuard.Macro => $"#ifndef G_{Word}\n#define G_{Word}\n{body}#endif\n",
            IncludeGuard.MacroOfName => $"#ifndef G_{Name}\n#define G_{Name}\n{body}#endif\n",
            _ => body,
        };
    }

    private string Name => System.IO.Path.GetFileNameWithoutExtension(Path);
}
