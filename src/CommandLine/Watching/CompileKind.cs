namespace Larder.CommandLine.Watching;

/// <summary>How a request ended, as far as a rate of hits is concerned.</summary>
internal enum CompileKind
{
    /// <summary>It came from the cache.</summary>
    Hit,

    /// <summary>It could have come from the cache, and the compiler ran.</summary>
    Miss,

    /// <summary>It is not for the cache, for the reason that its counter names.</summary>
    Uncached,
}
