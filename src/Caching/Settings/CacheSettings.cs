using Larder.Caching.Drivers;
using Larder.Caching.Settings.Foreign;
using Larder.Posix;
using Larder.Storage;

namespace Larder.Caching.Settings;

/// <summary>
/// The settings of one process, immutable. The environment (LARDER_*) goes over the launcher's sidecar (where this process is a
/// launcher that has one), that over the user's file ($LARDER_CONFIG where that is set, else the one that the sidecar names, else
/// $XDG_CONFIG_HOME/larder/config or ~/.config/larder/config), that over /etc/larder/config, and that over the defaults. An empty value, in a file or in the environment, puts a setting back to its default. A value that is wrong counts
/// as not given and is one of the <see cref="Problems"/>.
/// </summary>
public sealed class CacheSettings
{
    private readonly SettingValue[] _values;

    internal CacheSettings(SettingValue[] values, SettingProblem[] problems, byte[]? launcher, ForeignSettings? foreign)
    {
        _values = values;
        Problems = problems;
        Launcher = launcher;
        Foreign = foreign;
    }

    /// <summary>Loads the settings: one pass over the environment, and three files at most.</summary>
    /// <param name="launcher">The sidecar of the launcher that this process is, or null.</param>
    /// <param name="foreign">Another cache's settings, where this process is called by its name; they go over our files, and under our environment.</param>
    public static CacheSettings Load(ProcessEnvironment environment, LauncherSidecar? launcher = null, ForeignSettings? foreign = null) =>
        SettingLoader.Load(environment, "/etc/larder/config"u8, launcher, foreign);

    /// <summary>What <c>LARDER_SESSION</c> names, which is no setting: it is of one build, and stands in no file. Empty for none.</summary>
    public byte[] Session { get; internal init; } = [];

    /// <summary>Another cache's settings that count among these, or null.</summary>
    public ForeignSettings? Foreign { get; }

    /// <summary>
    /// The environment in which another process of ours, which knows nothing of this one's name, comes to these same settings: a daemon's. What comes
    /// from a launcher or from another cache's settings is said there in our own variables.
    /// </summary>
    public ProcessEnvironment EnvironmentOfDaemon(ProcessEnvironment environment)
    {
        List<byte[]> words = [];
        if (Launcher is { } launcher)
            words.Add(ByteString.Concat(SettingTable.LauncherVariable, "="u8, launcher));
        for (Setting setting = Setting.Dir; Foreign is not null && (int)setting < SettingTable.Count; setting++)
        {
            if (OriginOf(setting).Foreign is not null)
                words.Add([.. SettingTable.VariableOf(setting), (byte)'=', .. TextOf(setting)]);
        }

        return words.Count == 0 ? environment : environment.With([.. words]);
    }

    /// <summary>The path of the sidecar that counts among the settings, or null.</summary>
    public byte[]? Launcher { get; }

    /// <summary>The cache's directory, absolute and without a trailing slash; empty where there is none, and nothing can be cached.</summary>
    public byte[] Directory => Bytes(Setting.Dir);

    /// <summary>The directories that are looked through behind <see cref="Directory"/>, absolute; often none.</summary>
    public byte[][] LowerDirectories => Words(Setting.LowerDir);

    /// <summary>What the cache may take on disk, in bytes; 0 is no limit.</summary>
    public long MaxSize => Number(Setting.MaxSize);

    /// <summary>How many files the cache may hold; 0 is no limit.</summary>
    public long MaxFiles => Number(Setting.MaxFiles);

    /// <summary>How long, in seconds, what nobody uses is kept; 0 is no limit.</summary>
    public long MaxAge => Number(Setting.MaxAge);

    /// <summary>The umask for what is written into the cache, or null for the caller's.</summary>
    public uint? Umask => Number(Setting.Umask) < 0 ? null : (uint)Number(Setting.Umask);

    /// <summary>The zstd level for results, or 0 for none.</summary>
    public int Compression => (int)Number(Setting.Compression);

    public bool NoDaemon => Flag(Setting.NoDaemon);

    /// <summary>Whether a compile that finds no daemon starts one.</summary>
    public bool AutoStart => Flag(Setting.AutoStart);

    /// <summary>Whether compiles of small languages are looked up in process before the daemon is asked.</summary>
    public bool LookUpFirst => Flag(Setting.LookUpFirst);

    /// <summary>How many leases the daemon gives out at once; 0 is as many as there are processors.</summary>
    public int MaxJobs => (int)Number(Setting.MaxJobs);

    /// <summary>What the daemon's memory tier may hold, in bytes; 0 is no limit.</summary>
    public long MemorySize => Number(Setting.MemorySize);

    /// <summary>After how long without a client the daemon ends; zero is never.</summary>
    public TimeSpan IdleTimeout => TimeSpan.FromSeconds(Number(Setting.IdleTimeout));

    /// <summary>The daemon's socket, an absolute path, or empty where it is found by rule (Larder.Protocol.Endpoints).</summary>
    public byte[] Socket => Bytes(Setting.Socket);

