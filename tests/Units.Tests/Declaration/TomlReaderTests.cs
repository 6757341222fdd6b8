using Larder.Units.Declaration;

namespace Larder.Units.Tests.Declaration;

public sealed class TomlReaderTests
{
    [Fact]
    public void StringsAndListsAreFoundAmongEverythingElse()
    {
        TomlReader toml = TomlReader.Read(""""
            # comment
            top = 1979-05-27T07:32:00Z
            "quoted key".x = "a\tb\u00e9\\"
            [package] # here
            name = 'lit\eral'
            flags = [1, 2.5,
              true, ] # more
            table = { a = "x", b = { c = [ "]" ] }, d = 'y' }
            list = [ "a", # one
              'b' ,
            ]
            none = []
            text = """
            first "quoted"
            second \
               joined"""
            [[bin]]
            name="b"
            """", "/x/f.toml");

        Assert.Equal(["top", "quoted key.x", "name", "flags", "table", "list", "none", "text", "name"], toml.Values.Select(value => value.Name));
        Assert.Equal(["", "", "package", "package", "package", "package", "package", "package", "bin[]"], toml.Values.Select(value => value.Section));
        Assert.Equal("a\tbé\\", toml.Values[1].Text);
        Assert.Equal("lit\\eral", toml.Values[2].Text);
        Assert.Null(toml.Values[3].Strings);
        Assert.Equal(["a", "b"], toml.Values[5].Strings!);
        Assert.Empty(toml.Values[6].Strings!);
        Assert.Equal("first \"quoted\"\nsecond joined", toml.Values[7].Text);
        Assert.Equal(9, toml.Values[5].Line);
    }

    [Theory]
    [InlineData("a", "line 1: \"=\" is expected")]
    [InlineData("\n\na = ", "line 3: a value is expected")]
    [InlineData("a = \"x", "a string has no end")]
    [InlineData("a = \"x\ny\"", "a string has no end")]
    [InlineData("a = \"\\q\"", "is no escape")]
    [InlineData("a = [ \"x\" \"y\" ]", "\",\" or \"]\" is expected")]
    [InlineData("a = [ \"x\"", "\",\" or \"]\" is expected")]
    [InlineData("a = \"x\" b = 1", "something follows")]
    [InlineData("[a\nb = 1", "\"]\" is expected")]
    [InlineData("a = { b }", "\"=\" is expected")]
    public void WhatIsWrongIsSaidWithItsLine(string text, string problem)
    {
        UnitFault fault = Assert.Throws<UnitFault>(() => TomlReader.Read(text, "/x/f.toml"));
        Assert.StartsWith("/x/f.toml, line ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(problem, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NestingHasALimit() =>
        Assert.Contains("nested too deeply", Assert.Throws<UnitFault>(() => TomlReader.Read("a = " + new string('[', 100_000), "f")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("[units]\nevaluation_input = []", "has no setting \"evaluation_input\"; there are evaluation_inputs and evaluation_environment")]
    [InlineData("[units]\nevaluation_inputs = \"x\"", "must be a list of strings")]
    [InlineData("[units]\nevaluation_inputs = [\"../x\"]", "must be a path relative to")]
    [InlineData("[units]\nevaluation_inputs = [\"/x\"]", "must be a path relative to")]
    public void SettingsAreChecked(string text, string problem)
    {
        string root = Directory.CreateTempSubdirectory("larder-units-").FullName;
        try
        {
            File.WriteAllText(root + "/larder.toml", text);
            Assert.Contains(problem, Assert.Throws<UnitFault>(() => RepositorySettings.Read(root)).Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Theory]
    [InlineData("a.nix", "*.nix", true)]
    [InlineData("a.nix", "*.toml", false)]
    [InlineData("abcbd", "a*b?", true)]
    [InlineData("abcb", "a*b?", false)]
    [InlineData("", "*", true)]
    [InlineData("x", "", false)]
    [InlineData("aab", "*ab", true)]
    [InlineData("[x]", "[x]", true)]
    public void NamesFitPatterns(string name, string pattern, bool fits) => Assert.Equal(fits, InputGlob.Fits(name, pattern));
}
