using System.Text;
using Larder.Storage.Tests.Support;

namespace Larder.Storage.Tests.Journal;

public sealed class LineSketchTests
{
    [Theory]
    [InlineData("a\nb\nc\n", "a\nB\nc\n", 2, 2)]
    [InlineData("a\nb\nc\n", "a\nB\nC\n", 2, 3)]
    [InlineData("a\nb\nc\n", "a\nb\nc\nd\n", 4, 4)]
    [InlineData("a\nb\nc\n", "x\na\nb\nc\n", 1, 1)]
    [InlineData("a\nb\nc\n", "a\nc\n", 2, 1)]
    [InlineData("a\nb\nc\n", "", 1, 0)]
    [InlineData("", "a\n", 1, 1)]
    [InlineData("a\nb", "a\nb\n", 2, 2)]
    [InlineData("a\na\na\n", "a\na\na\na\n", 4, 4)]
    [InlineData("a\nb\n", "a\nb\n", 0, 0)]
    public void A_change_is_placed(string before, string after, int first, int last) =>
        Assert.Equal((first, last), Sketch(before).ChangeTo(Sketch(after)));

    [Fact]
    public void Of_a_long_text_the_place_is_about_right()
    {
        string[] lines = [.. Enumerable.Range(0, 100_000).Select(static i => $"line {i}\n")];
        LineSketch before = Sketch(string.Concat(lines));
        lines[54_321] = "another\n";
        (int first, int last) = before.ChangeTo(Sketch(string.Concat(lines)));
        Assert.InRange(54_322, first, last);
        Assert.Equal(before.Stride, last - first + 1);
    }

    [Fact]
    public void It_is_kept_once_and_found_by_its_content()
    {
        using TestFolder folder = new(TestFolder.Memory);
        LocalStore store = folder.Store(static options => options with { JournalSize = 1 << 20 });
        LineMemory memory = new(store);
        byte[] text = "a\nb\n"u8.ToArray();
        Digest content = Digest.Of(text);
        Assert.False(memory.Has(in content));
        memory.Add(LineSketch.Of(in content, text));
        memory.Close();
        Assert.True(new LineMemory(store).Has(in content));
        Assert.Equal((2, 2), new LineMemory(store).Read()[content].ChangeTo(Sketch("a\nB\n")));
    }

    private static LineSketch Sketch(string text) => LineSketch.Of(Digest.Of(Encoding.UTF8.GetBytes(text)), Encoding.UTF8.GetBytes(text));
}
