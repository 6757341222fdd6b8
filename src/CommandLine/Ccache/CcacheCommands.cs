using Larder.Caching.Settings;
using Larder.Caching.Settings.Foreign;
using Larder.CommandLine.DaemonControl;
using Larder.CommandLine.Inspection;
using Larder.CommandLine.Text;
using Larder.Posix;
using Larder.Storage;

namespace Larder.CommandLine.Ccache;

/// <summary>
/// ccache's own commands, for whoever calls larder by its name. Several in one call run in order; the first that fails ends it with status 1. What they
/// print is what ccache prints.
/// </summary>
internal sealed class CcacheCommands(CommandContext context)
{
    /// <summary>The highest level of zstd that the setting takes.</summary>
    private const int HighestLevel = 19;

    private CommandContext _context = context;
    private int _verbosity;
    private bool _asJson;
    private bool _hasWarned;

    /// <param name="words">The arguments without the program's name.</param>
    internal int Run(IReadOnlyList<string> words)
    {
        if (words.Count == 0)
        {
            CcacheHelp.Write(_context.Error);
            return ExitStatus.Failure;
        }

        CcacheArguments arguments = CcacheArguments.Read(words);
        if (arguments.Problem is { } problem)
        {
            _context.Error.WriteLine("ccache: " + problem);
            CcacheHelp.Write(_context.Error);
            return ExitStatus.Failure;
        }

        foreach ((CcacheOption option, string value) in arguments.Options)
        {
            if (option.IsModifier && !TryModify(option.Kind, value))
                return ExitStatus.Failure;
        }

        EvictionChoice chosen = new();
        foreach ((CcacheOption option, string value) in arguments.Options)
        {
            bool isDone = option.Kind switch
            {
                CcacheOptionKind.EvictNamespace => TryChooseNamespace(value, ref chosen),
                CcacheOptionKind.EvictOlderThan => TryChooseAge(value, ref chosen),
                _ => option.IsModifier || TryRun(option, value),
            };
            if (!isDone)
                return ExitStatus.Failure;
        }

        return chosen == new EvictionChoice() || TryEvict(chosen) ? ExitStatus.Success : ExitStatus.Failure;
    }

    private bool TryModify(CcacheOptionKind kind, string value)
    {
        switch (kind)
        {
            case CcacheOptionKind.ConfigPath:
                _context = _context.With("CCACHE_CONFIGPATH=" + value);
                return true;
            case CcacheOptionKind.CacheDirectory:
                _context = _context.With("CCACHE_DIR=" + value);
                return true;
            case CcacheOptionKind.Verbose:
                _verbosity++;
                return true;
            case CcacheOptionKind.Format when value is not ("tab" or "json"):
                return Fail($"unknown format: \"{value}\"");
            case CcacheOptionKind.Format:
                _asJson = value == "json";
                return true;
            default:
                return true;
        }
    }

    private bool TryRun(CcacheOption option, string value)
    {
        switch (option.Kind)
        {
            case CcacheOptionKind.Help:
                CcacheHelp.Write(_context.Output);
                return true;
            case CcacheOptionKind.ShowVersion:
                CcacheHelp.WriteVersion(_context.Output);
                return true;
            case CcacheOptionKind.PrintVersion:
                _context.Output.WriteLine(CcacheHelp.Version);
                return true;
            case CcacheOptionKind.NothingToDo:
                return true;
            case CcacheOptionKind.NotHere:
                return Fail($"--{option.Name}: {option.Help}");
            case CcacheOptionKind.Inspect:
                return EntryPrinter.Print(ByteText.Encode(value), _context);
            case CcacheOptionKind.SetConfig:
                return TrySet(value);
            case CcacheOptionKind.MaxSize:
                return TrySet("max_size=" + value) && SayLimit("size", value, static settings => settings.MaxSize, CcacheQuantity.Shown);
            case CcacheOptionKind.MaxFiles:
                return TrySet("max_files=" + value) && SayLimit("file", value, static settings => settings.MaxFiles, static files => files.ToString());
            default:
                return TryLoad(out CacheSettings settings) && Run(option.Kind, value, settings);
        }
    }

