using Larder.Caching.Explaining;
using Larder.CommandLine.Explaining;
using Larder.CommandLine.Reporting;
using Larder.CommandLine.Text;
using Larder.Posix;
using Larder.Storage;

namespace Larder.CommandLine.Reports.Data;

/// <summary>Finds what belongs to a build, a session or a time.</summary>
/// <param name="journal">The notes.</param>
/// <param name="snapshot">The statistics.</param>
/// <param name="now">Seconds since the epoch.</param>
internal sealed class ScopeFinder(JournalView journal, StatisticsSnapshot snapshot, long now)
{
    /// <summary>The last build that something is noted of; its hits, which are not noted, are its session's in the statistics. Null where nothing is noted.</summary>
    internal ReportScope? LastBuild()
    {
        List<CompileNote> notes = journal.LastBuild();
        if (notes.Count == 0)
            return null;
        ulong session = notes[^1].Session;
        string? title = notes.Find(static note => note.BuildText.Length > 0) is { } told ? ByteText.Show(told.BuildText) : null;

        // What is counted may have begun after it: zeroed, or silent for long.
        return snapshot.Sessions.FirstOrDefault(row => row.Id == session) is { Id: not 0 } counted && counted.First * 1000L <= notes[^1].Ended + 1000
            ? OfSession(counted, title) with { Kind = "build" }
            : OfNotesAlone("build", title ?? "a build", notes, notes.Min(static note => note.Began), notes[^1].Ended);
    }

    /// <summary>A session by its name, or by what it is called in <see cref="SessionNames"/>. Null where there is none.</summary>
    internal ReportScope? Session(byte[] name)
    {
        ulong id = StatisticsFacts.SessionOf(name);
        string text = ByteText.Decode(name);
        HistoryRow[] rows = [.. snapshot.Sessions.OrderByDescending(static row => row.Last)];
        foreach (Func<HistoryRow, bool> isMeant in (Func<HistoryRow, bool>[])
        [
            row => row.Id == id,
            row => row.Text.AsSpan().SequenceEqual(name) || ByteText.Show(row.Text) == text || StatisticsGroup.NameOf(in row) == text,
            row => row.Id.ToString() == text || SessionText.Of(row.Id) == text,
        ])
        {
            if (Array.FindIndex(rows, row => isMeant(row)) is >= 0 and int at)
                return OfSession(rows[at]);
        }

        // The statistics were set to zero since.
        List<CompileNote> notes = journal.Notes.FindAll(note => note.Session == id);
        return notes.Count == 0 ? null : OfNotesAlone("session", ByteText.Show(name), notes, notes.Min(static note => note.Began), notes[^1].Ended);
    }

    /// <summary>All that went on within the last seconds.</summary>
    internal ReportScope Since(long seconds)
    {
        seconds = Math.Min(seconds, now);
        long from = now - seconds;
        string title = $"The last {Span.Of(TimeSpan.FromSeconds(seconds))}";
        List<CompileNote> notes = journal.Notes.FindAll(note => note.Ended >= from * 1000);
        HistorySlice history = HistorySlice.Of(snapshot, from, now, now);
        return history.Sums.Requests == 0
            ? OfNotesAlone("time", title, notes, from * 1000, now * 1000, history)
            : new ReportScope(title, from * 1000, now * 1000, notes, history.Sums, HasHits: true) { Kind = "time", History = history };
    }

    /// <summary>The sessions that there are, the latest first.</summary>
    internal IEnumerable<string> SessionNames() =>
        snapshot.Sessions.OrderByDescending(static row => row.Last).Select(static row => StatisticsGroup.NameOf(in row));

    private ReportScope OfSession(in HistoryRow row, string? title = null)
    {
        // One that was silent for long is counted anew.
        (ulong id, long first, long last) = (row.Id, row.First * 1000L, (row.Last + 1) * 1000L);
        List<CompileNote> notes = journal.Notes.FindAll(note => note.Session == id && note.Ended >= first && note.Ended <= last + 1000);
        long from = notes.Count == 0 ? first : Math.Min(first, notes.Min(static note => note.Began));
        title ??= ByteText.Show(row.Text) is { Length: > 0 } text ? text : StatisticsGroup.NameOf(in row);
        return new ReportScope(title, from, last, notes, row.Sums, HasHits: true) { Kind = "session", History = HistorySlice.Of(snapshot, from / 1000, row.Last, now) };
    }

    /// <summary>Where nothing is counted any more.</summary>
    private static ReportScope OfNotesAlone(string kind, string title, List<CompileNote> notes, long from, long until, HistorySlice? history = null) =>
        new(title, from, until, notes, OfNotes(notes), HasHits: false) { Kind = kind, History = history ?? new HistorySlice(10, []) };

    private static StatisticsSums OfNotes(List<CompileNote> notes)
    {
        ulong misses = (ulong)notes.LongCount(static note => CounterGroups.Of(note.Reason) == CounterGroup.Miss);
        return new StatisticsSums(0, misses, (ulong)notes.Count - misses, 0, (ulong)notes.Sum(static note => note.Took), (ulong)notes.Sum(static note => Math.Max(note.Bytes, 0)));
    }
}
