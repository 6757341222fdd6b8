namespace Larder.Daemon.Storing;

/// <summary>What may be pending at most.</summary>
/// <param name="Workers">Threads; they compete with the compilers for the cores.</param>
/// <param name="MaxBytes">Captured bytes that wait or are being stored.</param>
/// <param name="MaxItems">Compiles that wait or are being stored; each may hold descriptors.</param>
internal sealed record StoreQueueLimits(int Workers, long MaxBytes, int MaxItems)
{
    /// <summary>
    /// Two workers keep up with any number of compilers (a store takes 1-2 ms, a compile a hundred times that), and one large object
    /// doesn't hold up the small ones. Outputs with debug information have 10 MB at times: 64 MiB are some of these, or hundreds of
    /// usual ones. An item may hold some descriptors of its client's memory files: 128 items stay within the usual soft limit of 1024.
    /// </summary>
    internal static StoreQueueLimits Default { get; } = new(Workers: 2, MaxBytes: 64 << 20, MaxItems: 128);
}
