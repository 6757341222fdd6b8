using Larder.CommandLine.Explaining;
using Larder.Storage;

namespace Larder.CommandLine.Reports.Data;

/// <summary>How calls are sorted by why they had to run.</summary>
internal static class CauseClasses
{
    /// <summary>All, in the order in which they are shown.</summary>
    internal static readonly CauseClass[] All = [CauseClass.New, CauseClass.Text, CauseClass.Command, CauseClass.Cache, CauseClass.NotCached];

    /// <summary>A call's: that of what weighs most. Who edits a header and clears the cache is told of the header.</summary>
    internal static CauseClass Of(Explanation call) =>
        CounterGroups.Of(call.Note.Reason) != CounterGroup.Miss ? CauseClass.NotCached : call.Causes.Select(static cause => Of(cause.Kind)).Min();

    /// <summary>What a class is called in a legend.</summary>
    internal static string TitleOf(CauseClass of) => of switch
    {
        CauseClass.New => "never compiled before",
        CauseClass.Text => "a file changed",
        CauseClass.Command => "another command or compiler",
        CauseClass.Cache => "not in the cache any more",
        _ => "not cached",
    };

    /// <summary>The name of its colour in the style sheet, and in a trace its category.</summary>
    internal static string NameOf(CauseClass of) => of switch
    {
        CauseClass.New => "new",
        CauseClass.Text => "text",
        CauseClass.Command => "command",
        CauseClass.Cache => "cache",
        _ => "uncached",
    };

    /// <summary>
    /// The causes of a miss in words that are the same for all that had the same to suffer from: what names the source itself is said without it.
    /// </summary>
    internal static string TextOf(Explanation call) => string.Join("; ", call.Causes.Select(static cause => TextOf(cause)).Distinct(StringComparer.Ordinal));

    private static string TextOf(Cause cause) => cause.Kind switch
    {
        CauseKind.FirstCompile => "no earlier compile of the source is known",
        CauseKind.Source => "the source itself changed",
        CauseKind.SourceName => "the source is named otherwise",
        CauseKind.OutputName => "the output, whose name counts, is named otherwise",
        CauseKind.Evicted => "evicted since",
        CauseKind.Cleared => "the cache was cleared",
        CauseKind.EntryGone => "what was known is not in the cache any more",
        CauseKind.NotStoredBefore => "the same compile ran before, and was not stored",
        _ => cause.Text,
    };

    private static CauseClass Of(CauseKind kind) => kind switch
    {
        CauseKind.FirstCompile => CauseClass.New,
        CauseKind.Source or CauseKind.File or CauseKind.Shadowed or CauseKind.Appeared or CauseKind.Gone or CauseKind.FileChanged or CauseKind.OptionFile => CauseClass.Text,
        CauseKind.Evicted or CauseKind.Cleared or CauseKind.EntryGone or CauseKind.Damaged or CauseKind.NotStoredBefore or CauseKind.Recache => CauseClass.Cache,
        CauseKind.NotCached or CauseKind.Unknown => CauseClass.NotCached,
        _ => CauseClass.Command,
    };
}
