namespace Larder.Bench.Tools;

/// <summary>What a cache says of itself.</summary>
/// <param name="Hits">Compiles delivered from the cache.</param>
/// <param name="Misses">Compiles that ran the compiler and were (to be) stored.</param>
internal readonly record struct CacheCounts(long Hits, long Misses)
{
    public static CacheCounts operator -(CacheCounts later, CacheCounts earlier) =>
        new(later.Hits - earlier.Hits, later.Misses - earlier.Misses);
}
