namespace Larder.CommandLine.Reports.Page;

/// <summary>What sections are put together of.</summary>
internal static class Parts
{
    /// <summary>A section with its title.</summary>
    internal static void Section(Markup page, string id, string title, Action body)
    {
        page.Open("section", ("id", id), ("aria-labelledby", id + "-title")).Line();
        page.Element("h2", title, ("id", id + "-title")).Line();
        body();
        page.Close().Line();
    }

    internal static void Paragraph(Markup page, string text, string name = "say") => page.Open("p", ("class", name)).Prose(text).Close().Line();

    /// <summary>What colours mean.</summary>
    internal static void Legend(Markup page, params ReadOnlySpan<(string Name, string Text)> entries)
    {
        page.Open("ul", ("class", "legend"));
        foreach ((string name, string text) in entries)
            page.Open("li").Open("svg", ("width", "12"), ("height", "12"), ("aria-hidden", "true")).Shape("rect", ("class", name), ("width", "12"), ("height", "12"), ("rx", "2")).Close().Text(text).Close();
        page.Close().Line();
    }

    /// <summary>The numbers of a plot, folded away.</summary>
    internal static void Numbers(Markup page, string summary, string[] head, IEnumerable<string[]> rows)
    {
        page.Open("details").Element("summary", summary).Line();
        Table(page, summary, head, rows);
        page.Close().Line();
    }

    /// <summary>A table that scrolls by itself where it is too wide; its first column is text, the others are numbers.</summary>
    internal static void Table(Markup page, string label, string[] head, IEnumerable<string[]> rows)
    {
        page.Open("div", ("class", "scroll"), ("role", "region"), ("tabindex", "0"), ("aria-label", label)).Open("table").Open("thead").Open("tr");
        foreach (string title in head)
            page.Element("th", title, ("scope", "col"));
        page.Close().Close().Open("tbody").Line();
        foreach (string[] row in rows)
        {
            page.Open("tr");
            foreach (string cell in row)
                page.Element("td", cell);
            page.Close().Line();
        }

        page.Close().Close().Close().Line();
    }
}