    private bool Run(CcacheOptionKind kind, string value, CacheSettings settings)
    {
        LocalStore store = CommandContext.OpenStore(settings);
        switch (kind)
        {
            case CcacheOptionKind.GetConfig:
                if (CcacheConfig.Find(value) is not { } asked)
                    return Fail($"unknown configuration option \"{value}\"");
                _context.Output.WriteLine(CcacheConfig.ValueOf(asked, settings));
                return true;
            case CcacheOptionKind.PrintStatistics:
                PrintStatistics(settings, store);
                return true;
        }

        Warn(settings);
        switch (kind)
        {
            case CcacheOptionKind.ShowConfig:
                foreach (ForeignRow row in CcacheConfig.Rows)
                    _context.Output.WriteLine($"({CcacheConfig.OriginOf(row, settings)}) {row.Name} = {CcacheConfig.ValueOf(row, settings)}");
                return true;
            case CcacheOptionKind.ShowStatistics when _asJson:
                PrintStatistics(settings, store);
                return true;
            case CcacheOptionKind.ShowStatistics:
                CcacheStatisticsText.Write(Statistics(settings, store), settings, _verbosity, _context.Output);
                return true;
            case CcacheOptionKind.ZeroStatistics:
                return TryZero(settings, store);
            case CcacheOptionKind.CleanUp:
                return MayChange(settings) && (new Evictor(store, new Statistics(store)).Trim().WithinLimits || Fail("the cache is above its limits, and other files may not be removed"));
            case CcacheOptionKind.Clear:
                return MayChange(settings) && (ClearCommand.Clear(store).Remaining == 0 || Fail("some files may not be removed by this user"));
            case CcacheOptionKind.ShowCompression:
                CcacheCompression.Write(new Recompressor(store, new Statistics(store)).Measure(), _context.Output);
                return true;
            default:
                return TryRecompress(value, settings, store);
        }
    }

    private bool TryRecompress(string value, CacheSettings settings, LocalStore store)
    {
        int level = 0;
        if (value != "uncompressed" && !(int.TryParse(value, out level) && level <= HighestLevel))
            return Fail($"invalid integer: \"{value}\"");
        if (!MayChange(settings))
            return false;

        // 0 is the level that is configured, and below it zstd is faster still, which larder's formats don't know.
        level = value == "uncompressed" ? 0 : level == 0 ? Math.Max(settings.Compression, 1) : Math.Max(level, 1);
        RecompressionOutcome outcome = new Recompressor(store, new Statistics(store)).Run(level);
        CcacheCompression.Write(outcome, _context.Output);
        return outcome.Remaining == 0 || Fail($"{Quantity.Of(outcome.Remaining, "result", "results")} could not be read or written, and stayed as before");
    }

    private bool TryEvict(EvictionChoice chosen)
    {
        if (!TryLoad(out CacheSettings settings))
            return false;
        Warn(settings);
        LocalStore store = CommandContext.OpenStore(settings);
        return MayChange(settings) && (new ChosenEviction(store, new Statistics(store)).Remove(chosen).Remaining == 0 || Fail("some files may not be removed by this user"));
    }

    private bool TryChooseNamespace(string value, ref EvictionChoice chosen)
    {
        if (value.Length == 0)
            return Fail("--evict-namespace: which namespace? Entries without one are removed by --clear or --evict-older-than");
        chosen = chosen with { Namespace = ByteText.Encode(value) };
        return true;
    }

    private bool TryChooseAge(string value, ref EvictionChoice chosen)
    {
        if (!Age.TryParse(value, out long seconds))
            return Fail($"invalid suffix (supported: ms, s, m, h and d): \"{value}\"");
        chosen = chosen with { UnusedSeconds = seconds };
        return true;
    }

