using Larder.Caching.Settings;
using static Larder.Caching.Tests.Settings.SettingsFixture;

namespace Larder.Caching.Tests.Settings;

public sealed class SettingPrecedenceTests : IDisposable
{
    private readonly SettingsFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    private static string Origin(CacheSettings settings, Setting setting) => Text(settings.OriginOf(setting).Describe(setting));

    [Fact]
    public void The_environment_goes_over_the_users_file_that_over_the_systems_and_that_over_the_defaults()
    {
        CacheSettings settings = _fixture
            .WithSystemFile("max_files = 1\nmax_size = 1\nnamespace = system\n")
            .WithUserFile("max_files = 2\n\nmax_size = 2\n")
            .With("LARDER_MAX_FILES=3")
            .Load();

        Assert.Empty(settings.Problems);
        Assert.Equal(3, settings.MaxFiles);
        Assert.Equal(2, settings.MaxSize);
        Assert.Equal("system", Text(settings.Namespace));
        Assert.Equal("LARDER_MAX_FILES", Origin(settings, Setting.MaxFiles));
        Assert.Equal(_fixture.UserFile + ":3", Origin(settings, Setting.MaxSize));
        Assert.Equal(_fixture.SystemFile + ":3", Origin(settings, Setting.Namespace));
        Assert.Equal("default", Origin(settings, Setting.Compression));
    }

    [Fact]
    public void XDG_CONFIG_HOME_is_where_the_users_file_stands()
    {
        _fixture.WithFile(_fixture.Home + "/xdg/larder/config", "max_files = 7").WithUserFile("max_files = 8");

        Assert.Equal(7, _fixture.With("XDG_CONFIG_HOME=" + _fixture.Home + "/xdg").Load().MaxFiles);
    }

    [Fact]
    public void LARDER_CONFIG_stands_for_the_users_file_and_leaves_the_systems()
    {
        _fixture.WithSystemFile("namespace = s").WithUserFile("max_files = 8").WithFile(_fixture.Home + "/mine", "max_size = 5");

        CacheSettings settings = _fixture.With("LARDER_CONFIG=" + _fixture.Home + "/mine").Load();

        Assert.Empty(settings.Problems);
        Assert.Equal(5, settings.MaxSize);
        Assert.Equal(0, settings.MaxFiles);
        Assert.Equal("s", Text(settings.Namespace));
    }

    [Fact]
    public void An_empty_LARDER_CONFIG_means_no_file_of_the_users()
    {
        CacheSettings settings = _fixture.WithUserFile("max_files = 8").With("LARDER_CONFIG=").Load();

        Assert.Empty(settings.Problems);
        Assert.Equal(0, settings.MaxFiles);
    }

    [Fact]
    public void A_LARDER_CONFIG_that_is_missing_is_a_problem()
    {
        string problem = _fixture.With("LARDER_CONFIG=/nowhere/at/all").LoadWithOneProblem();

        Assert.StartsWith("LARDER_CONFIG: ", problem);
        Assert.Contains("\"/nowhere/at/all\"", problem);
        Assert.Contains("No such file or directory", problem);
    }

    [Fact]
    public void A_users_file_that_is_a_directory_is_a_problem()
    {
        Directory.CreateDirectory(_fixture.UserFile);

        string problem = _fixture.LoadWithOneProblem();

        Assert.StartsWith(_fixture.UserFile + ": ", problem);
        Assert.Contains("Is a directory", problem);
    }

    [Fact]
    public void An_empty_value_puts_a_setting_back_to_its_default()
    {
        CacheSettings settings = _fixture
            .WithUserFile("namespace = n\ndir = /elsewhere\ndisable = 1\numask = 007\nstats = off\nmax_size = 1\nmax_size =")
            .With("LARDER_NAMESPACE=", "LARDER_DIR=", "LARDER_DISABLE=", "LARDER_UMASK=", "LARDER_STATS=")
            .Load();

        Assert.Empty(settings.Problems);
        Assert.Empty(settings.Namespace);
        Assert.Equal(_fixture.Home + "/.cache/larder", Text(settings.Directory));
        Assert.False(settings.Disable);
        Assert.Null(settings.Umask);
        Assert.True(settings.Stats);
        Assert.Equal(10L << 30, settings.MaxSize);
        Assert.Equal("LARDER_STATS", Origin(settings, Setting.Stats));
    }

    [Fact]
    public void A_bad_value_counts_as_not_given()
    {
        CacheSettings settings = _fixture.WithUserFile("max_files = 8").With("LARDER_MAX_FILES=many", "LARDER_STATS=maybe").Load();

        Assert.Equal(2, settings.Problems.Length);
        Assert.Equal(8, settings.MaxFiles);
        Assert.True(settings.Stats);
    }

    [Fact]
    public void Of_a_variable_that_is_set_twice_the_first_counts_as_with_getenv()
    {
        Assert.Equal(1, _fixture.With("LARDER_MAX_FILES=1", "LARDER_MAX_FILES=2").Load().MaxFiles);
    }
}
