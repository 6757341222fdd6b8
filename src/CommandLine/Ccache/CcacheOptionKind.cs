namespace Larder.CommandLine.Ccache;

/// <summary>What an option of ccache's asks for.</summary>
internal enum CcacheOptionKind
{
    CleanUp,
    Clear,
    ConfigPath,
    CacheDirectory,
    EvictNamespace,
    EvictOlderThan,
    MaxFiles,
    MaxSize,
    Recompress,
    SetConfig,
    ShowCompression,
    ShowConfig,
    ShowStatistics,
    Verbose,
    ZeroStatistics,
    Help,
    ShowVersion,
    Format,
    GetConfig,
    Inspect,
    PrintStatistics,
    PrintVersion,

    /// <summary>For programs that run several threads; larder's commands run one.</summary>
    Threads,

    /// <summary>There is nothing of the kind here: succeeds, having nothing to do.</summary>
    NothingToDo,

    /// <summary>Means something to ccache and is not done here: an error.</summary>
    NotHere,
}
