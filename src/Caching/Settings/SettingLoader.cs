using System.Diagnostics;
using Larder.Caching.Drivers;
using Larder.Posix;

namespace Larder.Caching.Settings;

/// <summary>
/// Puts the settings together. It runs in every process of the shim, so it allocates little but the values that are really
/// given, and what is only reached with a problem stands apart.
/// </summary>
internal ref struct SettingLoader
{
    /// <summary>A configuration file above this is none.</summary>
    private const long LongestFile = 1 << 20;

    private readonly ProcessEnvironment _environment;
    private readonly SettingValue[] _values;
    private List<SettingProblem>? _problems;

    private ReadOnlySpan<byte> _home;
    private ReadOnlySpan<byte> _cacheHome;
    private ReadOnlySpan<byte> _configHome;
    private ReadOnlySpan<byte> _configFile;
    private bool _hasConfigFile;

    private SettingLoader(ProcessEnvironment environment)
    {
        _environment = environment;
        _values = new SettingValue[SettingTable.Count];
    }

    internal static CacheSettings Load(ProcessEnvironment environment, ReadOnlySpan<byte> systemFile)
    {
        SettingLoader loader = new(environment);
        Span<int> words = stackalloc int[SettingTable.Count];
        words.Fill(-1);
        loader.ReadEnvironment(words);
        loader.ReadFile(systemFile, isWanted: false);
        loader.ReadUserFile();
        loader.ApplyEnvironment(words);
        loader.FillInDefaults();
        return new CacheSettings(loader._values, loader._problems == null ? [] : [.. loader._problems]);
    }

    /// <summary>The one pass: notes which word gives which setting, the first of several as getenv(3) would.</summary>
    private void ReadEnvironment(scoped Span<int> words)
    {
        ReadOnlySpan<byte[]> environment = _environment.Words;
        for (int i = 0; i < environment.Length; i++)
        {
            ReadOnlySpan<byte> word = environment[i];
            if (word.IsEmpty)
                continue;
            switch (word[0])
            {
                case (byte)'L' when word.StartsWith(SettingTable.EnvironmentPrefix):
                    ReadVariable(word, i, words);
                    break;
                case (byte)'H' when word.StartsWith("HOME="u8):
                    _home = FirstAbsolute(_home, word[5..]);
                    break;
                case (byte)'X' when word.StartsWith("XDG_CACHE_HOME="u8):
                    _cacheHome = FirstAbsolute(_cacheHome, word[15..]);
                    break;
                case (byte)'X' when word.StartsWith("XDG_CONFIG_HOME="u8):
                    _configHome = FirstAbsolute(_configHome, word[16..]);
                    break;
            }
        }
    }

    /// <summary>Relative paths in XDG's variables are to be ignored (XDG Base Directory Specification, "Basics").</summary>
    private static ReadOnlySpan<byte> FirstAbsolute(ReadOnlySpan<byte> before, ReadOnlySpan<byte> path) =>
        before.IsEmpty && !path.IsEmpty && path[0] == (byte)'/' ? SettingKinds.WithoutTrailingSlashes(path) : before;

    private void ReadVariable(ReadOnlySpan<byte> word, int index, scoped Span<int> words)
    {
        int equals = word.IndexOf((byte)'=');
        if (equals < 0)
            return;
        ReadOnlySpan<byte> name = word[..equals];
        if (SettingTable.TryFindVariable(name[SettingTable.EnvironmentPrefix.Length..], out Setting setting))
        {
            if (words[(int)setting] < 0)
                words[(int)setting] = index;
        }
        else if (name.SequenceEqual(SettingTable.ConfigVariable))
        {
            if (_hasConfigFile)
                return;
            _hasConfigFile = true;
            _configFile = word[(equals + 1)..];
        }
        else if (!name.SequenceEqual(DriverLookup.PassedScripts))
        {
            Add(SettingProblem.Unknown(
                name[SettingTable.EnvironmentPrefix.Length..].ToArray(), name.ToArray(), name));
        }
    }

    private void ApplyEnvironment(scoped Span<int> words)
    {
        for (Setting setting = Setting.Dir; (int)setting < SettingTable.Count; setting++)
        {
            int index = words[(int)setting];
            if (index < 0)
                continue;
            ReadOnlySpan<byte> word = _environment.Words[index];
            int start = SettingTable.EnvironmentPrefix.Length + SettingTable.Row(setting).Name.Length + 1;
            Apply(setting, word[start..], SettingOrigin.Environment);
        }
    }

    private void ReadUserFile()
    {
        if (_hasConfigFile)
        {
            // Set and empty: no file of the user's.
            if (!_configFile.IsEmpty)
                ReadFile(_configFile, isWanted: true);
            return;
        }

        bool isHome = _configHome.IsEmpty;
        ReadOnlySpan<byte> directory = isHome ? _home : _configHome;
        if (directory.IsEmpty)
            return;
        ReadOnlySpan<byte> rest = isHome ? "/.config/larder/config"u8 : "/larder/config"u8;
        if (directory.Length + rest.Length > FileSystem.PathMax)
            return;
        Span<byte> path = stackalloc byte[directory.Length + rest.Length];
        directory.CopyTo(path);
        rest.CopyTo(path[directory.Length..]);
        ReadFile(path, isWanted: false);
    }

    /// <summary>Reads a file where it exists. A missing one is a problem only where it was named (<paramref name="isWanted"/>).</summary>
    private void ReadFile(scoped ReadOnlySpan<byte> path, bool isWanted)
    {
        byte[]? content = FileSystem.ReadAll(path, out int error, LongestFile);
        if (content != null)
            ReadLines(path.ToArray(), content);
        else if (isWanted || !Errno.SaysAbsent(error))
            AddUnreadable(path, error, isWanted);
    }

    // file    = [byte order mark] *(line LF) [line]      a CR before the LF is white space
    // line    = blank | [blanks] "#" anything | [blanks] name [blanks] "=" [blanks] value [blanks] [blank "#" anything]
    // The last of several lines for one setting wins.
    private void ReadLines(byte[] file, ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("\uFEFF"u8))
            text = text[3..];
        for (int line = 1; !text.IsEmpty; line++)
        {
            int end = text.IndexOf((byte)'\n');
            ReadOnlySpan<byte> content = Trim(WithoutComment(end < 0 ? text : text[..end]));
            text = end < 0 ? default : text[(end + 1)..];
            if (!content.IsEmpty)
                ReadLine(SettingOrigin.InFile(file, line), content);
        }
    }

    private void ReadLine(SettingOrigin origin, ReadOnlySpan<byte> line)
    {
        int equals = line.IndexOf((byte)'=');
        if (equals <= 0)
        {
            Add(SettingProblem.BadLine(origin.Describe(default), line));
            return;
        }

        ReadOnlySpan<byte> name = Trim(line[..equals]);
        if (SettingTable.TryFind(name, out Setting setting))
            Apply(setting, Trim(line[(equals + 1)..]), origin);
        else
            Add(SettingProblem.Unknown(name.ToArray(), origin.Describe(default), default));
    }

    /// <summary>A comment begins at a '#' that begins the line or follows a blank: "/a#b" is a path.</summary>
    private static ReadOnlySpan<byte> WithoutComment(ReadOnlySpan<byte> line)
    {
        for (int i = 0; i < line.Length; i++)
        {
            if (line[i] == (byte)'#' && (i == 0 || line[i - 1] is (byte)' ' or (byte)'\t'))
                return line[..i];
        }

        return line;
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => text.Trim(" \t\r"u8);

    private void Apply(Setting setting, ReadOnlySpan<byte> text, SettingOrigin origin)
    {
        ref SettingValue slot = ref _values[(int)setting];
        if (text.IsEmpty)
        {
            slot = default;
            FillIn(setting, ref slot);
            slot.Origin = origin;
        }
        else if (SettingKinds.TryParse(SettingTable.Row(setting).Kind, text, _home, out SettingValue value))
        {
            slot = value;
            slot.Origin = origin;
        }
        else
        {
            Add(SettingProblem.BadValue(setting, origin, text));
        }
    }

    private void FillInDefaults()
    {
        for (Setting setting = Setting.Dir; (int)setting < SettingTable.Count; setting++)
        {
            ref SettingValue slot = ref _values[(int)setting];
            if (slot.Origin.IsDefault)
                FillIn(setting, ref slot);
        }

        if (_values[(int)Setting.Dir].Text is not { Length: > 0 })
            Add(SettingProblem.NoDirectory());
    }

    private readonly void FillIn(Setting setting, ref SettingValue slot)
    {
        if (setting == Setting.Dir)
        {
            slot.Text = !_cacheHome.IsEmpty ? [.. _cacheHome, .. "/larder"u8]
                : !_home.IsEmpty ? [.. _home, .. "/.cache/larder"u8]
                : [];
            return;
        }

        SettingRow row = SettingTable.Row(setting);
        bool isRead = SettingKinds.TryParse(row.Kind, row.Default, _home, out slot);
        Debug.Assert(isRead, "the defaults in the table are values of their kinds");
    }

    private void AddUnreadable(scoped ReadOnlySpan<byte> path, int error, bool isWanted)
    {
        byte[] file = path.ToArray();
        Add(SettingProblem.Unreadable(
            file,
            isWanted ? SettingTable.ConfigVariable.ToArray() : file,
            System.Text.Encoding.UTF8.GetBytes(Errno.Describe(error))));
    }

    private void Add(SettingProblem problem) => (_problems ??= []).Add(problem);
}
