using Larder.Caching.Explaining;
using Larder.Posix;
using Larder.Protocol.Messages;
using Larder.Storage;

namespace Larder.CommandLine.Explaining;

/// <summary>Explains misses right after they have happened, for those who watch.</summary>
internal sealed class FreshExplanations(LocalStore store)
{
    /// <summary>Notes among which one is looked for: what several builds leave while an event is on its way.</summary>
    private const int MostNotes = 256;

    private JournalView? _journal;

    /// <summary>The causes of the latest miss of a source in a line; null where it isn't noted.</summary>
    /// <param name="happened">The miss.</param>
    internal string? Of(WatchEvent happened)
    {
        if (_journal is null)
            _journal = new JournalView(store);
        else
            _journal.Refresh();
        List<CompileNote> notes = _journal.Notes;
        for (int i = notes.Count - 1; i >= Math.Max(notes.Count - MostNotes, 0); i--)
        {
            // What is not for the cache has said all there is to say by its reason.
            if (notes[i].IsLookedUp && IsOf(notes[i], happened))
                return new Explainer(store, _journal).Explain(notes[i]).CauseLine;
        }

        return null;
    }

    /// <summary>$PWD, which the note has, may lead there through links.</summary>
    private static bool IsOf(CompileNote note, WatchEvent happened) =>
        note.Reason == (Counter)happened.Reason && note.Session == happened.Session && happened.Source.Span.SequenceEqual(note.Source)
        && (happened.WorkingDirectory.Span.SequenceEqual(note.Directory) || happened.WorkingDirectory.Span.SequenceEqual(FileSystem.RealPath(note.Directory)));
}
