using System.Globalization;
using Larder.CommandLine.Reports.Page;

namespace Larder.CommandLine.Reports.Plots;

/// <summary>
/// A plot as inline SVG that is as wide as there is room: horizontally all is in per cent, vertically in pixels, so that texts are as large on a phone as on a
/// desk. The texts of the value axis stand left of it, in the margin that the style sheet leaves.
/// </summary>
internal sealed class Plot
{
    /// <summary>Room for the texts of the time axis.</summary>
    private const double Foot = 22;

    /// <summary>Room for half a text, or a point, above.</summary>
    private const double Head = 8;

    private readonly Markup _page;
    private readonly double _height;

    private Plot(Markup page, double height) => (_page, _height) = (page, height);

    /// <param name="page">Where it is written.</param>
    /// <param name="height">The height of what is plotted, in pixels.</param>
    /// <param name="label">What it shows, for those who don't see it.</param>
    /// <param name="draw">Draws what is in it.</param>
    internal static void Draw(Markup page, double height, string label, Action<Plot> draw)
    {
        page.Open("svg", ("class", "plot"), ("role", "img"), ("height", N(height + Foot + Head)), ("aria-label", label));
        page.Open("g", ("transform", $"translate(0 {N(Head)})"));
        draw(new Plot(page, height));
        page.Close().Close().Line();
    }

    internal static string N(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    internal static string Percent(double share) => share.ToString("0.###", CultureInfo.InvariantCulture) + "%";

    internal Plot Values(ValueAxis axis) => Lines(axis.Ticks());

    /// <summary>Lines across, each with its text.</summary>
    internal Plot Lines(IEnumerable<(double At, string Text)> lines)
    {
        foreach ((double at, string text) in lines)
        {
            _page.Shape("line", ("class", "grid"), ("x1", "0"), ("x2", "100%"), ("y1", N(at)), ("y2", N(at)));
            _page.Element("text", text, ("class", "value"), ("x", "-8"), ("y", N(at + 4)));
        }

        return this;
    }

    internal Plot Times(IEnumerable<(double At, string Text)> ticks)
    {
        int number = 0;
        foreach ((double at, string text) in ticks)
        {
            _page.Shape("line", ("class", "tick"), ("x1", Percent(at)), ("x2", Percent(at)), ("y1", N(_height)), ("y2", N(_height + 4)));
            if (at <= 95)
                _page.Element("text", text, ("class", number % 2 == 1 ? "time minor" : "time"), ("x", Percent(at)), ("y", N(_height + 17)));
            number++;
        }

        return this;
    }

    /// <summary>A bar with a text that shows where it is pointed at.</summary>
    /// <param name="name">The class that colours it.</param>
    /// <param name="x">Left, in per cent.</param>
    /// <param name="width">In per cent.</param>
    /// <param name="y">Top, in pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="title">The text.</param>
    internal Plot Bar(string name, double x, double width, double y, double height, string title)
    {
        if (height <= 0)
            return this;
        _page.Open("rect", ("class", name), ("x", Percent(x)), ("y", N(y)), ("width", Percent(width)), ("height", N(height)));
        _page.Element("title", title).Close();
        return this;
    }

    internal Plot Stroke(string name, double x1, double y1, double x2, double y2)
    {
        _page.Shape("line", ("class", name), ("x1", Percent(x1)), ("y1", N(y1)), ("x2", Percent(x2)), ("y2", N(y2)));
        return this;
    }

    internal Plot Point(string name, double x, double y, string title)
    {
        _page.Open("circle", ("class", name), ("cx", Percent(x)), ("cy", N(y)), ("r", "3")).Element("title", title).Close();
        return this;
    }
}
