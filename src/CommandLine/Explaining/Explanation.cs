using Larder.Caching.Explaining;

namespace Larder.CommandLine.Explaining;

/// <summary>Why a compile was not a hit, or would not be.</summary>
/// <param name="Note">The compile.</param>
/// <param name="Causes">Why it had to run; never empty.</param>
internal sealed record Explanation(CompileNote Note, IReadOnlyList<Cause> Causes)
{
    /// <summary>Why what it made was not stored; null where it was, or nothing was made.</summary>
    internal Cause? NotStored { get; init; }

    /// <summary>The nearest earlier compile, with which it was compared; null where there is none.</summary>
    internal CompileNote? Earlier { get; init; }

    /// <summary>The causes in one line.</summary>
    internal string CauseLine => string.Join("; ", Causes.Select(static cause => cause.Text));

    /// <summary>The same, with why nothing was stored.</summary>
    internal string Line => CauseLine + Unsaved;

    /// <summary>The same, as far as other calls can have it too.</summary>
    internal string GroupLine => string.Join("; ", Causes.Select(static cause => cause.Group)) + Unsaved;

    private string Unsaved => NotStored is null ? string.Empty : $" (not stored: {NotStored.Text})";
}