    private bool TryZero(CacheSettings settings, LocalStore store)
    {
        // Where there is no cache yet, nothing has been counted.
        new DaemonClient(settings, _context.Environment).Settle();
        if (!Errno.SaysAbsent(FileSystem.Stat(settings.Directory, out _)) && !new Statistics(store).Zero())
            return Fail($"the statistics in {ByteText.Show(settings.Directory)} can't be set to zero");
        _context.Output.WriteLine("Statistics zeroed");
        return true;
    }

    private bool TrySet(string assignment)
    {
        int equals = assignment.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
            return Fail($"missing equal sign in \"{assignment}\"");
        (string key, string value) = (assignment[..equals].Trim(), assignment[(equals + 1)..]);
        if (CcacheConfig.Find(key) is not { } row)
            return Fail($"unknown configuration option \"{key}\"");

        // What is wrong in the file is no reason: this may be what puts it right.
        ForeignSettings before = ForeignSettings.Read(CalledAs.Ccache, _context.Environment);
        ForeignSettings tried = ForeignSettings.Read(CalledAs.Ccache, _context.Environment, ByteText.Encode(assignment));
        if (tried.Problems.Count > before.Problems.Count)
            return Fail(ByteText.Show(tried.Problems[^1].Message)["command line: ".Length..]);
        if (before.ConfigFile.Length == 0)
            return Fail("no configuration file: neither CCACHE_DIR nor HOME is set");
        string problem = CcacheConfigFile.Set(before.ConfigFile, row.Name, value);
        if (problem.Length > 0)
            return Fail($"{ByteText.Show(before.ConfigFile)}: {problem}");
        if (row.Use == ForeignUse.Unused && value != row.Default)
            _context.Error.WriteLine($"ccache: warning: {row.Name} is written down and not used here: {row.Remark}");
        return true;
    }

    private bool SayLimit(string what, string value, Func<CacheSettings, long> limit, Func<long, string> show)
    {
        ForeignSettings written = ForeignSettings.Read(CalledAs.Ccache, new ProcessEnvironment([]), ByteText.Encode($"max_{(what == "size" ? "size" : "files")}={value}"));
        long number = limit(CacheSettings.Load(new ProcessEnvironment([]), null, written));
        _context.Output.WriteLine(number == 0 ? $"Unset cache {what} limit" : $"Set cache {what} limit to {show(number)}");
        return true;
    }

    private void PrintStatistics(CacheSettings settings, LocalStore store)
    {
        CcacheStatistics statistics = Statistics(settings, store);
        if (!_asJson)
        {
            foreach ((string id, ulong value) in statistics.Values)
                _context.Output.WriteLine($"{id}\t{value}");
            return;
        }

        _context.Output.WriteLine("{");
        _context.Output.WriteLine(string.Join(",\n", statistics.Values.Select(static value => $"  \"{value.Key}\": {value.Value}")));
        _context.Output.WriteLine("}");
    }

    private CcacheStatistics Statistics(CacheSettings settings, LocalStore store)
    {
        new DaemonClient(settings, _context.Environment).Settle();
        return new CcacheStatistics(store);
    }

    private bool MayChange(CacheSettings settings) => !settings.ReadOnly || Fail("read_only is set, so nothing is changed");

    /// <summary>What is wrong with the settings is an error of each command that needs them, as ccache has it.</summary>
    private bool TryLoad(out CacheSettings settings) => _context.TryLoadSettings(out settings);

    /// <summary>Says once per call which of the given settings do nothing here.</summary>
    private void Warn(CacheSettings settings)
    {
        if (!_hasWarned)
            UnusedSettings.Warn(settings, _context);
        _hasWarned = true;
    }

    private bool Fail(string problem)
    {
        _context.Error.WriteLine("ccache: error: " + problem);
        return false;
    }
}
