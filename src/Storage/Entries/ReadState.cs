namespace Larder.Storage;

/// <summary>How a look at the store ended.</summary>
public enum ReadState : byte
{
    /// <summary>There is no such entry.</summary>
    Absent,

    /// <summary>The entry was found and is whole.</summary>
    Found,

    /// <summary>Something else, or less, stands at its place: a miss, to be counted, and removed where that was permitted.</summary>
    Corrupt,

    /// <summary>The system refused (permission, I/O error, too many files): a miss.</summary>
    Failed,
}
