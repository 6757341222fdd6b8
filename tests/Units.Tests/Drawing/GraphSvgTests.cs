using System.Globalization;
using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using Larder.Units.Drawing;

namespace Larder.Units.Tests.Drawing;

public sealed class GraphSvgTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Every_unit_and_every_dependency_is_there()
    {
        XElement picture = Draw(["zlib", "png", "app", "alone"], [[], [0], [1, 0], []]);
        Assert.Equal(["zlib", "png", "app", "alone"], Texts(picture, "name"));
        Assert.All(Texts(picture, "remark"), remark => Assert.Equal("cmake, up to date", remark));
        Assert.Equal(["png → app", "zlib → app", "zlib → png"], Lines(picture).Order(StringComparer.Ordinal));
        Assert.Equal(["tip of zlib", "tip of png", "tip of app", "tip of alone"], Boxes(picture).Select(box => box.Element(Svg + "title")!.Value));
    }

    [Fact]
    public void Names_are_shown_as_they_are_and_what_xml_cannot_hold_is_replaced()
    {
        XElement picture = Draw(["a<b>&\"c'", "bell\a and half \udc80", "größer 日本"], [[], [0], [1]]);
        Assert.Equal(["a<b>&\"c'", "bell\ufffd and half \ufffd", "größer 日本"], Texts(picture, "name"));
    }

    [Fact]
    public void A_long_name_is_cut_in_the_box_and_whole_where_the_mouse_rests()
    {
        string name = "begin-" + new string('x', 200) + "-end";
        XElement picture = Draw([name], [[]]);
        string shown = Assert.Single(Texts(picture, "name"));
        Assert.StartsWith("begin-", shown);
        Assert.EndsWith("-end", shown);
        Assert.InRange(shown.Length, 20, 50);
        Assert.Equal("tip of " + name, Boxes(picture)[0].Element(Svg + "title")!.Value);
    }

    [Fact]
    public void Without_units_there_is_an_empty_picture() => Assert.Empty(Boxes(Draw([], [])));

    [Fact]
    public void What_depends_stands_right_of_what_it_needs_and_no_two_boxes_or_lines_are_in_each_others_way() =>
        Prop.ForAll(Graphs().ToArbitrary(), dependencies =>
        {
            double[] widths = [.. dependencies.Select((_, box) => 40.0 + (box * 37 % 150))];
            GraphLayout layout = GraphLayout.Of(widths, dependencies);
            Check(layout, dependencies);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public void Lines_of_a_graph_that_has_a_plane_drawing_do_not_cross()
    {
        // Four chains, named so that they are mixed at the beginning.
        int[][] dependencies = [.. Enumerable.Range(0, 24).Select(box => box < 4 ? Array.Empty<int>() : [box - 4 + (box % 2 == 0 ? 1 : -1)])];
        LayeredGraph graph = LayeredGraph.Of(dependencies, 34);
        LayerOrder.Sort(graph);
        Assert.Equal(0, LayerOrder.Crossings(graph));
    }

    [Fact]
    public void A_thousand_units_come_out()
    {
        int[][] dependencies = [.. Enumerable.Range(0, 1000).Select(box => box < 50 ? Array.Empty<int>() : [.. new[] { (box / 50 * 50) - 50 + (box * 7 % 50), (box / 50 * 50) - 50 + (box * 3 % 50), box * 13 % 50 }.Distinct()])];
        string[] names = [.. dependencies.Select((_, box) => $"unit{box}")];
        XElement picture = Draw(names, dependencies);
        Assert.Equal(names, Texts(picture, "name"));
        Assert.Equal(dependencies.Sum(each => each.Length), Lines(picture).Length);
        Check(GraphLayout.Of([.. names.Select(_ => 100.0)], dependencies), dependencies);
    }

    private static void Check(GraphLayout layout, int[][] dependencies)
    {
        Assert.Equal(
            dependencies.SelectMany((of, box) => of.Distinct().Select(dependency => (dependency, box))).Order(),
            layout.Lines.Select(line => (line.From, line.To)).Order());
        foreach (PlacedLine line in layout.Lines)
            Assert.True(layout.Boxes[line.From].Right < layout.Boxes[line.To].X, $"{line.From} is not left of {line.To}");

        // By columns: nothing else can meet.
        List<(double Left, double Right, double Top, double Bottom, string Name)> places = [.. layout.Boxes.Select((box, i) => (box.X, box.Right, box.Y, box.Y + box.Height, $"box {i}"))];
        HashSet<(int, double, double)> passages = [];
        foreach (PlacedLine line in layout.Lines)
        {
            foreach ((double left, double right, double y) in line.Passages)
            {
                if (passages.Add((line.From, left, y)))
                    places.Add((left, right, y - 1, y + 1, $"a line from {line.From}"));
            }
        }

        foreach (var column in places.GroupBy(place => place.Left))
        {
            var sorted = column.OrderBy(place => place.Top).ToArray();
            for (int i = 1; i < sorted.Length; i++)
                Assert.True(sorted[i - 1].Bottom <= sorted[i].Top, $"{sorted[i - 1].Name} is in the way of {sorted[i].Name}");
        }

        double end = 0;
        foreach (var column in places.GroupBy(place => place.Left).OrderBy(column => column.Key))
        {
            Assert.True(column.Key >= end, "two columns overlap");
            end = column.Max(place => place.Right);
        }

        Assert.All(places, place => Assert.True(place is { Left: >= 0, Top: >= -0.001 } && place.Right <= layout.Width && place.Bottom <= layout.Height + 0.001, $"{place.Name} lies outside"));
    }

    private static Gen<int[][]> Graphs() => Gen.Sized(_ =>
        Gen.Choose(0, 60).SelectMany(count => Gen.Choose(0, 1 << 30).ArrayOf(count).Select(seeds => seeds
            .Select((seed, box) => Enumerable.Range(0, box == 0 ? 0 : seed % 4).Select(k => (int)(((long)seed * (k + 7)) % box)).ToArray())
            .ToArray())));

    private static XElement Draw(string[] names, int[][] dependencies)
    {
        using StringWriter text = new(CultureInfo.InvariantCulture);
        GraphSvg.Write(text, "a <title>", [.. names.Select(name => new BoxText(name, "cmake, up to date", "tip of " + name, BoxStyle.Good, IsDashed: false))], dependencies);
        XElement picture = XDocument.Parse(text.ToString()).Root!;
        Assert.Equal(Svg + "svg", picture.Name);
        return picture;
    }

    private static XElement[] Boxes(XElement picture) => [.. picture.Descendants(Svg + "g").Where(group => group.Attribute("class") is { } style && style.Value.StartsWith("box ", StringComparison.Ordinal))];

    private static string[] Texts(XElement picture, string style) => [.. picture.Descendants(Svg + "text").Where(text => text.Attribute("class")?.Value == style).Select(text => text.Value)];

    private static string[] Lines(XElement picture) => [.. picture.Descendants(Svg + "path").Where(path => path.Attribute("class")?.Value == "line").Select(path => path.Value)];
}
