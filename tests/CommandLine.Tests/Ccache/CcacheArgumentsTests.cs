using Larder.CommandLine.Ccache;

namespace Larder.CommandLine.Tests.Ccache;

public sealed class CcacheArgumentsTests
{
    [Theory]
    [InlineData("-sv", "show-stats verbose")]
    [InlineData("-M5G", "max-size=5G")]
    [InlineData("-M|5G|-z", "max-size=5G zero-stats")]
    [InlineData("-zM|5G", "zero-stats max-size=5G")]
    [InlineData("--max-size=5G", "max-size=5G")]
    [InlineData("--max-size|5G|word|-c", "max-size=5G cleanup")]
    [InlineData("--get-c=x", "get-config=x")]
    [InlineData("-o|a=b=c", "set-config=a=b=c")]
    [InlineData("--evict-namespace=|-s", "evict-namespace= show-stats")]
    [InlineData("-s|--|-z", "show-stats")]
    [InlineData("-M", "!option requires an argument -- 'M'")]
    [InlineData("--max-size", "!option '--max-size' requires an argument")]
    [InlineData("--clear=1", "!option '--clear' doesn't allow an argument")]
    [InlineData("--evict", "!unrecognized option '--evict'")]
    [InlineData("-q", "!invalid option -- 'q'")]
    public void Words_are_read_as_getopt_reads_them(string words, string expected)
    {
        CcacheArguments read = CcacheArguments.Read(words.Split('|'));

        string shown = string.Join(' ', read.Options.Select(option => option.Option.Name + (option.Option.Value.Length > 0 ? "=" + option.Value : "")));
        Assert.Equal(expected, read.Problem is null ? shown : "!" + read.Problem);
    }

    [Theory]
    [InlineData("5s", 5)]
    [InlineData("2m", 120)]
    [InlineData("3h", 10800)]
    [InlineData("1d", 86400)]
    [InlineData("1500ms", 1)]
    [InlineData("5", -1)]
    [InlineData("x", -1)]
    [InlineData("-1d", -1)]
    public void Ages(string text, long seconds) => Assert.Equal(seconds, Larder.CommandLine.Text.Age.TryParse(text, out long parsed) ? parsed : -1);
}
