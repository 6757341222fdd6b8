namespace Larder.Storage;

/// <summary>The statistics at one moment: every delta appended before counts once, whole.</summary>
public sealed class StatisticsSnapshot
{
    internal StatisticsSnapshot(StatisticsTotals totals, bool isSizeKnown)
    {
        Totals = totals;
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
