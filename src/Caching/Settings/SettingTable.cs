namespace Larder.Caching.Settings;

/// <summary>
/// The settings as data. Parsing, validation, "larder config" and "larder help config" all read these rows. The rows are
/// spans over constant data, so that a compile pays for no table that has to be built.
/// </summary>
public static class SettingTable
{
    /// <summary>What the environment's names begin with.</summary>
    public static ReadOnlySpan<byte> EnvironmentPrefix => "LARDER_"u8;

    /// <summary>The variable that names the file to read in place of the user's. It is no setting itself.</summary>
    public static ReadOnlySpan<byte> ConfigVariable => "LARDER_CONFIG"u8;

    /// <summary>
    /// The variable that names a launcher's sidecar (<see cref="Drivers.LauncherSidecar"/>) whose settings are to count. larder sets it for its
    /// daemon; a user may, to see what a launcher sees. It is no setting itself.
    /// </summary>
    public static ReadOnlySpan<byte> LauncherVariable => "LARDER_LAUNCHER"u8;

    /// <summary>How many settings there are: <see cref="Setting"/> counts from 0 to one less.</summary>
    public const int Count = (int)Setting.Log + 1;

    public static SettingRow Row(Setting setting) => setting switch
    {
        Setting.Dir => new("dir"u8, SettingKind.Path, ""u8,
            "The cache's directory."u8,
            "$XDG_CACHE_HOME/larder, or ~/.cache/larder"u8),
        Setting.LowerDir => new("lower_dir"u8, SettingKind.Paths, ""u8,
            "Cache directories below this one, which are read and never written: what dir doesn't have is looked for there, in this order. For "u8
            + "builds that may use what others made and can't put anything there."u8,
            "none"u8),
        Setting.MaxSize => new("max_size"u8, SettingKind.Size, "10Gi"u8,
            "How much disk space the cache may take. 0 is no limit."u8),
        Setting.MaxFiles => new("max_files"u8, SettingKind.Count, "0"u8,
            "How many files the cache may hold. 0 is no limit."u8),
        Setting.MaxAge => new("max_age"u8, SettingKind.Duration, "0"u8,
            "How long what nobody uses is kept. 0 is for ever, within the other limits."u8),
        Setting.Umask => new("umask"u8, SettingKind.Mask, ""u8,
            "The umask for files in the cache, for a cache that several users share (007: a group). What the compiler "u8
            + "would have written keeps the umask of whoever called it."u8,
            "the caller's"u8),
        Setting.Compression => new("compression"u8, SettingKind.Level, "1"u8,
            "The zstd level for results. \"off\" stores them raw, so that file systems that can share blocks restore them "u8
            + "without copying."u8),
        Setting.NoDaemon => new("no_daemon"u8, SettingKind.Flag, "false"u8,
            "Work in the calling process, straight on the cache directory; never talk to a daemon or start one."u8),
        Setting.AutoStart => new("auto_start"u8, SettingKind.Flag, "true"u8,
            "Where no daemon runs, the first compile starts one for those that follow, and does not wait for it."u8),
        Setting.LookUpFirst => new("look_up_first"u8, SettingKind.Flag, "true"u8,
            "Look compiles of C and assembler up in the calling process, and ask the daemon only where they are not found: a hit "u8
            + "with few headers is sooner restored than asked for. Without this the daemon is asked about everything."u8),
        Setting.MaxJobs => new("max_jobs"u8, SettingKind.Jobs, "0"u8,
            "How many compilers the daemon lets run at once, over all builds together."u8,
            "0, the number of processors"u8),
        Setting.MemorySize => new("memory_size"u8, SettingKind.Size, "16Mi"u8,
            "How much of what was used last the daemon keeps in memory. 0 is no limit."u8),
        Setting.IdleTimeout => new("idle_timeout"u8, SettingKind.Duration, "1h"u8,
            "After how long without a client the daemon ends. 0 is never."u8),
        Setting.Socket => new("socket"u8, SettingKind.Path, ""u8,
            "The daemon's socket, for a daemon that several users share. Its directory must be root's or the caller's own, and "u8
            + "nobody else may write there."u8,
            "in $XDG_RUNTIME_DIR/larder, /run/user/UID/larder or /tmp/larder-UID"u8),
        Setting.ShareEntries => new("share_entries"u8, SettingKind.Sharing, "none"u8,
            "What a daemon that several users share gives each of them beside what they stored themselves: none, or what the "u8
            + "daemon's own user stored (read), or that and what all others stored (all). Whoever stores an entry can put "u8
            + "objects into it that others will link: \"all\" is for users who would let each other compile for them."u8),
        Setting.MetricsListen => new("metrics_listen"u8, SettingKind.Loopback, ""u8,
            "Where the daemon tells Prometheus, or another collector, its metrics over HTTP (/metrics): an address and port of this machine alone, where all "u8
            + "its users can read them, or the path of a socket."u8,
            "none"u8),
        Setting.Disable => new("disable"u8, SettingKind.Flag, "false"u8,
            "Run the compiler as though larder were not there: nothing is looked up, stored or counted."u8),
        Setting.Passthrough => new("passthrough"u8, SettingKind.Flag, "false"u8,
            "Run the compiler and look nothing up, for configure scripts and other probes."u8),
        Setting.ReadOnly => new("read_only"u8, SettingKind.Flag, "false"u8,
            "Use what the cache holds and store nothing."u8),
        Setting.Recache => new("recache"u8, SettingKind.Flag, "false"u8,
            "Use nothing that the cache holds: compile, and store the result over what was there."u8),
        Setting.PreprocessorMode => new("preprocessor_mode"u8, SettingKind.Flag, "false"u8,
            "Always preprocess and look up by the preprocessed text, instead of by the files that a compile reads."u8),
        Setting.IgnoreComments => new("ignore_comments"u8, SettingKind.Flag, "true"u8,
            "Find the result again after the words of comments, or blanks at line ends, were edited, where this provably changes nothing: all else "u8
            + "stands where it stood, the compiler had nothing to say, and no option has it read comments or record a digest of the source."u8),
        Setting.CacheFailures => new("cache_failures"u8, SettingKind.Flag, "true"u8,
            "Keep compiles that fail for what stands in their sources (a syntax error, a missing header, an #error), and let them fail again "u8
            + "with the same words and status. Failures of any other kind are never kept."u8),
        Setting.CachePreprocessing => new("cache_preprocessing"u8, SettingKind.Flag, "true"u8,
            "Keep the text that the preprocessor makes where it is called for alone (-E), on standard output or in a file."u8),
        Setting.SplitCommands => new("split_commands"u8, SettingKind.Flag, "true"u8,
            "Serve a command that compiles several sources, or compiles and links, as that many compiles and one link, where this is provably "u8
            + "the same. The link always runs."u8),
        Setting.HashDir => new("hash_dir"u8, SettingKind.Flag, "true"u8,
            "Where the working directory can reach the output (debug information and the like), results are for that "u8
            + "directory alone. Without this they are shared, and may name another directory."u8),
        Setting.BaseDirs => new("base_dirs"u8, SettingKind.Paths, ""u8,
            "Directories below which checkouts of a project share results, wherever they lie: what moves is the directory that holds the "u8
            + "working directory and all absolute paths of the command line. Where its path can reach the object, it counts."u8,
            "none"u8),
        Setting.NeutralStorePaths => new("neutral_store_paths"u8, SettingKind.Flag, "true"u8,
            "Compiles that differ only in the hashes of the Nix store paths in which they search for headers share results, where the "u8
            + "headers are the same and no path can reach the object."u8),
        Setting.StableSeed => new("stable_seed"u8, SettingKind.Flag, "false"u8,
            "Replace a -frandom-seed that nixpkgs made of $out by one that is the same in every derivation, where it shows in the object: with "u8
            + "gcc's -g (which records it), -flto and coverage. The object then differs from the bare compiler's in the seed."u8),
        Setting.Sloppiness => new("sloppiness"u8, SettingKind.Sloppiness, ""u8,
            "What may differ from the compile that a result comes from. time_macros: the values of __DATE__, __TIME__ and "u8
            + "__TIMESTAMP__. locale: the language of diagnostics."u8,
            "none"u8),
        Setting.CompilerCheck => new("compiler_check"u8, SettingKind.CompilerCheck, "content"u8,
            "How a compiler is told from another: by its content, by its time and size, or by a text that you answer for."u8),
        Setting.ExtraFiles => new("extra_files"u8, SettingKind.Paths, ""u8,
            "Files that the output depends on besides those that the compiler reads: their content is part of every look-up."u8,
            "none"u8),
        Setting.IgnoreOptions => new("ignore_options"u8, SettingKind.Options, ""u8,
            "Options that are left out of the look-up (and still given to the compiler), because they do not change the "u8
            + "output. You answer for that."u8,
            "none"u8),
        Setting.Namespace => new("namespace"u8, SettingKind.Text, ""u8,
            "A text that is part of every look-up: compiles in different namespaces share nothing."u8,
            "none"u8),
        Setting.PrefixCommand => new("prefix_command"u8, SettingKind.Words, ""u8,
            "A command, with its arguments, that is put before the compiler when it really runs: distcc, icecc."u8,
            "none"u8),
        Setting.VerifyHits => new("verify_hits"u8, SettingKind.Share, "0"u8,
            "The share of hits that are compiled all the same, so that every output can be compared: the compiler's outputs are delivered, and an entry that "u8
            + "would have given others is reported, and served no more. 1 is all hits."u8,
            "0, none"u8),
        Setting.Stats => new("stats"u8, SettingKind.Flag, "true"u8,
            "Count what happens, for larder stats."u8),
        Setting.JournalSize => new("journal_size"u8, SettingKind.Size, "64Mi"u8,
            "What may be taken, beside the cache itself, by notes of compiles that were not found, for larder explain and report. 0: nothing is noted."u8),
        Setting.Debug => new("debug"u8, SettingKind.Flag, "false"u8,
            "Write beside each object that is compiled what it was looked up by, input by input, and how that ended: OBJECT.larder-debug."u8),
        Setting.UsedList => new("used_list"u8, SettingKind.Path, ""u8,
            "Add the name of every entry that a compile finds or stores to this file: \"larder export --used FILE\" makes an archive of just these."u8,
            "none"u8),
        Setting.Log => new("log"u8, SettingKind.Path, ""u8,
            "A file to which a line on every decision is appended."u8,
            "none"u8),
        _ => default,
    };

