using System.Globalization;
using System.Text;

namespace Larder.Units.Drawing;

/// <summary>A graph as an SVG file that needs nothing else: its colours follow the reader's light or dark scheme.</summary>
internal static class GraphSvg
{
    private const double Margin = 16;

    private const double TitleHeight = 34;

    /// <summary>Of a character of the fonts below, at their sizes.</summary>
    private const double NameColumn = 7.4, RemarkColumn = 6.2;

    private const double Padding = 10;

    private const double ArrowLength = 6;

    /// <summary>Columns of text that a box has at most; the rest is in its tooltip.</summary>
    private const int LongestText = 44;

    private const string Style = """
        svg { background: #ffffff; font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; }
        text { fill: #1c2024; }
        .title { font-size: 14px; }
        .name { font-size: 12px; font-weight: 600; }
        .remark { font-size: 10px; fill: #5b6570; }
        .box rect { fill: #f6f8fa; stroke: #8a949e; }
        .box.good rect { fill: #e9f6ec; stroke: #2f8f4e; }
        .box.known rect { fill: #e8f1fb; stroke: #2f6fb5; }
        .box.due rect { fill: #fdf0dd; stroke: #c27a12; }
        .box.dashed rect { stroke-dasharray: 5 3; }
        .line { fill: none; stroke: #9aa4ae; stroke-width: 1.2; }
        .line:hover { stroke: #1c2024; stroke-width: 2.4; }
        #arrow path { fill: #9aa4ae; }
        @media (prefers-color-scheme: dark) {
          svg { background: #15181c; }
          text { fill: #e4e8ec; }
          .remark { fill: #a2acb6; }
          .box rect { fill: #20252a; stroke: #77818b; }
          .box.good rect { fill: #15301f; stroke: #4fb673; }
          .box.known rect { fill: #14283e; stroke: #5b9fe0; }
          .box.due rect { fill: #3a2a10; stroke: #e0a03c; }
          .line { stroke: #5f6973; }
          .line:hover { stroke: #e4e8ec; }
          #arrow path { fill: #5f6973; }
        }
        """;

    /// <summary>Writes it.</summary>
    /// <param name="output">Takes it.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="boxes">The boxes.</param>
    /// <param name="dependencies">For each box the numbers of those that it depends on, all of them smaller than its own.</param>
    internal static void Write(TextWriter output, string title, BoxText[] boxes, int[][] dependencies)
    {
        GraphLayout layout = GraphLayout.Of([.. boxes.Select(Width)], dependencies);
        double width = Math.Max(layout.Width, Columns(title) * 8.6) + (2 * Margin);
        double height = layout.Height + (2 * Margin) + TitleHeight;
        output.Write(Text($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:0}\" height=\"{height:0}\" viewBox=\"0 0 {width:0} {height:0}\" role=\"img\">\n"));
        output.Write($"<title>{Escape(title)}</title>\n<style>\n{Style}\n</style>\n");
        output.Write("<defs><marker id=\"arrow\" viewBox=\"0 0 6 6\" refX=\"0\" refY=\"3\" markerWidth=\"6\" markerHeight=\"6\" markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path d=\"M0 0L6 3L0 6Z\"/></marker></defs>\n");
        output.Write(Text($"<text class=\"title\" x=\"{Margin:0}\" y=\"{Margin + 12:0}\">{Escape(title)}</text>\n"));
        output.Write(Text($"<g transform=\"translate({Margin:0} {Margin + TitleHeight:0})\">\n"));
        foreach (PlacedLine line in layout.Lines)
            output.Write($"<path class=\"line\" marker-end=\"url(#arrow)\" d=\"{Way(line, layout)}\"><title>{Escape($"{boxes[line.From].Name} → {boxes[line.To].Name}")}</title></path>\n");
        for (int i = 0; i < boxes.Length; i++)
            WriteBox(output, boxes[i], layout.Boxes[i]);
        output.Write("</g>\n</svg>\n");
    }

    private static void WriteBox(TextWriter output, BoxText text, PlacedBox box)
    {
        string style = text.Style switch
        {
            BoxStyle.Good => "good",
            BoxStyle.Known => "known",
            BoxStyle.Due => "due",
            _ => "open",
        };
        output.Write(Text($"<g class=\"box {style}{(text.IsDashed ? " dashed" : "")}\" transform=\"translate({box.X:0.#} {box.Y:0.#})\"><title>{Escape(text.Tooltip)}</title>"));
        output.Write(Text($"<rect width=\"{box.Width:0.#}\" height=\"{box.Height:0.#}\" rx=\"4\"/>"));
        output.Write(Text($"<text class=\"name\" x=\"{Padding:0}\" y=\"15\">{Escape(Shorten(text.Name))}</text>"));
        output.Write(Text($"<text class=\"remark\" x=\"{Padding:0}\" y=\"28\">{Escape(Shorten(text.Remark))}</text></g>\n"));
    }

    /// <summary>Curves from layer to layer, level where it passes one.</summary>
    private static string Way(PlacedLine line, GraphLayout layout)
    {
        (double x, double y) = (layout.Boxes[line.From].Right, layout.Boxes[line.From].Middle);
        StringBuilder way = new(Text($"M{x:0.#} {y:0.#}"));
        foreach ((double left, double right, double passage) in line.Passages)
        {
            Curve(left, passage);
            way.Append(Text($"H{right:0.#}"));
            x = right;
        }

        Curve(layout.Boxes[line.To].X - ArrowLength, layout.Boxes[line.To].Middle);
        return way.ToString();

        void Curve(double toX, double toY)
        {
            double middle = (x + toX) / 2;
            way.Append(Text($"C{middle:0.#} {y:0.#} {middle:0.#} {toY:0.#} {toX:0.#} {toY:0.#}"));
            (x, y) = (toX, toY);
        }
    }

    private static double Width(BoxText text) => (2 * Padding) + Math.Max(Columns(Shorten(text.Name)) * NameColumn, Columns(Shorten(text.Remark)) * RemarkColumn);

    /// <summary>Room in characters; those of East Asia take two.</summary>
    private static int Columns(string text) => text.EnumerateRunes().Sum(static rune => rune.Value >= 0x1100 ? 2 : 1);

    private static string Shorten(string text)
    {
        if (Columns(text) <= LongestText)
            return text;
        Rune[] runes = [.. text.EnumerateRunes()];
        int half = LongestText / (Columns(text) > runes.Length ? 4 : 2);
        return string.Concat(runes.Take(half - 1)) + "…" + string.Concat(runes.TakeLast(half - 1));
    }

    /// <summary>As XML has it. What can't be in it at all (control characters, halves of a pair) becomes U+FFFD.</summary>
    private static string Escape(string text)
    {
        StringBuilder escaped = new(text.Length + 16);
        foreach (Rune rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\n' or '\t' => escaped.Append((char)rune.Value),
                < ' ' or (>= 0x7F and < 0xA0) or 0xFFFE or 0xFFFF => escaped.Append('\uFFFD'),
                _ => escaped.Append(rune.ToString()),
            };
        }

        return escaped.ToString();
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
