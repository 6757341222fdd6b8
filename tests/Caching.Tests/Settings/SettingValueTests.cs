using FsCheck;
using FsCheck.Fluent;
using Larder.Caching.Settings;
using static Larder.Caching.Tests.Settings.SettingsFixture;

namespace Larder.Caching.Tests.Settings;

public sealed class SettingValueTests : IDisposable
{
    private readonly SettingsFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData("1", true)]
    [InlineData("true", true)]
    [InlineData("YES", true)]
    [InlineData("On", true)]
    [InlineData("0", false)]
    [InlineData("False", false)]
    [InlineData("no", false)]
    [InlineData("OFF", false)]
    public void Flags(string text, bool value)
    {
        Assert.Equal(value, _fixture.With("LARDER_NO_DAEMON=" + text).Load().NoDaemon);
        Assert.Equal(value, _fixture.With("LARDER_HASH_DIR=" + text).Load().HashDirectory);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("123", 123)]
    [InlineData("1k", 1000)]
    [InlineData("1K", 1000)]
    [InlineData("2Ki", 2048)]
    [InlineData("3M", 3_000_000)]
    [InlineData("3Mi", 3L << 20)]
    [InlineData("10G", 10_000_000_000)]
    [InlineData("10Gi", 10L << 30)]
    [InlineData("10 GiB", 10L << 30)]
    [InlineData("1TB", 1_000_000_000_000)]
    [InlineData("1Ti", 1L << 40)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public void Sizes(string text, long bytes)
    {
        CacheSettings settings = _fixture.With("LARDER_MAX_SIZE=" + text).Load();

        Assert.Empty(settings.Problems);
        Assert.Equal(bytes, settings.MaxSize);
    }

    [Theory]
    [InlineData("off", 0)]
    [InlineData("1", 1)]
    [InlineData("19", 19)]
    public void Levels(string text, int level)
    {
        Assert.Equal(level, _fixture.With("LARDER_COMPRESSION=" + text).Load().Compression);
    }

    [Theory]
    [InlineData("007", 7u)]
    [InlineData("0", 0u)]
    [InlineData("77", 63u)]
    [InlineData("0027", 23u)]
    public void Masks(string text, uint mask)
    {
        Assert.Equal(mask, _fixture.With("LARDER_UMASK=" + text).Load().Umask);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("90", 90)]
    [InlineData("90s", 90)]
    [InlineData("30m", 1800)]
    [InlineData("2h", 7200)]
    [InlineData("7d", 604800)]
    public void Durations(string text, int seconds)
    {
        CacheSettings settings = _fixture.With("LARDER_IDLE_TIMEOUT=" + text).Load();

        Assert.Empty(settings.Problems);
        Assert.Equal(TimeSpan.FromSeconds(seconds), settings.IdleTimeout);
    }

    [Fact]
    public void What_the_daemon_is_told()
    {
        CacheSettings settings = _fixture.With(
            "LARDER_AUTO_START=no", "LARDER_MAX_JOBS=6", "LARDER_MEMORY_SIZE=1Gi", "LARDER_SOCKET=/run/larder/daemon.sock").Load();

        Assert.Empty(settings.Problems);
        Assert.False(settings.AutoStart);
        Assert.Equal(6, settings.MaxJobs);
        Assert.Equal(1L << 30, settings.MemorySize);
        Assert.Equal("/run/larder/daemon.sock", Text(settings.Socket));
    }

    [Theory]
    [InlineData("time_macros", Sloppiness.TimeMacros)]
    [InlineData("locale", Sloppiness.Locale)]
    [InlineData("locale, time_macros", Sloppiness.Locale | Sloppiness.TimeMacros)]
    public void Sloppinesses(string text, Sloppiness sloppiness)
    {
        Assert.Equal(sloppiness, _fixture.With("LARDER_SLOPPINESS=" + text).Load().Sloppiness);
    }

    [Theory]
    [InlineData("0", 0, "0")]
    [InlineData("1", 1_000_000, "1")]
    [InlineData("0.01", 10_000, "0.01")]
    [InlineData("0.250", 250_000, "0.25")]
    [InlineData("0.000001", 1, "0.000001")]
    [InlineData("1.0", 1_000_000, "1")]
    [InlineData("0.0", 0, "0")]
    public void Shares(string text, int millionths, string written)
    {
        CacheSettings settings = _fixture.With("LARDER_VERIFY_HITS=" + text).Load();

        Assert.Empty(settings.Problems);
        Assert.Equal(millionths, settings.VerifyHits);
        Assert.Equal(written, Text(settings.TextOf(Setting.VerifyHits)));
    }

    [Theory]
    [InlineData("none", EntrySharing.None)]
    [InlineData("read", EntrySharing.Read)]
    [InlineData("all", EntrySharing.All)]
    public void Sharing(string text, EntrySharing sharing) =>
        Assert.Equal(sharing, _fixture.With("LARDER_SHARE_ENTRIES=" + text).Load().ShareEntries);

    [Theory]
    [InlineData("content", CompilerCheck.Content, "")]
    [InlineData("mtime", CompilerCheck.Mtime, "")]
    [InlineData("string:gcc 12 of ours", CompilerCheck.Text, "gcc 12 of ours")]
    public void CompilerChecks(string text, CompilerCheck check, string words)
    {
        CacheSettings settings = _fixture.With("LARDER_COMPILER_CHECK=" + text).Load();

        Assert.Equal(check, settings.CompilerCheck);
        Assert.Equal(words, Text(settings.CompilerCheckText));
    }

    [Fact]
    public void Lists_and_paths()
    {
        CacheSettings settings = _fixture.With(
            "LARDER_BASE_DIRS=/a/:~/b::/", "LARDER_PREFIX_COMMAND=  icecc  -x ", "LARDER_IGNORE_OPTIONS=-fplugin=* -Wall",
            "LARDER_DIR=~/cache//").Load();

        Assert.Empty(settings.Problems);
        Assert.Equal(["/a", _fixture.Home + "/b", "/"], Text(settings.BaseDirectories));
        Assert.Equal(["icecc", "-x"], Text(settings.PrefixCommand));
        Assert.Equal(["-fplugin=*", "-Wall"], Text(settings.IgnoreOptions));
        Assert.Equal(_fixture.Home + "/cache", Text(settings.Directory));
    }

    [Theory]
    [InlineData("disable", "perhaps", "true or false")]
    [InlineData("disable", "2", "true or false")]
    [InlineData("max_size", "ten", "0 is no limit")]
    [InlineData("max_size", "-1", "0 is no limit")]
    [InlineData("max_size", "+1", "0 is no limit")]
    [InlineData("max_size", "5X", "Ki, Mi, Gi, Ti")]
    [InlineData("max_size", "5Gib", "Ki, Mi, Gi, Ti")]
    [InlineData("max_size", "1.5G", "Ki, Mi, Gi, Ti")]
    [InlineData("max_size", "9223372036854775808", "Ki, Mi, Gi, Ti")]
    [InlineData("max_size", "99999999T", "Ki, Mi, Gi, Ti")]
    [InlineData("max_files", "10k", "whole number")]
    [InlineData("max_files", "-0", "whole number")]
    [InlineData("max_jobs", "many", "0 is as many as there are processors")]
    [InlineData("max_jobs", "100001", "0 is as many as there are processors")]
    [InlineData("idle_timeout", "1w", "s, m, h or d")]
    [InlineData("idle_timeout", "h", "s, m, h or d")]
    [InlineData("idle_timeout", "-5", "s, m, h or d")]
    [InlineData("idle_timeout", "367d", "of a year at most")]
    [InlineData("idle_timeout", "9223372036854775807d", "of a year at most")]
    [InlineData("socket", "larder.sock", "an absolute path")]
    [InlineData("verify_hits", "1.1", "a number from 0 to 1")]
    [InlineData("verify_hits", "2", "a number from 0 to 1")]
    [InlineData("verify_hits", "1.", "a number from 0 to 1")]
    [InlineData("verify_hits", "01", "a number from 0 to 1")]
    [InlineData("verify_hits", "-0.5", "a number from 0 to 1")]
    [InlineData("verify_hits", ".5", "a number from 0 to 1")]
    [InlineData("verify_hits", "0,5", "a number from 0 to 1")]
    [InlineData("verify_hits", "5%", "a number from 0 to 1")]
    [InlineData("verify_hits", "0.1e1", "a number from 0 to 1")]
    [InlineData("verify_hits", "0.0000001", "six decimal places")]
    [InlineData("metrics_listen", "0.0.0.0:9464", "a loopback address")]
    [InlineData("metrics_listen", "metrics.sock", "a loopback address")]
    [InlineData("umask", "8", "octal digits from 0 to 777")]
    [InlineData("umask", "1000", "octal digits from 0 to 777")]
    [InlineData("umask", "rwx", "octal digits from 0 to 777")]
    [InlineData("compression", "0", "off, or a zstd level from 1 to 19")]
    [InlineData("compression", "20", "off, or a zstd level from 1 to 19")]
    [InlineData("compression", "on", "off, or a zstd level from 1 to 19")]
    [InlineData("dir", "relative/path", "an absolute path")]
    [InlineData("dir", "~user/path", "an absolute path")]
    [InlineData("log", "larder.log", "an absolute path")]
    [InlineData("base_dirs", "/a:b", "absolute paths")]
    [InlineData("extra_files", "x", "absolute paths")]
    [InlineData("sloppiness", "time_macro", "time_macros and locale")]
    [InlineData("share_entries", "some", "none, read or all")]
    [InlineData("compiler_check", "none", "content, mtime, or string:TEXT")]
    [InlineData("compiler_check", "Content", "content, mtime, or string:TEXT")]
    [InlineData("ignore_options", "Wall", "options that begin with -")]
    [InlineData("ignore_options", "-W*all", "a * may stand at the end")]
    [InlineData("namespace", "a\0b", "any text without NUL bytes")]
    public void A_bad_value_names_setting_source_value_and_what_is_accepted(string name, string given, string accepted)
    {
        using SettingsFixture other = new();
        string inFile = other.WithUserFile($"# first\n{name} = {given}\n").LoadWithOneProblem();
        Assert.StartsWith($"{other.UserFile}:2: {name} can't be \"{given.Replace("\0", "\\x00")}\"; accepted: ", inFile);
        Assert.Contains(accepted, inFile[inFile.IndexOf("accepted: ", StringComparison.Ordinal)..]);

        string variable = "LARDER_" + name.ToUpperInvariant();
        SettingProblem problem = Assert.Single(_fixture.With($"{variable}={given}").Load().Problems);
        Assert.StartsWith($"{variable}: {name} can't be ", Text(problem.Message));
        Assert.Contains(accepted, Text(problem.Message));
        Assert.Equal(SettingProblemKind.BadValue, problem.Kind);
        Assert.Equal(name, Text(problem.Name));
        Assert.Equal(variable, Text(problem.Source));
        Assert.Equal(given, Text(problem.Given));
    }

    [Fact]
    public void A_problem_is_one_line_whatever_the_value()
    {
        Assert.DoesNotContain('\n', _fixture.With("LARDER_MAX_SIZE=1\n2\u001B[31m").LoadWithOneProblem());
    }

    [Fact]
    public void Without_a_home_a_tilde_is_no_path()
    {
        CacheSettings settings = _fixture.WithoutHome().With("LARDER_DIR=/c", "LARDER_LOG=~/log").Load();

        Assert.Equal("log", Text(Assert.Single(settings.Problems).Name));
    }

    [Theory]
    [InlineData("10Gi", "10Gi")]
    [InlineData("10GiB", "10Gi")]
    [InlineData("5000000000", "5G")]
    [InlineData("2048", "2Ki")]
    [InlineData("1k", "1k")]
    [InlineData("1001", "1001")]
    [InlineData("0", "0")]
    public void Sizes_are_written_with_the_unit_that_fits(string given, string written)
    {
        Assert.Equal(written, Text(_fixture.With("LARDER_MAX_SIZE=" + given).Load().TextOf(Setting.MaxSize)));
    }

    [Fact]
    public void What_is_written_reads_back_as_the_same_size()
    {
        Prop.ForAll<int, int>((number, shift) =>
        {
            long size = (long)(uint)number << (shift & 31) & long.MaxValue;
            byte[] text = SettingKinds.Format(SettingKind.Size, new SettingValue { Number = size });
            return SettingKinds.TryParse(SettingKind.Size, text, default, out SettingValue again) && again.Number == size;
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("UMASK", "007")]
    [InlineData("COMPRESSION", "off")]
    [InlineData("COMPRESSION", "7")]
    [InlineData("SLOPPINESS", "time_macros,locale")]
    [InlineData("SHARE_ENTRIES", "none")]
    [InlineData("SHARE_ENTRIES", "read")]
    [InlineData("SHARE_ENTRIES", "all")]
    [InlineData("COMPILER_CHECK", "mtime")]
    [InlineData("COMPILER_CHECK", "string:a b")]
    [InlineData("BASE_DIRS", "/a:/b")]
    [InlineData("IGNORE_OPTIONS", "-a -b*")]
    [InlineData("PREFIX_COMMAND", "distcc --x")]
    [InlineData("MAX_JOBS", "12")]
    [InlineData("IDLE_TIMEOUT", "90s")]
    [InlineData("IDLE_TIMEOUT", "36h")]
    [InlineData("IDLE_TIMEOUT", "2d")]
    [InlineData("IDLE_TIMEOUT", "0")]
    [InlineData("STATS", "false")]
    public void Values_are_written_as_they_could_stand_in_a_file(string variable, string text)
    {
        Assert.True(SettingTable.TryFindVariable(Bytes(variable), out Setting setting));
        Assert.Equal(text, Text(_fixture.With($"LARDER_{variable}={text}").Load().TextOf(setting)));
    }
}
