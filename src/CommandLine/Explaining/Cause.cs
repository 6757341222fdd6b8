namespace Larder.CommandLine.Explaining;

/// <summary>One thing that kept a compile from being a hit.</summary>
/// <param name="Kind">Of which kind.</param>
/// <param name="Text">The whole of it, for people.</param>
internal sealed record Cause(CauseKind Kind, string Text)
{
    /// <summary>What it has in common with others of its kind: its text, without how long ago something was.</summary>
    internal string Group { get; init; } = Text;

    /// <summary>The file that it is about, as the compile spells it; empty for none.</summary>
    internal string File { get; init; } = string.Empty;

    /// <summary>The line in it, counted from 1; 0 where that isn't known.</summary>
    internal int Line { get; init; }

    /// <summary>What was there before; empty for nothing, or where that isn't known.</summary>
    internal string Was { get; init; } = string.Empty;

    /// <summary>What is there now.</summary>
    internal string Now { get; init; } = string.Empty;
}
