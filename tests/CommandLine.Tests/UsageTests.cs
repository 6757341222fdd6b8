using System.CommandLine;
using Larder.Caching.Settings;
using Larder.Client.Commands;
using Larder.Posix;

namespace Larder.CommandLine.Tests;

public sealed class UsageTests : IDisposable
{
    private readonly CommandFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Alone_it_shows_its_help_on_standard_error_and_fails()
    {
        Assert.Equal(2, _fixture.Run());

        Assert.Equal("", _fixture.Output);
        Assert.Contains("larder [command] [options]", _fixture.Error);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("help")]
    public void Help_names_every_command(string command)
    {
        Assert.Equal(0, _fixture.Run(command));

        Assert.Equal("", _fixture.Error);
        foreach (string name in new[] { "stats", "config", "clear", "trim", "evict", "recompress", "verify", "du", "watch", "inspect <FILE-OR-DIGEST>", "determinism <COMMAND>", "explain <WHAT>", "report", "daemon", "links <DIRECTORY>", "help", "--version", "-z, --zero-stats" })
            Assert.Contains("\n  " + name, _fixture.Output);
        Assert.Contains("larder gcc -c x.c -o x.o", _fixture.Output);
        Assert.DoesNotContain("larder-cli", _fixture.Output);
        Assert.DoesNotContain("testhost", _fixture.Output);
    }

    [Theory]
    [InlineData("stats", "--json")]
    [InlineData("watch", "--session <SESSION>")]
    [InlineData("inspect", "FILE-OR-DIGEST")]
    [InlineData("clear", "larder clear [options]")]
    [InlineData("trim", "larder trim [options]")]
    public void Help_on_a_command_shows_what_it_takes(string command, string shown)
    {
        Assert.Equal(0, _fixture.Run("help", command));
        Assert.Contains(shown, _fixture.Output);
        string byHelp = _fixture.Output;

        Assert.Equal(0, _fixture.Run(command, "--help"));
        Assert.Equal(byHelp, _fixture.Output);
    }

    [Fact]
    public void There_is_help_on_every_command_and_on_those_below_it()
    {
        using StringWriter nowhere = new();
        Command root = CommandLineInterface.Build(new CommandContext(new ProcessEnvironment([]), nowhere, nowhere));
        foreach (Command command in root.Subcommands)
        {
            Assert.Equal(0, _fixture.Run("help", command.Name));
            foreach (Command below in command.Subcommands)
            {
                Assert.Equal(0, _fixture.Run("help", command.Name, below.Name));
                Assert.Contains($"larder {command.Name} {below.Name}", _fixture.Output);
            }
        }
    }

    [Fact]
    public void Help_on_config_describes_every_setting()
    {
        Assert.Equal(0, _fixture.Run("help", "config"));

        for (Setting setting = Setting.Dir; (int)setting < SettingTable.Count; setting++)
        {
            SettingRow row = SettingTable.Row(setting);
            string head = $"\n  {System.Text.Encoding.UTF8.GetString(row.Name)} ({System.Text.Encoding.UTF8.GetString(SettingKinds.Name(row.Kind))}; default: ";
            Assert.Contains(head, _fixture.Output);
        }

        Assert.Contains("  max_size (size; default: 10Gi)\n      How much disk space", _fixture.Output);
        Assert.Contains("      Accepted: off, or a zstd level from 1 to 19.\n", _fixture.Output);
        Assert.All(_fixture.Output.Split('\n'), line => Assert.True(line.Length <= 110, line));
    }

    [Fact]
    public void Help_and_version_need_no_configuration()
    {
        _fixture.Without("HOME").Without("LARDER_DIR").With("LARDER_MAX_SIZE=nonsense");

        Assert.Equal(0, _fixture.Run("help"));
        Assert.Equal(0, _fixture.Run("--version"));
        Assert.Matches(@"^larder \d+\.\d+\.\d+\n$", _fixture.Output);
    }

    [Theory]
    [InlineData(new[] { "stats", "--jsno" }, "larder stats: \"--jsno\" is not understood here", "larder stats [--json] [--zero]")]
    [InlineData(new[] { "stats", "extra" }, "larder stats: \"extra\" is not understood here", "larder stats [--json] [--zero]")]
    [InlineData(new[] { "clear", "@file" }, "larder clear: \"@file\" is not understood here", "larder clear;")]
    [InlineData(new[] { "inspect" }, "larder inspect: Required argument missing", "larder inspect FILE-OR-DIGEST")]
    [InlineData(new[] { "help", "statz" }, "larder help: there is no command \"statz\"; the commands are stats, config", "larder help [COMMAND]")]
    [InlineData(new[] { "--frobnicate" }, "larder: \"--frobnicate\" is not understood here", "larder COMPILER ARGUMENTS")]
    public void A_wrong_command_line_is_answered_with_what_and_where_and_what_is_right(string[] command, string what, string right)
    {
        Assert.Equal(2, _fixture.Run(command));

        Assert.Equal("", _fixture.Output);
        string[] lines = _fixture.Error.TrimEnd('\n').Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.StartsWith(what, lines[0]);
        Assert.Contains(": usage: ", lines[1]);
        Assert.Contains(right, lines[1]);
        Assert.Contains("\"larder help", lines[1]);
    }

    [Fact]
    public void The_shim_knows_exactly_these_commands()
    {
        using StringWriter nowhere = new();
        Command root = CommandLineInterface.Build(new CommandContext(new ProcessEnvironment([]), nowhere, nowhere));

        string[] names = [.. root.Subcommands.Select(command => command.Name).Order(StringComparer.Ordinal)];
        Assert.Equal(["clear", "config", "daemon", "determinism", "du", "evict", "explain", "export", "help", "import", "inspect", "links", "recompress", "report", "stats", "trim", "unit", "verify", "watch"], names);
        Assert.All(root.Subcommands, command => Assert.True(CommandNames.Contains(CommandFixture.Bytes(command.Name))));
        Assert.False(CommandNames.Contains("gcc"u8));
        Assert.False(CommandNames.Contains("stat"u8));
        Assert.False(CommandNames.Contains(""u8));
    }
}
