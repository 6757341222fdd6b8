using static Larder.CommandLine.Ccache.CcacheOptionKind;

namespace Larder.CommandLine.Ccache;

/// <summary>ccache's options (its manual, "Command line options"; 4.7 to 4.13) as data. The help is made of them.</summary>
internal static class CcacheOptions
{
    internal static IReadOnlyList<CcacheOption> All { get; } =
    [
        new(CleanUp, 'c', "cleanup", "", "count the cache anew and bring it within its limits"),
        new(Clear, 'C', "clear", "", "remove everything that the cache holds"),
        new(ConfigPath, '\0', "config-path", "PATH", "use this configuration file"),
        new(CacheDirectory, 'd', "dir", "PATH", "use this cache directory"),
        new(EvictNamespace, '\0', "evict-namespace", "NAME", "remove what was stored in this namespace"),
        new(EvictOlderThan, '\0', "evict-older-than", "AGE", "remove what was not used for so long (ms, s, m, h or d; known to the hour)"),
        new(MaxFiles, 'F', "max-files", "NUM", "write the limit of files into the configuration; 0 is none"),
        new(MaxSize, 'M', "max-size", "SIZE", "write the limit of size into the configuration (k, M, G, T, Ki, Mi, Gi, Ti; alone: G); 0 is none"),
        new(Recompress, 'X', "recompress", "LEVEL", "store all results anew with this zstd level, or \"uncompressed\""),
        new(SetConfig, 'o', "set-config", "KEY=VAL", "write a setting into the configuration"),
        new(ShowCompression, 'x', "show-compression", "", "show how far the cache is compressed"),
        new(ShowConfig, 'p', "show-config", "", "show each setting, and where it comes from"),
        new(ShowStatistics, 's', "show-stats", "", "show what happened; more with -v, all with -vv"),
        new(Verbose, 'v', "verbose", "", "show more"),
        new(ZeroStatistics, 'z', "zero-stats", "", "set the statistics to zero"),
        new(Help, 'h', "help", "", "show this text"),
        new(ShowVersion, 'V', "version", "", "show the version"),
        new(Format, '\0', "format", "FORMAT", "for statistics: tab or json"),
        new(GetConfig, 'k', "get-config", "KEY", "print a setting's value"),
        new(Inspect, '\0', "inspect", "PATH", "show what an entry of the cache holds"),
        new(PrintStatistics, '\0', "print-stats", "", "print the statistics for programs"),
        new(PrintVersion, '\0', "print-version", "", "print the version alone"),
        new(Threads, '\0', "threads", "NUM", "ignored: one is used"),
        new(Threads, '\0', "recompress-threads", "NUM", "ignored: one is used"),
        new(Threads, '\0', "trim-recompress-threads", "NUM", "ignored: one is used"),
        new(NothingToDo, '\0', "stop-storage-helpers", "", "nothing: there are none"),
        new(Inspect, '\0', "dump-manifest", "PATH", "as --inspect"),
        new(Inspect, '\0', "dump-result", "PATH", "as --inspect"),
        new(NotHere, '\0', "show-log-stats", "", "not here: there is no log of statistics"),
        new(NotHere, '\0', "print-log-stats", "", "not here: there is no log of statistics"),
        new(NotHere, '\0', "dry-run", "", "not here"),
        new(NotHere, '\0', "checksum-file", "PATH", "not here"),
        new(NotHere, '\0', "hash-file", "PATH", "not here"),
        new(NotHere, '\0', "extract-result", "PATH", "not here: \"larder inspect\" shows a result"),
        new(NotHere, '\0', "trim-dir", "PATH", "not here: for directories of remote storage, which larder has none of"),
        new(NotHere, '\0', "trim-max-size", "SIZE", "not here, as --trim-dir"),
        new(NotHere, '\0', "trim-method", "METHOD", "not here, as --trim-dir"),
        new(NotHere, '\0', "trim-recompress", "LEVEL", "not here, as --trim-dir"),
    ];

    internal static CcacheOption? Find(char letter)
    {
        foreach (CcacheOption option in All)
        {
            if (option.Letter == letter)
                return option;
        }

        return null;
    }

    /// <summary>By its name or what it begins with, if that is of one option only (getopt_long(3)).</summary>
    internal static CcacheOption? Find(string name)
    {
        CcacheOption? found = null;
        foreach (CcacheOption option in All)
        {
            if (option.Name == name)
                return option;
            if (!option.Name.StartsWith(name, StringComparison.Ordinal) || name.Length == 0)
                continue;
            if (found is not null)
                return null;
            found = option;
        }

        return found;
    }
}
