using System.Text;
using Larder.Caching.Settings;
using Larder.Caching.Settings.Foreign;
using Larder.Posix;

namespace Larder.Caching.Tests.Settings.Foreign;

/// <summary>ccache's settings: where they are found, how they are read, and what they become. Held against ccache 4.7.5.</summary>
public sealed class CcacheSettingTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("larder-ccache-").FullName;
    private readonly List<string> _environment;

    public CcacheSettingTests() => _environment = ["HOME=" + _home, $"CCACHE_CONFIGPATH2={_home}/system.conf"];

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public void Every_row_has_a_name_of_its_own_and_a_reason_where_it_is_not_used()
    {
        foreach (IReadOnlyList<ForeignRow> rows in (IReadOnlyList<ForeignRow>[])[CcacheSettings.Rows, SccacheSettings.Rows])
        {
            Assert.Equal(rows.Count, rows.Select(row => row.Variable).Distinct(StringComparer.Ordinal).Count());
            Assert.All(rows, row => Assert.True(row.Use is ForeignUse.Mapped or ForeignUse.Compiler or ForeignUse.SearchPath || row.Remark.Length > 0, row.Variable));
        }
    }

    [Theory]
    [InlineData("DIR=/c/", Setting.Dir, "/c")]
    [InlineData("BASEDIR=/a:/b", Setting.BaseDirs, "/a:/b")]
    [InlineData("COMPILERCHECK=mtime", Setting.CompilerCheck, "mtime")]
    [InlineData("COMPILERCHECK=none", Setting.CompilerCheck, "string:none")]
    [InlineData("COMPILERCHECK=string:x y", Setting.CompilerCheck, "string:x y")]
    [InlineData("COMPILERCHECK=%compiler% -v", Setting.CompilerCheck, "content")]
    [InlineData("COMPRESSLEVEL=7", Setting.Compression, "7")]
    [InlineData("COMPRESSLEVEL=-4", Setting.Compression, "1")]
    [InlineData("NOCOMPRESS=1", Setting.Compression, "off")]
    [InlineData("FILECLONE=1", Setting.Compression, "off")]
    [InlineData("NODIRECT=1", Setting.PreprocessorMode, "true")]
    [InlineData("DIRECT=1", Setting.PreprocessorMode, "false")]
    [InlineData("DISABLE=", Setting.Disable, "true")]
    [InlineData("NOHASHDIR=true", Setting.HashDir, "false")]
    [InlineData("IGNOREOPTIONS=-fx* -g", Setting.IgnoreOptions, "-fx* -g")]
    [InlineData("LOGFILE=/log", Setting.Log, "/log")]
    [InlineData("LOGFILE=syslog", Setting.Log, "")]
    [InlineData("MAXFILES=9", Setting.MaxFiles, "9")]
    [InlineData("MAXSIZE=1500M", Setting.MaxSize, "1500M")]
    [InlineData("MAXSIZE=2.5", Setting.MaxSize, "2500M")]
    [InlineData("MAXSIZE=3 Gi", Setting.MaxSize, "3Gi")]
    [InlineData("MAXSIZE=0", Setting.MaxSize, "0")]
    [InlineData("NAMESPACE=$HOME", Setting.Namespace, "<home>")]
    [InlineData("PREFIX=icecc -x", Setting.PrefixCommand, "icecc -x")]
    [InlineData("READONLY=yes", Setting.ReadOnly, "true")]
    [InlineData("READONLY_DIRECT=1", Setting.ReadOnly, "true")]
    [InlineData("RECACHE=1", Setting.Recache, "true")]
    [InlineData("SLOPPINESS=time_macros,pch_defines locale", Setting.Sloppiness, "time_macros,locale")]
    [InlineData("NOSTATS=1", Setting.Stats, "false")]
    [InlineData("UMASK=2", Setting.Umask, "002")]
    public void A_variable_becomes_our_setting(string variable, Setting setting, string value)
    {
        CacheSettings settings = Load("CCACHE_" + variable);

        Assert.Empty(settings.Problems);
        Assert.Equal(value.Replace("<home>", _home, StringComparison.Ordinal), Text(settings.TextOf(setting)));
    }

    [Fact]
    public void Relative_paths_of_files_count_from_the_working_directory()
    {
        CacheSettings settings = Load("CCACHE_EXTRAFILES=a/b:/c", "CCACHE_LOGFILE=log");

        string here = Text(FileSystem.WorkingDirectory()!);
        Assert.Equal($"{here}/a/b:/c", Text(settings.TextOf(Setting.ExtraFiles)));
        Assert.Equal(here + "/log", Text(settings.Log));
    }

    [Fact]
    public void Ours_goes_over_theirs_which_goes_over_our_files()
    {
        Write(".config/larder/config", "max_files = 1\nmax_size = 1M\nnamespace = ours\nread_only = yes\n");
        Write("system.conf", "max_files = 2\nmax_size = 2M\nnamespace = system\n");
        Write(".config/ccache/ccache.conf", "# file\nmax_files=3\n  max_size =  3M  \nunknown_key = 1\n");

        CacheSettings settings = Load("CCACHE_MAXSIZE=4M", "LARDER_NAMESPACE=first");

        Assert.Equal((3, 4_000_000, "first", true), (settings.MaxFiles, settings.MaxSize, Text(settings.Namespace), settings.ReadOnly));
        Assert.Equal("CCACHE_MAXSIZE", Text(settings.OriginOf(Setting.MaxSize).Describe(Setting.MaxSize)));
        Assert.Equal(_home + "/.config/ccache/ccache.conf:2", Text(settings.OriginOf(Setting.MaxFiles).Describe(Setting.MaxFiles)));
        Assert.Equal("LARDER_NAMESPACE", Text(settings.OriginOf(Setting.Namespace).Describe(Setting.Namespace)));
        Assert.Equal(_home + "/.config/larder/config:4", Text(settings.OriginOf(Setting.ReadOnly).Describe(Setting.ReadOnly)));
    }

    [Fact]
    public void Words_before_the_compiler_go_over_all_of_theirs()
    {
        _environment.Add("CCACHE_NAMESPACE=a");
        ForeignSettings foreign = ForeignSettings.Read(CalledAs.Ccache, Environment(), Bytes("namespace=b"), Bytes("recache=true"));

        CacheSettings settings = CacheSettings.Load(Environment(), null, foreign);

        Assert.Equal(("b", true), (Text(settings.Namespace), settings.Recache));
    }

    [Theory]
    [InlineData("", ".config/ccache", ".cache/ccache")]
    [InlineData("legacy", ".ccache", ".ccache")]
    [InlineData("xdg", "xc/ccache", "xd/ccache")]
    [InlineData("dir", "dir", "dir")]
    [InlineData("system", "of-system", "of-system")]
    [InlineData("path", "here", ".cache/ccache")]
    public void The_file_and_the_directory_stand_where_ccache_has_them(string scene, string file, string directory)
    {
        if (scene == "legacy")
            Directory.CreateDirectory(_home + "/.ccache");
        if (scene == "xdg")
            _environment.AddRange([$"XDG_CONFIG_HOME={_home}/xc", $"XDG_CACHE_HOME={_home}/xd"]);
        if (scene == "dir")
            _environment.Add($"CCACHE_DIR={_home}/dir");
        if (scene == "system")
            Write("system.conf", $"cache_dir = {_home}/of-system\n");
        if (scene == "path")
            _environment.Add($"CCACHE_CONFIGPATH={_home}/here/ccache.conf");
        Write(file + "/ccache.conf", "namespace = found\n");

        CacheSettings settings = Load();

        Assert.Equal("found", Text(settings.Namespace));
        Assert.Equal($"{_home}/{file}/ccache.conf", Text(settings.Foreign!.ConfigFile));
        Assert.Equal($"{_home}/{directory}", Text(settings.Directory));
    }

    [Theory]
    [InlineData("CCACHE_MAXSIZE=1Q", "CCACHE_MAXSIZE: invalid size: \"1Q\"")]
    [InlineData("CCACHE_DISABLE=0", "CCACHE_DISABLE: invalid boolean environment variable value \"0\"")]
    [InlineData("CCACHE_NOSTATS=no", "CCACHE_NOSTATS: invalid boolean environment variable value \"no\"")]
    [InlineData("CCACHE_BASEDIR=rel", "CCACHE_BASEDIR: not an absolute path: \"rel\"")]
    [InlineData("CCACHE_NAMESPACE=$NOSUCH", "CCACHE_NAMESPACE: environment variable \"NOSUCH\" not set")]
    [InlineData("CCACHE_UMASK=9", "CCACHE_UMASK: not an octal integer: \"9\"")]
    [InlineData("garbage", "<home>/.config/ccache/ccache.conf:1: missing equal sign")]
    [InlineData("stats = yes", "<home>/.config/ccache/ccache.conf:1: not a boolean value: \"yes\"")]
    public void A_wrong_value_is_no_value_and_is_told_to_whoever_asks(string given, string problem)
    {
        if (!given.StartsWith("CCACHE_", StringComparison.Ordinal))
            Write(".config/ccache/ccache.conf", given);

        SettingProblem found = Assert.Single(Load(given).Problems);

        Assert.Equal(problem.Replace("<home>", _home, StringComparison.Ordinal), found.ToString());
        Assert.Equal(SettingProblemKind.OfOthers, found.Kind);
    }

    [Theory]
    [InlineData("a ${HOME}x $$y $ z", "a <home>x $y $ z")]
    [InlineData("${", "${")]
    [InlineData("$HOME$HOME", "<home><home>")]
    public void Variables_are_expanded(string text, string expanded) =>
        Assert.Equal(expanded.Replace("<home>", _home, StringComparison.Ordinal), Text(Load("CCACHE_NAMESPACE=" + text).Namespace));

    [Fact]
    public void What_does_nothing_here_is_known_with_its_reason()
    {
        ForeignSettings foreign = Load("CCACHE_REMOTE_STORAGE=redis://h", "CCACHE_DEPEND=1", "CCACHE_DEBUG=1", "CCACHE_NOHARDLINK=1", "CCACHE_WHATEVER=1").Foreign!;

        Assert.Equal(["CCACHE_DEBUG", "CCACHE_REMOTE_STORAGE"], foreign.Unused.Select(value => Text(value.Source)));
        Assert.All(foreign.Unused, value => Assert.NotEmpty(value.Row.Remark));
    }

    [Fact]
    public void A_daemon_comes_to_the_same_settings_from_our_variables_alone()
    {
        CacheSettings settings = Load("CCACHE_NAMESPACE=n", "CCACHE_NOCOMPRESS=1", "CCACHE_MAXSIZE=3", "CCACHE_UMASK=", "LARDER_MAX_FILES=4", "LARDER_MAX_SIZE=nonsense");

        CacheSettings there = CacheSettings.Load(settings.EnvironmentOfDaemon(Environment()));

        for (Setting setting = Setting.Dir; (int)setting < SettingTable.Count; setting++)
            Assert.Equal(Text(settings.TextOf(setting)), Text(there.TextOf(setting)));
        Assert.Equal(_home + "/.cache/ccache", Text(there.Directory));
    }

    [Theory]
    [InlineData("SCCACHE_DIR=/s", Setting.Dir, "/s")]
    [InlineData("SCCACHE_CACHE_SIZE=2G", Setting.MaxSize, "2Gi")]
    [InlineData("SCCACHE_CACHE_SIZE=1000", Setting.MaxSize, "1k")]
    [InlineData("SCCACHE_DIRECT=false", Setting.PreprocessorMode, "true")]
    [InlineData("SCCACHE_DIRECT=on", Setting.PreprocessorMode, "false")]
    [InlineData("SCCACHE_RECACHE=0", Setting.Recache, "true")]
    [InlineData("SCCACHE_LOCAL_RW_MODE=READ_ONLY", Setting.ReadOnly, "true")]
    [InlineData("SCCACHE_BASEDIRS=/a:/b", Setting.BaseDirs, "/a:/b")]
    [InlineData("SCCACHE_IDLE_TIMEOUT=0", Setting.IdleTimeout, "0")]
    [InlineData("SCCACHE_NO_DAEMON=1", Setting.NoDaemon, "true")]
    [InlineData("SCCACHE_C_CUSTOM_CACHE_BUSTER=v2", Setting.Namespace, "v2")]
    [InlineData("UNRELATED=1", Setting.Dir, "<home>/.cache/sccache")]
    [InlineData("UNRELATED=1", Setting.MaxSize, "10Gi")]
    public void Sccaches_variables_become_our_settings(string variable, Setting setting, string value)
    {
        _environment.Add(variable);
        CacheSettings settings = CacheSettings.Load(Environment(), null, ForeignSettings.Read(CalledAs.Sccache, Environment()));

        Assert.Empty(settings.Problems);
        Assert.Equal(value.Replace("<home>", _home, StringComparison.Ordinal), Text(settings.TextOf(setting)));
    }

    [Fact]
    public void Sccaches_back_ends_are_known_and_unused()
    {
        _environment.AddRange(["SCCACHE_BUCKET=b", "SCCACHE_GHA_ENABLED=true", "SCCACHE_REDIS_ENDPOINT=r", "SCCACHE_SERVER_PORT=1", "SCCACHE_S3_USE_SSL=", "SCCACHE_DIRECT=maybe"]);
        ForeignSettings foreign = ForeignSettings.Read(CalledAs.Sccache, Environment());

        Assert.Equal(["SCCACHE_BUCKET", "SCCACHE_REDIS_ENDPOINT", "SCCACHE_GHA_ENABLED"], foreign.Unused.Select(value => Text(value.Source)));
        Assert.Contains("SCCACHE_DIRECT: must be", Assert.Single(foreign.Problems).ToString(), StringComparison.Ordinal);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    private ProcessEnvironment Environment() => new([.. _environment.Select(Bytes)]);

    private CacheSettings Load(params string[] variables)
    {
        _environment.AddRange(variables);
        return CacheSettings.Load(Environment(), null, ForeignSettings.Read(CalledAs.Ccache, Environment()));
    }

    private void Write(string name, string content)
    {
        string path = Path.Combine(_home, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }
}
