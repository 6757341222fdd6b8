namespace Larder.Storage;

/// <summary>The statistics at one moment: every delta appended before counts once, whole.</summary>
public sealed class StatisticsSnapshot
{
    private readonly StatisticsHistory _history;

    internal StatisticsSnapshot(StatisticsTotals totals, StatisticsHistory history, bool isSizeKnown)
    {
        Totals = totals;
        _history = history;
        IsSizeKnown = isSizeKnown;
    }

    internal StatisticsTotals Totals { get; }

    /// <summary>What the store's entries take on disk, as far as the deltas say.</summary>
    public long Bytes => Totals.Bytes;

    /// <summary>How many entries the store has, as far as the deltas say.</summary>
    public long Files => Totals.Files;

    /// <summary>When the counters were last set to zero, in seconds since the epoch; 0 for never.</summary>
    public long ZeroedAt => Totals.Zeroed;

    /// <summary>False where the statistics can't be read or were damaged, so that sizes start from nothing.</summary>
    public bool IsSizeKnown { get; }

    /// <summary>The counters that are not zero, in no order; ones of a later version among them.</summary>
    public IReadOnlyList<(ushort Id, ulong Value)> Counters => Totals.Counters;

    /// <summary>The named counters that are not zero, in no order. Names are bytes of command lines.</summary>
    public IReadOnlyList<(byte[] Name, ulong Value)> Named => Totals.Names;

    /// <summary>Requests of the last two hours, by spans of ten seconds; spans without any are left out here and in the others.</summary>
    public IReadOnlyList<HistoryBucket> Recent => _history.Fine.Buckets;

    /// <summary>Requests of the last 14 days by hours.</summary>
    public IReadOnlyList<HistoryBucket> Hours => _history.Hours.Buckets;

    /// <summary>Requests of the last 400 days on which there were any, by days of UTC.</summary>
    public IReadOnlyList<HistoryBucket> Days => _history.Days.Buckets;

    /// <summary>Requests since the counters were last set to zero, by namespace and compiler, in no order. Some may have none.</summary>
    public IReadOnlyList<HistoryRow> Groups => _history.Groups.Rows;

    /// <summary>The builds that were last at work since then, in no order.</summary>
    public IReadOnlyList<HistoryRow> Sessions => _history.Sessions.Rows;

    /// <summary>What all requests since then come to, as far as it was noted: by larders that note it.</summary>
    public StatisticsSums Sums
    {
        get
        {
            StatisticsSums sums = default;
            foreach (HistoryRow row in Groups)
                sums += row.Sums;
            return sums;
        }
    }

    /// <summary>The value of a counter.</summary>
    public ulong this[Counter counter]
    {
        get
        {
            foreach ((ushort id, ulong value) in Totals.Counters)
            {
                if (id == (ushort)counter)
                    return value;
            }

            return 0;
        }
    }
}
