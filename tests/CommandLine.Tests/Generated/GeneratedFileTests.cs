namespace Larder.CommandLine.Tests.Generated;

public sealed class GeneratedFileTests : IDisposable
{
    private readonly CommandFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void The_tables_of_the_documentation_are_those_of_the_program()
    {
        Assert.Equal(0, _fixture.Run("generate", "drop-in.md"));

        string document = File.ReadAllText(SourceRoot.PathOf("docs/drop-in.md"));
        int tables = document.IndexOf("## ccache's settings", StringComparison.Ordinal);
        Assert.True(tables > 0 && document[tables..] == _fixture.Output, "docs/drop-in.md: put what \"out/bin/larder-cli generate drop-in.md\" says in the place of its tables");
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("larder.1")]
    public void Every_command_and_option_is_in_it(string file)
    {
        Assert.Equal(0, _fixture.Run("generate", file));

        foreach (string word in (string[])["stats", "config", "clear", "trim", "evict", "recompress", "verify", "du", "inspect", "report", "since", "trace", "daemon", "links", "help", "json", "zero", "target", "restart"])
            Assert.Contains(word, _fixture.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_on_settings_has_all_of_them_and_lines_of_text_that_are_no_macros()
    {
        Assert.Equal(0, _fixture.Run("generate", "larder.conf.5"));

        for (Larder.Caching.Settings.Setting setting = 0; (int)setting < Larder.Caching.Settings.SettingTable.Count; setting++)
        {
            string name = System.Text.Encoding.UTF8.GetString(Larder.Caching.Settings.SettingTable.Row(setting).Name);
            Assert.Contains($"\n.TP\n\\fB{name}\\fP\n", _fixture.Output, StringComparison.Ordinal);
        }

        Assert.All(_fixture.Output.Split('\n').Where(line => line.StartsWith('.')), line => Assert.Matches(@"^\.(\\""|TH |SH |PP$|TP$|br$|nf$|fi$)", line));
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("larderd.8")]
    public void What_can_not_be_made_is_said(string file)
    {
        Assert.Equal(2, _fixture.Run("generate", file));
        Assert.Equal("", _fixture.Output);
    }
}
