using Larder.Caching.Explaining;
using Larder.Caching.Settings;
using Larder.CommandLine.Explaining;
using Larder.Storage;

namespace Larder.CommandLine.Reports.Data;

/// <summary>All that a report shows.</summary>
internal sealed class ReportData
{
    /// <summary>Each takes a look at a dozen earlier ones; for more than these nobody waits.</summary>
    private const int MostExplained = 5000;

    internal ReportData(ReportScope scope, JournalView journal, LocalStore store, StatisticsSnapshot snapshot, CacheSettings settings, long now)
    {
        Scope = scope;
        Settings = settings;
        Now = now;
        Size = snapshot.IsSizeKnown ? new StoreSize(snapshot.Bytes, snapshot.Files) : store.Scan();
        ZeroedAt = snapshot.ZeroedAt;
        LaterHits = HistorySlice.HitsAfter(snapshot, scope.Until, now);
        Compilers = [.. snapshot.Groups.Where(static row => row.Sums.Requests > 0).OrderByDescending(static row => row.Sums.Requests)];
        Calls = Explain(scope.Notes, new Explainer(store, journal));
        Misses = [.. Calls.Where(static call => CounterGroups.Of(call.Note.Reason) == CounterGroup.Miss)];
        Uncached = [.. Calls.Where(static call => CounterGroups.Of(call.Note.Reason) != CounterGroup.Miss)];
        Jobs = Job.Pack(Calls);
        Bins = TimeBin.Of(scope.History, scope.From / 1000, scope.Until / 1000);
        List<EvictedEntry> removed = journal.Evicted.FindAll(entry => entry.Time >= scope.From / 1000 && entry.Time <= scope.Until / 1000);
        WasCleared = removed.Exists(static entry => entry.Cause == EvictionCause.Cleared);
        Removed = removed.Count;
    }

    internal ReportScope Scope { get; }

    internal CacheSettings Settings { get; }

    /// <summary>When this was put together: seconds since the epoch.</summary>
    internal long Now { get; }

    /// <summary>What the cache takes now.</summary>
    internal StoreSize Size { get; }

    /// <summary>Since when <see cref="Compilers"/> are counted: seconds since the epoch, 0 for always.</summary>
    internal long ZeroedAt { get; }

    /// <summary>Hits since, of whatever build.</summary>
    internal ulong LaterHits { get; }

    /// <summary>Entries that were removed in this time, as far as that is remembered.</summary>
    internal int Removed { get; }

    /// <summary>All of them were, in this time.</summary>
    internal bool WasCleared { get; }

    internal List<HistoryRow> Compilers { get; }

    /// <summary>All calls that are noted, in the order in which they ended.</summary>
    internal List<Explanation> Calls { get; }

    /// <summary>Those of them that could have been served.</summary>
    internal List<Explanation> Misses { get; }

    /// <summary>The others.</summary>
    internal List<Explanation> Uncached { get; }

    internal List<Job> Jobs { get; }

    /// <summary>Empty where nothing is known of when requests were.</summary>
    internal List<TimeBin> Bins { get; }

    private static List<Explanation> Explain(List<CompileNote> notes, Explainer explainer)
    {
        int compared = notes.Count(static note => note.IsLookedUp);
        List<Explanation> calls = new(notes.Count);
        foreach (CompileNote note in notes)
        {
            bool isCompared = note.IsLookedUp;
            calls.Add(isCompared && compared > MostExplained
                ? new Explanation(note, [new Cause(CauseKind.Unknown, $"not looked into: only the last {MostExplained} misses are")])
                : explainer.Explain(note));
            compared -= isCompared ? 1 : 0;
        }

        return calls;
    }
}
