namespace Larder.Storage;

/// <summary>What a counter says of a call, or of the cache.</summary>
public enum CounterGroup
{
    /// <summary>Served from the cache.</summary>
    Hit,

    /// <summary>Could have been served, and the compiler ran.</summary>
    Miss,

    /// <summary>Says more about misses that are counted as such.</summary>
    AboutMisses,

    /// <summary>What was done to the cache.</summary>
    Store,

    /// <summary>Something went wrong; the compiler's result was delivered nevertheless.</summary>
    Trouble,

    /// <summary>Not cached, for the reason that the counter names. Each such call has one.</summary>
    NotCached,
}
