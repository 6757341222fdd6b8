using Larder.CommandLine.Reports.Data;
using Larder.CommandLine.Text;
using Larder.Posix;
using Larder.Storage;

namespace Larder.CommandLine.Reports.Page;

/// <summary>What the report is about, and its main figures.</summary>
internal static class HeadSection
{
    private const int MostVersions = 4;

    internal static void Write(Markup page, ReportData data)
    {
        ReportScope scope = data.Scope;
        page.Open("header").Element("p", "larder report · " + scope.Kind, ("class", "brand"));
        page.Element("h1", scope.Title);
        page.Open("p", ("class", "about")).Text($"{Quantity.Time(scope.From / 1000)} – {Quantity.Time(scope.Until / 1000)}").Close();
        string compilers = string.Join("; ", data.Calls.Select(static call => ByteText.Show(call.Note.Version)).Where(static version => version.Length > 0).Distinct(StringComparer.Ordinal).Take(MostVersions));
        page.Open("p", ("class", "about")).Text("Cache directory ").Element("code", ByteText.Show(data.Settings.Directory));
        if (compilers.Length > 0)
            page.Text(" · " + compilers);
        page.Close().Close().Line();
        Tiles(page, data);
    }

    private static void Tiles(Markup page, ReportData data)
    {
        StatisticsSums sums = data.Scope.Sums;
        bool hasHits = data.Scope.HasHits;
        ulong wall = (ulong)Math.Max(data.Scope.Until - data.Scope.From, 0) * 1_000_000;
        page.Open("dl", ("class", "tiles")).Line();
        Tile(page, "Hit rate", hasHits ? Figures.HitRate(sums) : "–", hasHits ? "of what could be served" : "hits are not known");
        Tile(page, "Served", hasHits ? sums.Hits.ToString() : "–", "from the cache");
        Tile(page, "Compiled", sums.Misses.ToString(), "not found in the cache");
        Tile(page, "Not cached", sums.Uncached.ToString(), "links, questions, …");
        Tile(page, "Time saved", hasHits ? Figures.Time(sums.Saved) : "–", "compiler time of the hits");
        Tile(page, "Time spent", Figures.Time(sums.Spent), "in compilers");
        Tile(page, "Outputs", Figures.Bytes(sums.Bytes), "delivered or captured");
        int lanes = data.Jobs.Select(static job => job.Lane + 1).DefaultIfEmpty().Max();
        Tile(page, "Wall time", Figures.Time(wall), lanes > 0 ? $"at most {Quantity.Of(lanes, "compiler", "compilers")} at once" : "from first to last");
        page.Close().Line();
        foreach (string remark in Remarks(data))
            Parts.Paragraph(page, remark, "remark");
    }

    private static void Tile(Markup page, string name, string value, string more) =>
        page.Open("div").Element("dt", name).Element("dd", value, ("class", "figure")).Element("dd", more, ("class", "more")).Close().Line();

    /// <summary>What who reads the figures must know of them.</summary>
    private static IEnumerable<string> Remarks(ReportData data)
    {
        ReportScope scope = data.Scope;
        if (!scope.HasHits)
            yield return "Misses and uncached calls are noted one by one, hits are only counted; the counts of this time are not kept any more, or were not when it was. So the figures are of the notes alone.";
        if (scope.Kind == "build" && data.LaterHits > 0)
            yield return $"Since then the cache served {Quantity.Of((long)data.LaterHits, "call", "calls")} more. Hits leave no notes: a build of hits alone is reported by its session, `larder report --session NAME`; `larder stats --by session` lists them.";
        ulong noted = (ulong)data.Misses.Count;
        if (noted < scope.Sums.Misses)
            yield return $"Of {scope.Sums.Misses} misses {noted} are noted: the rest is older than the notes, or other builds'. What follows on causes and jobs is of those.";
    }
}
