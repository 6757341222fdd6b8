using Larder.Compilers;
using Larder.Storage;

namespace Larder.CommandLine.Reporting;

/// <summary>How counters are grouped and called.</summary>
internal static class CounterRows
{
    /// <summary>The counters that are shown even when they are zero, so that who reads them needn't ask whether they are there.</summary>
    internal static ReadOnlySpan<Counter> Main =>
    [
        Counter.DirectHit, Counter.PreprocessedHit, Counter.Miss, Counter.Recache, Counter.Stored, Counter.StoreFailed,
        Counter.CorruptEntry, Counter.Evicted, Counter.InternalError, Counter.FallbackExecuted,
    ];

    /// <summary>A counter that isn't named here, a later version's among them, is a reason for not caching.</summary>
    internal static CounterGroup GroupOf(Counter counter) => counter switch
    {
        Counter.DirectHit or Counter.CommentHit or Counter.PreprocessedHit or Counter.FailedHit or Counter.PreprocessingHit => CounterGroup.Hit,
        Counter.Miss or Counter.PreprocessingMiss or Counter.Recache => CounterGroup.Miss,
        Counter.ManifestMismatch or Counter.ResultGone => CounterGroup.AboutMisses,
        Counter.CommandSplit or Counter.Stored or Counter.SharedResult or Counter.SharedKibibytes or Counter.FailedStored or Counter.Evicted or Counter.Cleared or Counter.NotStoredReadOnly or Counter.Fetched or Counter.Offered or Counter.LowerHit => CounterGroup.Store,
        Counter.StoreFailed or Counter.CorruptEntry or Counter.CorruptLowerEntry or Counter.LowerUnusable or Counter.InternalError or Counter.FallbackExecuted => CounterGroup.Trouble,
        _ => CounterGroup.NotCached,
    };

    /// <summary>The name for programs: snake_case, and "counter_N" for one that this version doesn't know.</summary>
    internal static string NameOf(ushort id)
    {
        int reason = id - (int)Counter.FirstRefusal;
        string name = reason >= 0 && reason <= RefusalReasons.Highest
            ? JoinedName((RefusalReason)reason)
            : CounterNames.Of((Counter)id);
        return name.Length > 0 ? name : "counter_" + id.ToString();
    }

    private static string JoinedName(RefusalReason reason) => System.Text.Encoding.ASCII.GetString(RefusalReasons.Name(reason));
}
