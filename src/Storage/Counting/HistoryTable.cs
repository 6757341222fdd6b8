using System.Runtime.InteropServices;

namespace Larder.Storage;

/// <summary>Requests by whose they are, for so many as there is room for: where another comes, the one whose last request is longest ago goes, of sessions first those without a compile.</summary>
/// <param name="max">How many there may be, without the rest.</param>
/// <param name="keepsRest">What goes is added to a row of its own, whose id is 0. Requests that are nobody's are, too.</param>
internal sealed class HistoryTable(int max, bool keepsRest)
{
    /// <summary>
    /// The session of a process that was silent for so long is counted anew. Longer than a night would join two days' work of a shell, or of a CI runner; shorter than the
    /// longest single compile would part a build.
    /// </summary>
    private const uint SilentFor = 6 * 3600;

    private readonly List<HistoryRow> _rows = [];

    /// <summary>How many there can be.</summary>
    internal int Max => max + (keepsRest ? 1 : 0);

    /// <summary>In no order.</summary>
    internal IReadOnlyList<HistoryRow> Rows => _rows;

    internal void Add(ulong id, uint time, in StatisticsSums sums)
    {
        if (id == 0 && !keepsRest)
            return;
        int at = IndexOf(id);
        if (at < 0)
        {
            if (id != 0)
                MakeRoom();
            at = _rows.Count;
            _rows.Add(new HistoryRow(id, time, time, [], default));
        }

        ref HistoryRow row = ref CollectionsMarshal.AsSpan(_rows)[at];
        if (!keepsRest && !StatisticsFacts.IsNamed(id) && time > (ulong)row.Last + SilentFor)
            row = new HistoryRow(id, time, time, [], default);
        row = row with { First = Earlier(row.First, time), Last = Math.Max(row.Last, time), Sums = row.Sums + sums };
    }

    /// <summary>Says what one is called that there is.</summary>
    internal void Name(ulong id, ReadOnlySpan<byte> text)
    {
        int at = id == 0 ? -1 : IndexOf(id);
        if (at >= 0 && !text.SequenceEqual(_rows[at].Text))
            _rows[at] = _rows[at] with { Text = text.ToArray() };
    }

    /// <summary>Adds a row that was read. False where it can't be one.</summary>
    internal bool TryAppend(in HistoryRow row)
    {
        if (_rows.Count >= Max || IndexOf(row.Id) >= 0 || (row.Id == 0 && !keepsRest))
            return false;
        _rows.Add(row);
        return true;
    }

    internal void Clear() => _rows.Clear();

    /// <summary>Makes all sums nothing. Names stay: hits, which may be all that follows, seldom say them.</summary>
    internal void Zero()
    {
        foreach (ref HistoryRow row in CollectionsMarshal.AsSpan(_rows))
            row = row with { First = 0, Last = 0, Sums = default };
    }

    /// <summary>Who goes first: who only asked for a version, say (prompts and editors do so, each a process of its own), then the one of longest ago.</summary>
    private (bool HasCompiled, uint Last) Rank(in HistoryRow row) => (keepsRest || row.Sums.Hits + row.Sums.Misses > 0 || StatisticsFacts.IsNamed(row.Id), row.Last);

    private static uint Earlier(uint a, uint b) => a == 0 || b == 0 ? Math.Max(a, b) : Math.Min(a, b);

    private int IndexOf(ulong id)
    {
        ReadOnlySpan<HistoryRow> rows = CollectionsMarshal.AsSpan(_rows);
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i].Id == id)
                return i;
        }

        return -1;
    }

    private void MakeRoom()
    {
        int rest = IndexOf(0);
        if (_rows.Count - (rest >= 0 ? 1 : 0) < max)
            return;
        int oldest = -1;
        for (int i = 0; i < _rows.Count; i++)
        {
            if (i != rest && (oldest < 0 || Rank(_rows[i]).CompareTo(Rank(_rows[oldest])) < 0))
                oldest = i;
        }

        HistoryRow gone = _rows[oldest];
        _rows.RemoveAt(oldest);
        if (!keepsRest)
            return;
        Add(0, gone.First, default);
        Add(0, gone.Last, gone.Sums);
    }
}