    /// <summary>Finds a setting by its name in a file.</summary>
    public static bool TryFind(ReadOnlySpan<byte> name, out Setting setting)
    {
        for (setting = Setting.Dir; (int)setting < Count; setting++)
        {
            if (Row(setting).Name.SequenceEqual(name))
                return true;
        }

        return false;
    }

    /// <summary>Finds a setting by its environment variable, given without <see cref="EnvironmentPrefix"/>.</summary>
    public static bool TryFindVariable(ReadOnlySpan<byte> name, out Setting setting)
    {
        for (setting = Setting.Dir; (int)setting < Count; setting++)
        {
            if (IsInCapitals(Row(setting).Name, name))
                return true;
        }

        return false;
    }

    /// <summary>The environment variable of a setting.</summary>
    public static byte[] VariableOf(Setting setting)
    {
        ReadOnlySpan<byte> name = Row(setting).Name;
        byte[] variable = new byte[EnvironmentPrefix.Length + name.Length];
        EnvironmentPrefix.CopyTo(variable);
        for (int i = 0; i < name.Length; i++)
            variable[EnvironmentPrefix.Length + i] = Capital(name[i]);
        return variable;
    }

    private static bool IsInCapitals(ReadOnlySpan<byte> name, ReadOnlySpan<byte> capitals)
    {
        if (name.Length != capitals.Length)
            return false;
        for (int i = 0; i < name.Length; i++)
        {
            if (Capital(name[i]) != capitals[i])
                return false;
        }

        return true;
    }

    private static byte Capital(byte letter) => letter is >= (byte)'a' and <= (byte)'z' ? (byte)(letter - 32) : letter;
}
