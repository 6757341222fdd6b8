using System.Globalization;
using System.Text;

namespace Larder.Bench.Scale;

/// <summary>Curves over the number of entries, as SVG. The numbers of entries stand at equal distances: each is ten times the one before, and the first may be 0.</summary>
internal static class Chart
{
    private const int Width = 720;
    private const int Height = 360;
    private const int Left = 70;
    private const int Right = 210;
    private const int Top = 40;
    private const int Bottom = 50;
    private const int Steps = 5;

    /// <summary>Distinct in any kind of sight (Okabe and Ito).</summary>
    private static readonly string[] Colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"];

    /// <summary>One curve.</summary>
    internal sealed record Curve(string Name, double[] Values);

    /// <summary>Writes the file.</summary>
    internal static void Write(string path, string title, string unit, int[] entries, IReadOnlyList<Curve> curves)
    {
        var most = Round(curves.SelectMany(curve => curve.Values).Max());
        var svg = new StringBuilder();
        Line(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\">");
        Line(svg, $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"white\"/>");
        Line(svg, $"<text x=\"{Left}\" y=\"22\" font-size=\"14\">{title}</text>");
        for (var step = 0; step <= Steps; step++)
        {
            var y = Y(most * step / Steps, most);
            Line(svg, $"<line x1=\"{Left}\" y1=\"{y}\" x2=\"{Width - Right}\" y2=\"{y}\" stroke=\"#ddd\"/>");
            Line(svg, $"<text x=\"{Left - 6}\" y=\"{y}\" text-anchor=\"end\" dominant-baseline=\"middle\">{Number(most * step / Steps)}</text>");
        }

        Line(svg, $"<text x=\"14\" y=\"{Height / 2}\" transform=\"rotate(-90 14 {Height / 2})\" text-anchor=\"middle\">{unit}</text>");
        for (var i = 0; i < entries.Length; i++)
            Line(svg, $"<text x=\"{X(i, entries.Length)}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\">{entries[i].ToString("N0", CultureInfo.InvariantCulture)}</text>");
        Line(svg, $"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 10}\" text-anchor=\"middle\">entries</text>");
        for (var i = 0; i < curves.Count; i++)
            Draw(svg, curves[i], Colours[i % Colours.Length], i, entries.Length, most);
        Line(svg, $"</svg>");
        File.WriteAllText(path, svg.ToString());
    }

    private static void Draw(StringBuilder svg, Curve curve, string colour, int number, int count, double most)
    {
        var points = string.Join(' ', curve.Values.Select((value, i) => string.Create(CultureInfo.InvariantCulture, $"{X(i, count)},{Y(value, most)}")));
        Line(svg, $"<polyline points=\"{points}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>");
        for (var i = 0; i < count; i++)
            Line(svg, $"<circle cx=\"{X(i, count)}\" cy=\"{Y(curve.Values[i], most)}\" r=\"3\" fill=\"{colour}\"><title>{Number(curve.Values[i])}</title></circle>");
        var y = Top + (number * 22);
        Line(svg, $"<line x1=\"{Width - Right + 20}\" y1=\"{y}\" x2=\"{Width - Right + 44}\" y2=\"{y}\" stroke=\"{colour}\" stroke-width=\"2\"/>");
        Line(svg, $"<text x=\"{Width - Right + 50}\" y=\"{y}\" dominant-baseline=\"middle\">{curve.Name}</text>");
    }

    private static double X(int i, int count) => Math.Round(Left + 20 + ((Width - Left - Right - 40.0) * i / Math.Max(count - 1, 1)), 1);

    private static double Y(double value, double most) => Math.Round(Height - Bottom - ((Height - Top - Bottom) * value / most), 1);

    /// <summary>The next number of the form 1, 2, 2.5 or 5 times a power of ten.</summary>
    private static double Round(double value)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(value, 1e-9))));
        return ((double[])[1, 2, 2.5, 5, 10]).First(factor => factor * power >= value) * power;
    }

    private static string Number(double value) => value.ToString(value >= 100 ? "0" : "0.##", CultureInfo.InvariantCulture);

    private static void Line(StringBuilder svg, FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
