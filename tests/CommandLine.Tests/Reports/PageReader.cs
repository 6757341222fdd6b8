using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Larder.CommandLine.Tests.Reports;

/// <summary>Reads a report's page. It is parsed strictly: what isn't escaped, or not closed, is a failure.</summary>
internal sealed class PageReader
{
    private readonly XDocument _page;

    internal PageReader(string html) => _page = XDocument.Parse(Regex.Replace(html.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal), "<meta([^>]*)>", "<meta$1/>"));

    /// <summary>The names of all elements.</summary>
    internal IEnumerable<string> Elements => _page.Descendants().Select(static element => element.Name.LocalName).Distinct(StringComparer.Ordinal);

    internal IEnumerable<string> Attributes => _page.Descendants().Attributes().Select(static attribute => attribute.Name.LocalName).Distinct(StringComparer.Ordinal);

    /// <summary>All text.</summary>
    internal string Text => _page.Root!.Element("body")!.Value;

    /// <summary>One of the main figures.</summary>
    internal string Figure(string name) => _page.Descendants("dt").Single(title => title.Value == name).ElementsAfterSelf("dd").First().Value;

    /// <summary>The rows of a section's list of bars, each with its number.</summary>
    internal Dictionary<string, int> Bars(string section) => Section(section).Descendants("p").Where(static p => p.Attribute("class")?.Value == "why")
        .ToDictionary(static p => p.Element("span")!.Value, static p => int.Parse(p.Element("b")!.Value.Replace(",", "", StringComparison.Ordinal)), StringComparer.Ordinal);

    internal string Heading => _page.Descendants("h1").Single().Value;

    /// <summary>A section's rows of its first table, without the head.</summary>
    internal string[][] Rows(string section) => [.. Section(section).Descendants("tbody").First().Elements("tr").Select(static row => row.Elements("td").Select(static cell => cell.Value).ToArray())];

    internal bool HasSection(string section) => _page.Descendants("section").Any(one => one.Attribute("id")?.Value == section);

    internal XElement Section(string section) => _page.Descendants("section").Single(one => one.Attribute("id")?.Value == section);
}
