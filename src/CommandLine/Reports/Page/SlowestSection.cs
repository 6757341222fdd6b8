using Larder.CommandLine.Explaining;
using Larder.CommandLine.Reports.Data;
using Larder.CommandLine.Text;

namespace Larder.CommandLine.Reports.Page;

/// <summary>The misses for which the compiler took longest, each with its cause.</summary>
internal static class SlowestSection
{
    private const int Most = 20;

    internal static void Write(Markup page, ReportData data)
    {
        List<Explanation> slowest = [.. data.Misses.Where(static call => call.Note.Took > 0).OrderByDescending(static call => call.Note.Took).Take(Most)];
        if (slowest.Count == 0)
            return;
        Parts.Section(page, "slowest", "The slowest misses", () =>
        {
            page.Open("table", ("class", "slowest")).Open("thead").Open("tr");
            foreach (string title in (string[])["Took", "Source", "Why"])
                page.Element("th", title, ("scope", "col"));
            page.Close().Close().Open("tbody").Line();
            foreach (Explanation call in slowest)
            {
                page.Open("tr").Element("td", Span.Exact(call.Note.Took));
                page.Open("td").Element("code", CauseGroup.SourceOf(call)).Close();
                page.Open("td").Prose(call.Line).Close().Close().Line();
            }

            page.Close().Close().Line();
        });
    }
}
