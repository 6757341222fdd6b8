using Larder.Compilers;
using Larder.Storage;

namespace Larder.CommandLine.Reporting;

/// <summary>How counters are called.</summary>
internal static class CounterRows
{
    /// <summary>The counters that are shown even when they are zero, so that who reads them needn't ask whether they are there.</summary>
    internal static ReadOnlySpan<Counter> Main =>
    [
        Counter.DirectHit, Counter.PreprocessedHit, Counter.Miss, Counter.Recache, Counter.Stored, Counter.StoreFailed,
        Counter.CorruptEntry, Counter.Evicted, Counter.InternalError, Counter.FallbackExecuted,
    ];

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
