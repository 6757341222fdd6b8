using System.Text;
using Larder.CommandLine.Watching;

namespace Larder.CommandLine.Tests.Watching;

public sealed class WatchTextTests
{
    [Theory]
    [InlineData(0.0, "0.00 ms")]
    [InlineData(0.417, "0.42 ms")]
    [InlineData(9.994, "9.99 ms")]
    [InlineData(9.996, "10.0 ms")]
    [InlineData(99.96, "100 ms")]
    [InlineData(999.6, "1.00 s")]
    [InlineData(59_940.0, "59.9 s")]
    [InlineData(59_960.0, "1 min 0 s")]
    [InlineData(61_000.0, "1 min 1 s")]
    [InlineData(7_500_000.0, "2 h 5 min")]
    [InlineData(180_000_000.0, "2 d 2 h")]
    public void Spans_have_three_digits_or_two_units(double milliseconds, string text) =>
        Assert.Equal(text, WatchText.Span(TimeSpan.FromMilliseconds(milliseconds)));

    [Theory]
    [InlineData("/home/a/x.c", "/home/a", "x.c")]
    [InlineData("/home/a/x.c", "/home/a/", "x.c")]
    [InlineData("/home/ab/x.c", "/home/a", "/home/ab/x.c")]
    [InlineData("../x.c", "/home/a", "../x.c")]
    [InlineData("/home/a", "/home/a", "/home/a")]
    [InlineData("/x.c", "/", "/x.c")]
    [InlineData("", "", "")]
    public void Sources_begin_at_the_working_directory(string path, string directory, string shown) =>
        Assert.Equal(shown, WatchText.Relative(Encoding.UTF8.GetBytes(path), Encoding.UTF8.GetBytes(directory)));

    [Theory]
    [InlineData("abcdef", 6, "abcdef", "abcdef")]
    [InlineData("abcdef", 4, "abc…", "…def")]
    [InlineData("abcdef", 1, "…", "…")]
    [InlineData("abcdef", 0, "", "")]
    [InlineData("長長長", 5, "長長…", "…長長")]
    [InlineData("長長長", 4, "長…", "…長")]
    [InlineData("😀😀😀", 3, "😀…", "…😀")]
    public void Text_is_cut_by_the_columns_that_it_takes(string text, int width, string head, string tail)
    {
        Assert.Equal(head, WatchText.Fit(text, width));
        Assert.Equal(tail, WatchText.Fit(text, width, keepEnd: true));
    }

    [Theory]
    [InlineData("hit", "direct_hit", "direct")]
    [InlineData("hit", "comment_hit", "comment")]
    [InlineData("miss", "miss", "")]
    [InlineData("miss", "recache", "recache")]
    [InlineData("miss", "preprocessing_miss", "preprocessing")]
    [InlineData("uncached", "called_for_link", "called for link")]
    public void Reasons_are_words_that_do_not_repeat_the_kind(string kind, string name, string words)
    {
        CompileKind parsed = Enum.Parse<CompileKind>(kind, ignoreCase: true);
        Assert.Equal(words, WatchText.ReasonWords(parsed, name));
        Assert.Equal(kind, WatchText.KindName(parsed));
    }
}
