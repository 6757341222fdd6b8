namespace Larder.Storage;

/// <summary>How a store behaves. Immutable.</summary>
public sealed record StoreOptions
{
    /// <summary>The cache directory, absolute, without a slash at its end.</summary>
    public required byte[] Directory { get; init; }

    /// <summary>Cache directories of the same form that are only read, and looked through in this order where <see cref="Directory"/> has nothing.</summary>
    public byte[][] LowerDirectories { get; init; } = [];

    /// <summary>The size in bytes on disk that eviction keeps to; 0 for no limit.</summary>
    public long MaxSize { get; init; }

    /// <summary>The number of files that eviction keeps to; 0 for no limit.</summary>
    public long MaxFiles { get; init; }

    /// <summary>How long, in seconds, an entry is kept that nobody uses; 0 for no limit.</summary>
    public long MaxAge { get; init; }

    /// <summary>Whether there is anything to keep to.</summary>
    public bool HasLimits => MaxSize > 0 || MaxFiles > 0 || MaxAge > 0;

    /// <summary>The zstd level of what is stored, 1 to 19; 0 stores results raw, so that they can be cloned. Default 1.</summary>
    public int CompressionLevel { get; init; } = 1;

    /// <summary>The umask of what is made in the cache directory; null for the process's own.</summary>
    public uint? Umask { get; init; }

    /// <summary>What may be taken, in bytes beside the entries, by what is noted of misses (<see cref="CompileJournal"/>); 0: nothing is.</summary>
    public long JournalSize { get; init; }

    /// <summary>A file to which the name of every entry is added that is found or stored; empty for none. See <see cref="UsedEntries"/>.</summary>
    public byte[] UsedList { get; init; } = [];

    /// <summary>The file system's magic number, where a test says so; null to ask the kernel.</summary>
    internal long? FileSystemType { get; init; }

    /// <summary>Whether nothing at all may be changed below the directory.</summary>
    public bool ReadOnly { get; init; }
}
