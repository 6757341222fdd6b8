using System.Text.Json;
using Larder.Caching.Settings;
using Larder.Posix;

namespace Larder.CommandLine.Tests;

public sealed class ConfigCommandTests : IDisposable
{
    private readonly CommandFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    private string WriteUserFile(string content)
    {
        string path = _fixture.Home + "/.config/larder/config";
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    [Fact]
    public void Each_setting_is_shown_with_its_value_and_its_origin()
    {
        string file = WriteUserFile("\nmax_size = 5G\nsloppiness = locale time_macros\n");

        Assert.Equal(0, _fixture.With("LARDER_STATS=no").Run("config"));

        Assert.Equal("", _fixture.Error);
        Assert.Equal($"dir = {_fixture.Cache} # LARDER_DIR", _fixture.Lines[0]);
        _fixture.AssertShows($"max_size = 5G # {file}:2");
        _fixture.AssertShows($"sloppiness = time_macros,locale # {file}:3");
        _fixture.AssertShows("stats = false # LARDER_STATS");
        _fixture.AssertShows("compression = 1 # default");
        _fixture.AssertShows("umask = # default");
        Assert.Equal(SettingTable.Count + 1, _fixture.Lines.Length);
    }

    [Fact]
    public void What_is_shown_can_be_read_as_a_file_and_means_the_same()
    {
        WriteUserFile("max_size = 5G\nprefix_command = icecc -x\nbase_dirs = /a:/b\numask = 007\ncompiler_check = string:x y");
        _fixture.Run("config");
        string shown = _fixture.Output;
        File.WriteAllText(_fixture.Root + "/copy", shown);

        Assert.Equal(0, _fixture.With("LARDER_CONFIG=" + _fixture.Root + "/copy").Run("config"));

        Assert.Equal(Values(shown), Values(_fixture.Output));

        static string[] Values(string text) => [.. text.Split('\n').Select(line => line.Split('#')[0].TrimEnd())];
    }

    [Fact]
    public void Problems_are_named_in_a_line_each_and_the_exit_status_is_2()
    {
        string file = WriteUserFile("max_size = ten\nmaxfiles = 3\n");

        Assert.Equal(2, _fixture.With("LARDER_STATS=perhaps").Run("config"));

        string[] lines = _fixture.Error.TrimEnd('\n').Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.StartsWith($"larder: {file}:1: max_size can't be \"ten\"; accepted: a number of bytes", lines[0]);
        Assert.Equal($"larder: {file}:2: there is no setting \"maxfiles\"; did you mean \"max_files\"?", lines[1]);
        Assert.StartsWith("larder: LARDER_STATS: stats can't be \"perhaps\"; accepted: true or false", lines[2]);
        _fixture.AssertShows("max_size = 10Gi # default");
    }

    [Theory]
    [InlineData("stats")]
    [InlineData("stats", "--zero")]
    [InlineData("clear")]
    [InlineData("trim")]
    [InlineData("inspect", "abcd")]
    [InlineData("-s")]
    public void No_command_works_with_a_wrong_configuration(params string[] command)
    {
        Assert.Equal(2, _fixture.With("LARDER_MAX_FILES=few").Run(command));

        Assert.Equal("", _fixture.Output);
        Assert.StartsWith("larder: LARDER_MAX_FILES: max_files can't be \"few\"; accepted: ", _fixture.Error);
        Assert.Single(_fixture.Error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void A_launchers_sidecar_is_an_origin()
    {
        string sidecar = _fixture.Root + "/gcc";
        File.WriteAllText(sidecar, "compiler = /usr/bin/gcc\nno_daemon = yes\n");

        Assert.Equal(0, _fixture.With("LARDER_LAUNCHER=" + sidecar).Run("config"));

        _fixture.AssertShows($"no_daemon = true # {sidecar}:2");
        Assert.Equal($"dir = {_fixture.Cache} # LARDER_DIR", _fixture.Lines[0]);
    }

    [Fact]
    public void Without_any_place_for_the_cache_that_is_said()
    {
        Assert.Equal(2, _fixture.Without("HOME").Without("LARDER_DIR").Run("stats"));

        Assert.StartsWith("larder: LARDER_DIR: dir has no value", _fixture.Error);
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_come_through()
    {
        _fixture.With("LARDER_NAMESPACE=a\u00FFb\u001Bc").Run("config");

        byte[] line = ByteText.Encode(_fixture.Output.Split('\n').Single(line => line.StartsWith("namespace", StringComparison.Ordinal)));
        Assert.True(line.AsSpan().IndexOf("a\xFFb"u8[..1]) >= 0);
        Assert.True(line.AsSpan().IndexOf(CommandFixture.Bytes("= a\u00FFb\\x1Bc")) >= 0);
    }

    [Fact]
    public void Json_has_the_same()
    {
        Assert.Equal(0, _fixture.With("LARDER_MAX_FILES=12").Run("config", "--json"));

        JsonElement settings = JsonDocument.Parse(_fixture.Output).RootElement.GetProperty("settings");
        Assert.Equal("12", settings.GetProperty("max_files").GetProperty("value").GetString());
        Assert.Equal("LARDER_MAX_FILES", settings.GetProperty("max_files").GetProperty("origin").GetString());
        Assert.Equal("default", settings.GetProperty("log").GetProperty("origin").GetString());
        Assert.Equal(SettingTable.Count, settings.EnumerateObject().Count());
    }
}
