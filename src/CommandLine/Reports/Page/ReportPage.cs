using Larder.CommandLine.Reports.Data;
using Larder.CommandLine.Text;

namespace Larder.CommandLine.Reports.Page;

/// <summary>The report as one page that needs nothing else: no script, no picture, no font, no network; a content security policy has browsers hold it to that.</summary>
internal static class ReportPage
{
    internal static string Write(ReportData data)
    {
        Markup page = new();
        page.Raw("<!DOCTYPE html>\n").Open("html", ("lang", "en")).Open("head").Line();
        page.Void("meta", ("charset", "utf-8")).Line();
        page.Void("meta", ("http-equiv", "Content-Security-Policy"), ("content", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'")).Line();
        page.Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1")).Line();
        page.Void("meta", ("name", "color-scheme"), ("content", "light dark")).Line();
        page.Void("meta", ("name", "referrer"), ("content", "no-referrer")).Line();
        page.Void("meta", ("name", "generator"), ("content", "larder " + CommandLineInterface.Version)).Line();
        page.Element("title", $"{data.Scope.Title} – larder report").Line();
        page.Open("style").Raw(StyleSheet.Text).Close().Line();
        page.Close().Open("body").Open("main").Line();
        HeadSection.Write(page, data);
        page.Open("div", ("class", "sections")).Line();
        HitRateSection.Write(page, data);
        TimeSavedSection.Write(page, data);
        TimelineSection.Write(page, data);
        CausesSection.WriteMisses(page, data);
        CausesSection.WriteUncached(page, data);
        SlowestSection.Write(page, data);
        GrowthSection.Write(page, data);
        CompilersSection.Write(page, data);
        page.Close().Line();
        page.Element("footer", $"Written {Quantity.Time(data.Now)} by larder {CommandLineInterface.Version}. All times are UTC.").Line();
        return page.Close().Close().Close().Line().ToString();
    }
}
