using Larder.Caching.Settings;
using static Larder.Caching.Tests.Settings.SettingsFixture;

namespace Larder.Caching.Tests.Settings;

public sealed class SettingFileTests : IDisposable
{
    private readonly SettingsFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Blanks_comments_line_ends_and_a_byte_order_mark_are_taken_as_people_write_them()
    {
        CacheSettings settings = _fixture.WithUserFile(
            "\u00EF\u00BB\u00BF# a comment\r\n" +
            "\r\n" +
            "   max_size=5G   # five\r\n" +
            "\tmax_files\t=\t9\t\r\n" +
            "  # disable = true\n" +
            "namespace = two words\r\n" +
            "dir = /a#b\n" +
            "log = /no/line/end").Load();

        Assert.Empty(settings.Problems);
        Assert.Equal(5_000_000_000, settings.MaxSize);
        Assert.Equal(9, settings.MaxFiles);
        Assert.False(settings.Disable);
        Assert.Equal("two words", Text(settings.Namespace));
        Assert.Equal("/a#b", Text(settings.Directory));
        Assert.Equal("/no/line/end", Text(settings.Log));
    }

    [Fact]
    public void The_last_of_several_lines_wins()
    {
        CacheSettings settings = _fixture.WithUserFile("max_files = 1\nmax_files = 2\n").Load();

        Assert.Equal(2, settings.MaxFiles);
        Assert.Equal(2, settings.OriginOf(Setting.MaxFiles).Line);
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_survive()
    {
        CacheSettings settings = _fixture
            .WithUserFile("dir = /caf\u00E9/\u00FF\nextra_files = /\u0080:/b\n")
            .With("LARDER_NAMESPACE=\u00FE\u00FF", "LARDER_BASE_DIRS=/\u00E9")
            .Load();

        Assert.Empty(settings.Problems);
        Assert.Equal("/caf\u00E9/\u00FF", Text(settings.Directory));
        Assert.Equal(["/\u0080", "/b"], Text(settings.ExtraFiles));
        Assert.Equal("\u00FE\u00FF", Text(settings.Namespace));
        Assert.Equal(["/\u00E9"], Text(settings.BaseDirectories));
    }

    [Fact]
    public void Values_may_hold_the_equals_sign()
    {
        Assert.Equal(["-DA=b"], Text(_fixture.WithUserFile("ignore_options = -DA=b").Load().IgnoreOptions));
    }

    [Theory]
    [InlineData("gibberish", "gibberish")]
    [InlineData("= 5", "= 5")]
    [InlineData("[section]", "[section]")]
    public void A_line_that_is_none_is_named_with_file_and_line(string line, string shown)
    {
        string problem = _fixture.WithUserFile("max_files = 1\n" + line + "\n").LoadWithOneProblem();

        Assert.StartsWith(_fixture.UserFile + ":2: ", problem);
        Assert.Contains("\"" + shown + "\"", problem);
        Assert.Contains("accepted: name = value", problem);
    }

    [Theory]
    [InlineData("maxsize", "max_size")]
    [InlineData("max-size", "max_size")]
    [InlineData("Max_Size", "max_size")]
    [InlineData("hashdir", "hash_dir")]
    [InlineData("basedir", "base_dirs")]
    [InlineData("stat", "stats")]
    public void An_unknown_setting_gets_the_nearest_proposed(string given, string meant)
    {
        SettingProblem problem = Assert.Single(_fixture.WithUserFile("\n" + given + " = 1").Load().Problems);

        Assert.Equal(SettingProblemKind.UnknownSetting, problem.Kind);
        Assert.Equal(
            $"{_fixture.UserFile}:2: there is no setting \"{given}\"; did you mean \"{meant}\"?",
            problem.ToString());
    }

    [Fact]
    public void Where_nothing_is_near_the_help_is_named()
    {
        Assert.Equal(
            $"{_fixture.UserFile}:1: there is no setting \"cups_of_coffee\"; \"larder help config\" lists the settings",
            _fixture.WithUserFile("cups_of_coffee = 3").LoadWithOneProblem());
    }

    [Fact]
    public void An_unknown_variable_gets_the_nearest_proposed()
    {
        Assert.Equal(
            "LARDER_MAXSIZE: there is no setting \"LARDER_MAXSIZE\"; did you mean \"LARDER_MAX_SIZE\"?",
            _fixture.With("LARDER_MAXSIZE=5G").LoadWithOneProblem());
    }

    [Fact]
    public void Variables_that_only_look_like_ours_are_left_alone()
    {
        Assert.Empty(_fixture.With("LARDER=1", "LARDERS_X=1", "larder_dir=/x", "MY_LARDER_DIR=/x").Load().Problems);
    }
}
