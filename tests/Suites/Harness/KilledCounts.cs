namespace Larder.Suites.Harness;

/// <summary>
/// What can be demanded of the counters where the daemon is killed at random. One that was killed takes with it what it had answered but not yet
/// stored or counted, and a compile that it left to the shim may be counted twice. So numbers are no measure; but nothing may be a hit
/// where there is none to be had, and nothing may have broken.
/// </summary>
internal static class KilledCounts
{
    /// <summary>Faults of larder's own, which no moment of a kill excuses.</summary>
    private static readonly string[] Faults = ["corrupt_entry", "internal_error", "fallback_executed", "store_failed", "missing_output"];

    internal static void Check(IReadOnlyDictionary<string, long> expected, IReadOnlyDictionary<string, long> counted)
    {
        // Twice: by the daemon, whose reply then did not arrive whole, and by the shim. None where none may be.
        Assert.InRange(Hits(counted), 0, 2 * Hits(expected));
        foreach (string fault in Faults)
            Assert.False(counted.ContainsKey(fault) && !expected.ContainsKey(fault), $"{fault}={counted.GetValueOrDefault(fault)}");
    }

    private static long Hits(IReadOnlyDictionary<string, long> counters) =>
        counters.GetValueOrDefault("direct_hit") + counters.GetValueOrDefault("preprocessed_hit");
}
