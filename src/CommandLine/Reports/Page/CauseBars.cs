using Larder.CommandLine.Explaining;
using Larder.CommandLine.Reports.Plots;

namespace Larder.CommandLine.Reports.Page;

/// <summary>Groups of calls as bars, the longest first: why, how often, how long the compiler took for them, and which they are.</summary>
internal static class CauseBars
{
    /// <summary>Longer lists are not read; what follows is summed up.</summary>
    private const int MostBars = 15;

    private const int MostNamed = 3;

    internal static void Write(Markup page, List<CauseGroup> groups, Func<CauseGroup, string> name)
    {
        int all = groups.Sum(static group => group.Calls.Count);
        int largest = groups.Count == 0 ? 1 : groups[0].Calls.Count;
        page.Open("ol", ("class", "bars")).Line();
        foreach (CauseGroup group in groups.Take(MostBars))
        {
            page.Open("li").Open("p", ("class", "why")).Open("span").Prose(group.Text).Close();
            page.Element("b", $"{group.Calls.Count:#,0}").Close();
            page.Open("svg", ("class", "bar"), ("height", "12"), ("aria-hidden", "true")).Shape("rect", ("class", "track"), ("width", "100%"), ("height", "12"), ("rx", "2"));
            page.Shape("rect", ("class", name(group)), ("width", Plot.Percent(100.0 * group.Calls.Count / largest)), ("height", "12"), ("rx", "2")).Close();
            ulong took = (ulong)group.Calls.Sum(static call => call.Note.Took);
            page.Open("p", ("class", "which")).Text($"{Text.Quantity.Share((ulong)group.Calls.Count, (ulong)all)}{(took > 0 ? $" · {Figures.Time(took)}" : string.Empty)} · {group.Sources(MostNamed)}").Close();
            page.Close().Line();
        }

        page.Close().Line();
        int rest = groups.Skip(MostBars).Sum(static group => group.Calls.Count);
        if (rest > 0)
            Parts.Paragraph(page, $"And {groups.Count - MostBars} more, of {Text.Quantity.Of(rest, "call", "calls")} together.");
    }
}
