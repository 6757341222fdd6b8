using System.Diagnostics;
using Larder.Caching.Drivers;
using Larder.Caching.Settings.Foreign;
using Larder.Posix;
using Larder.Storage;

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
    private ReadOnlySpan<byte> _session;
    private LauncherSidecar? _launcher;
    private ForeignSettings? _foreign;

    private SettingLoader(ProcessEnvironment environment)
    {
        _environment = environment;
        _values = new SettingValue[SettingTable.Count];
    }

    /// <param name="launcher">The sidecar of the launcher that this process is; without one, LARDER_LAUNCHER may name one.</param>
    /// <param name="foreign">What another cache's settings say, over our files, where this process is called by its name.</param>
    internal static CacheSettings Load(
        ProcessEnvironment environment, ReadOnlySpan<byte> systemFile, LauncherSidecar? launcher, ForeignSettings? foreign = null)
    {
        SettingLoader loader = new(environment) { _launcher = launcher, _foreign = foreign };
        Span<int> words = stackalloc int[SettingTable.Count];
        words.Fill(-1);
        loader.ReadEnvironment(words);
        loader.ReadFile(systemFile, isWanted: false);
        loader.ReadUserFile();
        loader.ApplyForeign();
        loader.ReadLauncher();
        loader.ApplyEnvironment(words);
        loader.FillInDefaults();
        return new CacheSettings(loader._values, loader._problems == null ? [] : [.. loader._problems], loader._launcher?.Path, foreign)
        {
            Session = loader._session.ToArray(),
        };
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
        else if (name.SequenceEqual(SettingTable.LauncherVariable))
        {
            if (word.Length > equals + 1)
                _launcher ??= LauncherSidecar.Read(word[(equals + 1)..]);
        }
        else if (name.SequenceEqual(OwnVariables.Session))
        {
            if (_session.IsEmpty)
                _session = word.Slice(equals + 1, Math.Min(word.Length - equals - 1, StatisticsFacts.MaxSession));
        }
        else if (!OwnVariables.Has(name))
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

        if (_launcher?.Config is { } config)
        {
            ReadFileOfLauncher(config);
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

    /// <summary>A file that may be missing: what is in it can change while the launcher can't.</summary>
    private void ReadFileOfLauncher(ReadOnlySpan<byte> given)
    {
        if (given.IsEmpty)
            return;
        if (SettingKinds.TryParse(SettingKind.Path, given, _home, out SettingValue file))
            ReadFile(file.Text, isWanted: false);
        else
            Add(SettingProblem.BadConfig(_launcher!.ConfigPosition, given));
    }

    private void ApplyForeign()
    {
        if (_foreign is null)
            return;
        foreach (SettingProblem problem in _foreign.Problems)
            Add(problem);
        foreach (ForeignValue value in _foreign.Values)
        {
            if (value.Row.Use == ForeignUse.Mapped && value.Ours is { } ours)
                Apply(value.Row.Target, ours, SettingOrigin.OfOthers(value.Source));
        }
    }

    private void ReadLauncher()
    {
        if (_launcher is null)
            return;
        if (_launcher.Problem is { } problem)
            Add(problem);
        ReadLines(_launcher.Path, _launcher.Content, isLauncher: true);
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

    private void ReadLines(byte[] file, ReadOnlySpan<byte> text, bool isLauncher = false)
    {
        SettingLines lines = new(text);
        while (lines.MoveNext())
        {
            SettingOrigin origin = SettingOrigin.InFile(file, lines.Number);
            if (lines.Name.IsEmpty)
                Add(SettingProblem.BadLine(origin.Describe(default), lines.Content));
            else if (SettingTable.TryFind(lines.Name, out Setting setting))
                Apply(setting, lines.Value, origin);
            else if (!isLauncher || !IsOfLauncher(lines.Name))
                Add(SettingProblem.Unknown(lines.Name.ToArray(), origin.Describe(default), default));
        }
    }

    private static bool IsOfLauncher(ReadOnlySpan<byte> name) =>
        name.SequenceEqual(LauncherSidecar.CompilerName) || name.SequenceEqual(LauncherSidecar.ConfigName);

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
            Add(origin.Foreign is { } source
                ? SettingProblem.OfOthers(source, $"larder can't take \"{ByteString.Show(text)}\" as {ByteString.Show(SettingTable.Row(setting).Name)}; accepted: {ByteString.Show(SettingKinds.Accepted(SettingTable.Row(setting).Kind))}")
                : SettingProblem.BadValue(setting, origin, text));
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
        if (setting == Setting.Dir && _foreign is { DefaultDirectory.Length: > 0 })
        {
            slot.Text = _foreign.DefaultDirectory;
            slot.Origin = SettingOrigin.OfOthers("default"u8.ToArray());
            return;
        }

        if (setting == Setting.Dir)
        {
            slot.Text = !_cacheHome.IsEmpty ? [.. _cacheHome, .. "/larder"u8]
                : !_home.IsEmpty ? [.. _home, .. "/.cache/larder"u8]
                : [];
            return;
        }

        SettingRow row = SettingTable.Row(setting);
        byte[]? others = OthersDefault(setting);
        bool isRead = SettingKinds.TryParse(row.Kind, others ?? row.Default, _home, out slot);
        if (others is not null)
            slot.Origin = SettingOrigin.OfOthers("default"u8.ToArray());
        Debug.Assert(isRead, "the defaults in the table are values of their kinds");
    }

    /// <summary>What another cache has in the place of our default. None of them splits commands, and who counts calls for links will go on to.</summary>
    private readonly byte[]? OthersDefault(Setting setting) => _foreign is null ? null : setting switch
    {
        Setting.MaxSize => _foreign.DefaultMaxSize,
        Setting.SplitCommands => "false"u8.ToArray(),
        _ => null,
    };

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
