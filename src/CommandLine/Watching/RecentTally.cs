using Larder.CommandLine.Text;

namespace Larder.CommandLine.Watching;

/// <summary>Hits and misses of the last minute, by the second in which they came.</summary>
internal sealed class RecentTally
{
    private const int Seconds = 60;

    private readonly (long Second, ulong Hits, ulong Misses)[] _slots = new (long, ulong, ulong)[Seconds];

    internal void Add(CompileKind kind, DateTimeOffset time, ulong count = 1)
    {
        long second = time.ToUnixTimeSeconds();
        ref (long Second, ulong Hits, ulong Misses) slot = ref _slots[(int)(((second % Seconds) + Seconds) % Seconds)];
        if (slot.Second != second)
            slot = (second, 0, 0);
        if (kind == CompileKind.Hit)
            slot.Hits += count;
        else if (kind == CompileKind.Miss)
            slot.Misses += count;
    }

    /// <summary>"66.7 %" of the last minute's hits and misses, or "-".</summary>
    internal string Rate(DateTimeOffset now)
    {
        long second = now.ToUnixTimeSeconds();
        ulong hits = 0;
        ulong all = 0;
        foreach ((long at, ulong slotHits, ulong slotMisses) in _slots)
        {
            if (second - at is < 0 or >= Seconds)
                continue;
            hits += slotHits;
            all += slotHits + slotMisses;
        }

        return all == 0 ? "-" : Quantity.Share(hits, all);
    }
}
