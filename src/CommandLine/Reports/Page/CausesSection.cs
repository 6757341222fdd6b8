using Larder.CommandLine.Explaining;
using Larder.CommandLine.Reports.Data;

namespace Larder.CommandLine.Reports.Page;

/// <summary>Misses by what caused them, and calls that were not cached by why.</summary>
internal static class CausesSection
{
    internal static void WriteMisses(Markup page, ReportData data) => Parts.Section(page, "causes", "Misses by cause", () =>
    {
        if (data.Misses.Count == 0)
        {
            Parts.Paragraph(page, data.Scope.Sums.Misses == 0 ? "There were none." : "None of them is noted.");
            return;
        }

        Parts.Legend(page, [.. CauseClasses.All.Where(one => data.Misses.Exists(call => CauseClasses.Of(call) == one)).Select(static one => (CauseClasses.NameOf(one), one == CauseClass.NotCached ? "not looked into" : CauseClasses.TitleOf(one)))]);
        CauseBars.Write(page, CauseGroup.Of(data.Misses, CauseClasses.TextOf), static group => CauseClasses.NameOf(CauseClasses.Of(group.Calls[0])));
        Parts.Paragraph(page, "`larder explain FILE.o` says more of each.");
    });

    internal static void WriteUncached(Markup page, ReportData data) => Parts.Section(page, "uncached", "Not cached, by reason", () =>
    {
        if (data.Uncached.Count == 0)
        {
            Parts.Paragraph(page, data.Scope.Sums.Uncached == 0 ? "There was nothing." : "None of them is noted.");
            return;
        }

        // Not by what each was about: a hundred options of one kind are one reason.
        List<CauseGroup> groups = CauseGroup.Of(data.Uncached, static call => call.Note.Reason.ToString());
        CauseBars.Write(page, [.. groups.Select(static group => group with { Text = ReasonOf(group.Calls) })], static _ => CauseClasses.NameOf(CauseClass.NotCached));
    });

    /// <summary>The reason of calls that have it in common; where they are about different things, with the most frequent of these.</summary>
    private static string ReasonOf(IReadOnlyList<Explanation> calls)
    {
        List<CauseGroup> texts = CauseGroup.Of(calls, static call => ReasonTexts.Of(call.Note.Reason, call.Note.Detail));
        return texts[0].Text + (texts.Count > 1 ? $" (and {Text.Quantity.Of(texts.Count - 1, "other", "others")} like it)" : string.Empty);
    }
}
