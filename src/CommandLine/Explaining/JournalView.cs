using Larder.Caching.Explaining;
using Larder.Posix;
using Larder.Storage;

namespace Larder.CommandLine.Explaining;

/// <summary>What is noted of misses and uncached calls, as it stands now.</summary>
internal sealed class JournalView
{
    /// <summary>More than the largest journal holds by default; who watches for weeks keeps half of them.</summary>
    private const int MostNotes = 200_000;

    /// <summary>Of a source that a build compiles a hundred times, the last so many.</summary>
    private const int MostCompared = 200;

    private readonly Dictionary<string, List<CompileNote>> _bySource = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<CompileNote>> _byName = new(StringComparer.Ordinal);
    private readonly EvictionMemory _evictions;
    private readonly CompileJournal _journal;
    private LogPlace _place;
    private int _indexed;
    private List<EvictedEntry>? _evicted;

    internal JournalView(LocalStore store)
    {
        _journal = new CompileJournal(store);
        _evictions = new EvictionMemory(store);
        _journal.ReadOn(ref _place);
        Add(_journal.Read());
    }

    /// <summary>All, the oldest first.</summary>
    internal List<CompileNote> Notes { get; } = [];

    /// <summary>Takes in what was noted since.</summary>
    internal void Refresh()
    {
        _evicted = null;
        if (_journal.ReadOn(ref _place) is { Count: > 0 } records)
            Add(records);
    }

    /// <summary>What is remembered to have been removed, the oldest first.</summary>
    internal List<EvictedEntry> Evicted => _evicted ??= _evictions.Read();

    /// <summary>The latest that wrote a file.</summary>
    /// <param name="path">From the root.</param>
    internal CompileNote? LastOf(byte[] path) => Notes.FindLast(note => note.Output.Length > 0 && note.Absolute(note.Output).AsSpan().SequenceEqual(path));

    /// <summary>
    /// Earlier compiles that can be compared, the newest first: of the same source to the same output; else of the same source, but in another build, for two outputs of one build
    /// have nothing to do with each other; else of another source of the same name.
    /// </summary>
    /// <param name="note">The compile.</param>
    /// <param name="limit">How many at most.</param>
    internal IEnumerable<CompileNote> EarlierThan(CompileNote note, int limit)
    {
        Index();
        string output = ByteText.Decode(note.Absolute(note.Output));
        List<CompileNote> found = Before(_bySource, ByteText.Decode(note.Absolute(note.Source)), note);
        List<CompileNote> same = found.FindAll(other => ByteText.Decode(other.Absolute(other.Output)) == output);
        List<CompileNote> likely = same.Count > 0 ? same
            : found.Count > 0 ? found.FindAll(other => other.Session != note.Session || note.Session == 0)
            : Before(_byName, ByteText.Decode(ByteString.FileName(note.Source)), note).FindAll(other => IsLikely(note, other));
        return likely.Take(limit);
    }

    /// <summary>The calls of the latest build, the oldest first; empty where nothing is noted. Who asks for a compiler's version (a prompt, an editor) is no build.</summary>
    internal List<CompileNote> LastBuild() =>
        (Notes.FindLast(static note => note.Source.Length > 0) ?? Notes.LastOrDefault()) is { } last ? Notes.FindAll(note => note.Session == last.Session) : [];

    /// <summary>A source of the same name elsewhere is another one, unless its text or its place below the working directory is the same.</summary>
    private static bool IsLikely(CompileNote note, CompileNote other) =>
        note.Source.AsSpan().SequenceEqual(other.Source) || SourceOf(note) is { } source && SourceOf(other) == source;

    private static Digest? SourceOf(CompileNote note) => note.Parts.Find(static part => part.Label.AsSpan().SequenceEqual("source"u8))?.Content;

    private static List<CompileNote> Before(Dictionary<string, List<CompileNote>> index, string key, CompileNote note)
    {
        List<CompileNote> found = [];
        if (!index.TryGetValue(key, out List<CompileNote>? notes))
            return found;

        // Sorted by their ends: those behind it are passed over at once.
        int first = 0;
        for (int end = notes.Count; first < end;)
        {
            int middle = (first + end) / 2;
            (first, end) = notes[middle].Ended < note.Ended ? (middle + 1, end) : (first, middle);
        }

        for (int i = first - 1; i >= 0 && found.Count < MostCompared; i--)
        {
            if (!notes[i].Id.AsSpan().SequenceEqual(note.Id))
                found.Add(notes[i]);
        }

        return found;
    }

    private void Add(List<ReadOnlyMemory<byte>> records)
    {
        int known = Notes.Count;
        foreach (ReadOnlyMemory<byte> record in records)
        {
            // Whole it would take ten times the room; of most no more will be asked.
            if (CompileJournal.Decode(record.Span) is { } bytes
                && CompileNoteFormat.Decode(bytes, () => CompileJournal.Decode(record.Span) is { } again ? CompileNoteFormat.Decode(again) : null) is { } note)
                Notes.Add(note);
        }

        // Writers pass each other by moments.
        bool isSorted = true;
        for (int i = Math.Max(known, 1); i < Notes.Count && isSorted; i++)
            isSorted = Notes[i - 1].Ended <= Notes[i].Ended;
        if (!isSorted)
            Notes.Sort(static (a, b) => a.Ended.CompareTo(b.Ended));
        bool isFull = Notes.Count > MostNotes;
        if (isFull)
            Notes.RemoveRange(0, Notes.Count - (MostNotes / 2));
        if (isSorted && !isFull)
            return;
        _bySource.Clear();
        _byName.Clear();
        _indexed = 0;
    }

    /// <summary>Finds what came since the last time by its source and name.</summary>
    private void Index()
    {
        for (; _indexed < Notes.Count; _indexed++)
        {
            CompileNote note = Notes[_indexed];
            if (!note.IsLookedUp)
                continue;
            Add(_bySource, ByteText.Decode(note.Absolute(note.Source)), note);
            Add(_byName, ByteText.Decode(ByteString.FileName(note.Source)), note);
        }
    }

    private static void Add(Dictionary<string, List<CompileNote>> index, string key, CompileNote note)
    {
        if (!index.TryGetValue(key, out List<CompileNote>? notes))
            index.Add(key, notes = []);
        notes.Add(note);
    }
}
