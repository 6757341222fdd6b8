using Larder.Caching.Settings;
using static Larder.Caching.Tests.Settings.SettingsFixture;

namespace Larder.Caching.Tests.Settings;

/// <summary>The settings that stand in a launcher's sidecar.</summary>
public sealed class LauncherSettingsTests : IDisposable
{
    private readonly SettingsFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    private string Launcher => _fixture.Home + "/bin/gcc";

    private string Sidecar => _fixture.Home + "/bin/.larder/gcc";

    private SettingsFixture WithSidecar(string content) => _fixture.WithFile(Sidecar, content);

    private static string Origin(CacheSettings settings, Setting setting) => Text(settings.OriginOf(setting).Describe(setting));

    [Fact]
    public void The_environment_goes_over_the_sidecar_and_that_over_the_files()
    {
        CacheSettings settings = WithSidecar("compiler = /usr/bin/gcc\nmax_files = 3\nmax_size = 3\nno_daemon = yes\n")
            .WithSystemFile("max_files = 1\nmax_size = 1\nno_daemon = no\nnamespace = system\n")
            .WithUserFile("max_files = 2\nmax_size = 2\nlog = /l\n")
            .With("LARDER_MAX_FILES=4")
            .Load(Launcher);

        Assert.Empty(settings.Problems);
        Assert.Equal(4, settings.MaxFiles);
        Assert.Equal(3, settings.MaxSize);
        Assert.True(settings.NoDaemon);
        Assert.Equal("/l", Text(settings.Log));
        Assert.Equal("system", Text(settings.Namespace));
        Assert.Equal(Sidecar + ":3", Origin(settings, Setting.MaxSize));
        Assert.Equal("LARDER_MAX_FILES", Origin(settings, Setting.MaxFiles));
        Assert.Equal(Sidecar, Text(settings.Launcher));
    }

    [Fact]
    public void LARDER_LAUNCHER_names_a_sidecar_for_whoever_is_no_launcher()
    {
        CacheSettings settings = WithSidecar("compiler = /usr/bin/gcc\ndir = /c\n").With("LARDER_LAUNCHER=" + Sidecar).Load();

        Assert.Empty(settings.Problems);
        Assert.Equal("/c", Text(settings.Directory));
        Assert.Equal(Sidecar, Text(settings.Launcher));
    }

    [Fact]
    public void A_launchers_own_sidecar_goes_over_LARDER_LAUNCHER()
    {
        _fixture.WithFile(_fixture.Home + "/other", "compiler = /usr/bin/gcc\ndir = /other\nlog = /other\n");

        CacheSettings settings = WithSidecar("compiler = /usr/bin/gcc\ndir = /c\n").With("LARDER_LAUNCHER=" + _fixture.Home + "/other").Load(Launcher);

        Assert.Equal("/c", Text(settings.Directory));
        Assert.Empty(settings.Log);
        Assert.Equal(Sidecar, Text(settings.Launcher));
    }

    [Fact]
    public void Config_names_a_file_below_the_sidecar_in_place_of_the_users()
    {
        _fixture.WithFile(_fixture.Home + "/volatile", "max_files = 7\nmax_size = 7\n").WithUserFile("max_size = 8\nlog = /l\n");

        CacheSettings settings = WithSidecar($"config = {_fixture.Home}/volatile\ncompiler = /usr/bin/gcc\nmax_files = 3\n").Load(Launcher);

        Assert.Empty(settings.Problems);
        Assert.Equal(3, settings.MaxFiles);
        Assert.Equal(7, settings.MaxSize);
        Assert.Empty(settings.Log);
    }

    [Fact]
    public void The_file_that_config_names_may_be_missing_and_need_not_be_named()
    {
        _fixture.WithUserFile("max_size = 8\n");

        Assert.Equal(10L << 30, WithSidecar("compiler = /usr/bin/gcc\nconfig = /nowhere/at/all\n").Load(Launcher).MaxSize);
        Assert.Empty(_fixture.Load(Launcher).Problems);
        Assert.Equal(10L << 30, WithSidecar("compiler = /usr/bin/gcc\nconfig =\n").Load(Launcher).MaxSize);
        Assert.Equal(8, WithSidecar("compiler = /usr/bin/gcc\n").Load(Launcher).MaxSize);
    }

    [Fact]
    public void LARDER_CONFIG_goes_over_the_sidecars_config()
    {
        _fixture.WithFile(_fixture.Home + "/volatile", "max_files = 7\n").WithFile(_fixture.Home + "/mine", "max_size = 5\n");

        CacheSettings settings = WithSidecar($"config = {_fixture.Home}/volatile\ncompiler = /usr/bin/gcc\n")
            .With("LARDER_CONFIG=" + _fixture.Home + "/mine").Load(Launcher);

        Assert.Equal(0, settings.MaxFiles);
        Assert.Equal(5, settings.MaxSize);
    }

    [Theory]
    [InlineData("compiler = /usr/bin/gcc\nmax_size = ten\n", ":2: max_size can't be \"ten\"; accepted: a number of bytes")]
    [InlineData("compiler = /usr/bin/gcc\nmaxfiles = 3\n", ":2: there is no setting \"maxfiles\"; did you mean \"max_files\"?")]
    [InlineData("compiler = /usr/bin/gcc\n\nnonsense\n", ":3: can't read \"nonsense\"; accepted: name = value")]
    [InlineData("compiler = /usr/bin/gcc\nconfig = volatile\n", ":2: config can't be \"volatile\"; accepted: an absolute path")]
    [InlineData("stats = no\n", ": a launcher needs a line \"compiler = PATH\"; accepted: an absolute path")]
    [InlineData("stats = no\ncompiler = gcc\n", ":2: compiler can't be \"gcc\"; accepted: an absolute path")]
    [InlineData("compiler = /usr/bin/gcc\ncompiler =\n", ":2: a launcher needs a line \"compiler = PATH\"")]
    public void A_bad_line_is_named_with_the_file(string content, string complaint)
    {
        WithSidecar(content);

        Assert.StartsWith(Sidecar + complaint, Text(Assert.Single(_fixture.Load(Launcher).Problems).Message));
        _fixture.With("LARDER_LAUNCHER=" + Sidecar);
        Assert.StartsWith(Sidecar + complaint, _fixture.LoadWithOneProblem());
    }

    [Fact]
    public void A_sidecar_that_is_missing_or_no_file_is_a_problem()
    {
        Assert.Equal(
            "/nowhere/at/all: can't read the configuration file \"/nowhere/at/all\": No such file or directory",
            _fixture.With("LARDER_LAUNCHER=/nowhere/at/all").LoadWithOneProblem());
        Directory.CreateDirectory(Sidecar);
        Assert.Contains("Is a directory", Text(Assert.Single(_fixture.Load(Launcher).Problems).Message));
    }

    [Fact]
    public void Compiler_and_config_are_no_settings_of_other_files()
    {
        Assert.Equal(2, _fixture.WithUserFile("compiler = /usr/bin/gcc\nconfig = /x\n").Load().Problems.Length);
    }
}
