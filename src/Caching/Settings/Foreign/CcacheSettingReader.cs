using System.Text;
using Larder.Posix;

namespace Larder.Caching.Settings.Foreign;

/// <summary>
/// ccache's settings, found where ccache finds them (its manual, "Configuration"): /etc/ccache.conf; over it the file of the user or of the cache;
/// over it the environment; over it KEY=VALUE words. With CCACHE_CONFIGPATH that file is the only one.
/// </summary>
internal sealed class CcacheSettingReader(ProcessEnvironment environment)
{
    private const long LongestFile = 1 << 20;

    private readonly ForeignCollection _values = new(CcacheSettings.Rows);

    private static ReadOnlySpan<byte> Prefix => "CCACHE_"u8;

    /// <summary>The system's file. CCACHE_CONFIGPATH2 is ccache's own way for tests to name another.</summary>
    private byte[] SystemFile => environment.Get("CCACHE_CONFIGPATH2"u8) ?? "/etc/ccache.conf"u8.ToArray();

    internal ForeignSettings Read(ReadOnlySpan<byte[]> words)
    {
        ForeignSettings settings = new(CalledAs.Ccache) { DefaultMaxSize = Encoding.ASCII.GetBytes(CcacheSettings.DefaultMaxSize) };
        byte[] home = Absolute(environment.Get("HOME"u8));
        byte[] legacy = home.Length > 0 ? ByteString.JoinPath(home, ".ccache"u8) : [];
        bool hasLegacy = legacy.Length > 0 && FileSystem.Stat(legacy, out FileStatus status) == Errno.None && status.IsDirectory;
        if (environment.Get("CCACHE_CONFIGPATH"u8) is { Length: > 0 } given)
        {
            settings.ConfigFile = given;
        }
        else
        {
            settings.SystemConfigFile = SystemFile;
            ReadFile(settings.SystemConfigFile);
            byte[] directory = environment.Get("CCACHE_DIR"u8) is { Length: > 0 } dir ? dir
                : _values.TextOf("cache_dir") is { Length: > 0 } ofSystem ? ofSystem
                : hasLegacy ? legacy
                : Below("XDG_CONFIG_HOME"u8, home, "/.config"u8);
            settings.ConfigFile = directory.Length > 0 ? ByteString.JoinPath(directory, "ccache.conf"u8) : [];
        }

        if (settings.ConfigFile.Length > 0)
            ReadFile(settings.ConfigFile);
        ReadEnvironment();
        ReadWords(words);
        settings.DefaultDirectory = hasLegacy ? legacy : Below("XDG_CACHE_HOME"u8, home, "/.cache"u8);
        settings.Values = _values.Values;
        settings.Problems = _values.Problems;
        return settings;
    }

    private void ReadFile(byte[] path)
    {
        byte[]? content = FileSystem.ReadAll(path, out int error, LongestFile);
        if (content is null)
        {
            if (!Errno.SaysAbsent(error))
                _values.AddProblem(path, $"can't be read: {Errno.Describe(error)}");
            return;
        }

        CcacheConfigLines lines = new(content);
        while (lines.MoveNext())
        {
            byte[] source = SettingOrigin.Position(path, lines.Number);
            if (lines.Key.IsEmpty)
                _values.AddProblem(source, "missing equal sign");
            else if (_values.IndexOf(ByteString.Show(lines.Key)) is >= 0 and int index)
                Set(index, lines.Value, source, path);
        }
    }

    private void ReadEnvironment()
    {
        foreach (byte[] word in environment.Words)
        {
            int equals = word.AsSpan().IndexOf((byte)'=');
            if (equals <= Prefix.Length || !word.AsSpan().StartsWith(Prefix))
                continue;
            byte[] source = word[..equals];
            string name = ByteString.Show(source.AsSpan(Prefix.Length));
            ReadOnlySpan<byte> value = word.AsSpan(equals + 1);
            if (_values.IndexOfVariable(name) is >= 0 and int index)
            {
                // As unset; ccache stops at some of these.
                if (!value.IsEmpty || _values.Row(index).IsFlag)
                    Set(index, value, source, "environment"u8.ToArray());
            }
            else if (name.StartsWith("NO", StringComparison.Ordinal) && _values.IndexOfVariable(name.AsSpan(2)) is >= 0 and int negated
                && _values.Row(negated).IsFlag)
            {
                if (ForeignValues.TryReadFlag(value, isVariable: true, out _))
                    _values.Set(negated, isOn: false, source, "environment"u8.ToArray());
                else
                    _values.AddProblem(source, $"invalid boolean environment variable value \"{ByteString.Show(value)}\"");
            }
        }
    }

    private void ReadWords(ReadOnlySpan<byte[]> words)
    {
        foreach (byte[] word in words)
        {
            int equals = word.AsSpan().IndexOf((byte)'=');
            byte[] source = "command line"u8.ToArray();
            if (_values.IndexOf(ByteString.Show(word.AsSpan(0, equals))) is >= 0 and int index)
                Set(index, word.AsSpan(equals + 1), source, source);
            else
                _values.AddProblem(source, $"unknown configuration option \"{ByteString.Show(word.AsSpan(0, equals))}\"");
        }
    }

    private void Set(int index, ReadOnlySpan<byte> value, byte[] source, byte[] origin)
    {
        if (VariableExpansion.Expand(value, environment, out byte[] missing) is { } expanded)
            _values.Set(index, expanded, source, origin);
        else
            _values.AddProblem(source, $"environment variable \"{ByteString.Show(missing)}\" not set");
    }

    /// <summary>"ccache" in a directory of XDG's, or in its default below the home.</summary>
    private byte[] Below(ReadOnlySpan<byte> variable, ReadOnlySpan<byte> home, ReadOnlySpan<byte> standard)
    {
        byte[] directory = Absolute(environment.Get(variable));
        return directory.Length > 0 ? ByteString.JoinPath(directory, "ccache"u8)
            : home.IsEmpty ? []
            : ByteString.Concat(home, standard, "/ccache"u8);
    }

    private static byte[] Absolute(byte[]? path) =>
        path is [(byte)'/', ..] ? SettingKinds.WithoutTrailingSlashes(path).ToArray() : [];
}