    /// <summary>Where the daemon tells its metrics: a <see cref="LoopbackAddress"/>, or an absolute path; empty for nowhere.</summary>
    public byte[] MetricsListen => Bytes(Setting.MetricsListen);

    /// <summary>What a daemon of several users gives users beside what they stored themselves.</summary>
    public EntrySharing ShareEntries => (EntrySharing)Number(Setting.ShareEntries);

    public bool Disable => Flag(Setting.Disable);

    public bool Passthrough => Flag(Setting.Passthrough);

    public bool ReadOnly => Flag(Setting.ReadOnly);

    public bool Recache => Flag(Setting.Recache);

    public bool PreprocessorMode => Flag(Setting.PreprocessorMode);

    /// <summary>Whether a result is found again after comments were edited.</summary>
    public bool IgnoreComments => Flag(Setting.IgnoreComments);

    /// <summary>Whether compiles that fail for what stands in their sources are kept.</summary>
    public bool CacheFailures => Flag(Setting.CacheFailures);

    /// <summary>Whether the text of the preprocessor alone is kept.</summary>
    public bool CachePreprocessing => Flag(Setting.CachePreprocessing);

    /// <summary>Whether commands of several compiles, or of compiles and a link, are served one by one.</summary>
    public bool SplitCommands => Flag(Setting.SplitCommands);

    public bool HashDirectory => Flag(Setting.HashDir);

    /// <summary>Absolute directories without trailing slashes (but "/" itself).</summary>
    public byte[][] BaseDirectories => Words(Setting.BaseDirs);

    /// <summary>Whether compiles share results that differ only in the hashes of the Nix store paths in which they search.</summary>
    public bool NeutralStorePaths => Flag(Setting.NeutralStorePaths);

    /// <summary>Whether a -frandom-seed that nixpkgs made of $out is replaced by one that is the same in every derivation.</summary>
    public bool StableSeed => Flag(Setting.StableSeed);

    public Sloppiness Sloppiness => (Sloppiness)Number(Setting.Sloppiness);

    public CompilerCheck CompilerCheck => (CompilerCheck)Number(Setting.CompilerCheck);

    /// <summary>The text of <see cref="CompilerCheck.Text"/>, else empty.</summary>
    public byte[] CompilerCheckText => Bytes(Setting.CompilerCheck);

    /// <summary>Absolute paths.</summary>
    public byte[][] ExtraFiles => Words(Setting.ExtraFiles);

    /// <summary>Options to leave out of a key; where one ends in '*', all options that begin with what stands before it.</summary>
    public byte[][] IgnoreOptions => Words(Setting.IgnoreOptions);

    public byte[] Namespace => Bytes(Setting.Namespace);

    /// <summary>The words to put before the compiler when it really runs; often none.</summary>
    public byte[][] PrefixCommand => Words(Setting.PrefixCommand);

    /// <summary>How many of a million hits (<see cref="SettingKinds.WholeShare"/>) are compiled all the same and compared.</summary>
    public int VerifyHits => (int)Number(Setting.VerifyHits);

    public bool Stats => Flag(Setting.Stats);

    /// <summary>What notes of misses may take, in bytes; 0: none are made.</summary>
    public long JournalSize => Number(Setting.JournalSize);

    /// <summary>Whether the parts of each look-up are written beside its object.</summary>
    public bool Debug => Flag(Setting.Debug);

    /// <summary>The file to which the names of used entries are added; empty for none.</summary>
    public byte[] UsedList => Bytes(Setting.UsedList);

    /// <summary>The log's absolute path, or empty.</summary>
    public byte[] Log => Bytes(Setting.Log);

    /// <summary>What is wrong with the configuration, in the order of reading; usually nothing.</summary>
    public SettingProblem[] Problems { get; }

    /// <summary>Where a setting's value comes from.</summary>
    public SettingOrigin OriginOf(Setting setting) => _values[(int)setting].Origin;

    /// <summary>A setting's value as it could stand in a file.</summary>
    public byte[] TextOf(Setting setting) => SettingKinds.Format(SettingTable.Row(setting).Kind, in _values[(int)setting]);

    /// <summary>How a store behaves under these settings.</summary>
    public StoreOptions StoreOptions() => new()
    {
        Directory = Directory,
        LowerDirectories = LowerDirectories,
        MaxSize = MaxSize,
        MaxFiles = MaxFiles,
        MaxAge = MaxAge,
        CompressionLevel = Compression,
        Umask = Umask,
        ReadOnly = ReadOnly,
        UsedList = UsedList,
        JournalSize = JournalSize,
    };

    private bool Flag(Setting setting) => _values[(int)setting].Number != 0;

    private long Number(Setting setting) => _values[(int)setting].Number;

    private byte[] Bytes(Setting setting) => _values[(int)setting].Text ?? [];

    private byte[][] Words(Setting setting) => _values[(int)setting].Words ?? [];
}
