using Larder.Caching.Explaining;
using Larder.CommandLine.Text;
using Larder.Posix;
using Larder.Storage;
using Larder.Storage.Manifests;

namespace Larder.CommandLine.Explaining;

/// <summary>
/// Says why a compile was not a hit: finds the nearest earlier one, by what it was looked up by and by what it read, and names what differs.
/// </summary>
internal sealed class Explainer
{
    /// <summary>Earlier compiles of a source that are looked at: branches and kinds of build that are switched between.</summary>
    private const int MostEarlier = 12;

    /// <summary>More than there are differences.</summary>
    private const int Unknown = 1_000_000;

    private readonly LocalStore _store;
    private readonly JournalView _journal;
    private readonly PartsComparison _parts;
    private readonly InputComparison _inputs;
    private readonly Func<Digest, ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> _expand;

    /// <param name="store">Where manifests are.</param>
    /// <param name="journal">What was noted.</param>
    /// <param name="expand">Puts paths into a manifest in which they are spelled neutrally; null: they stay as they are.</param>
    internal Explainer(LocalStore store, JournalView journal, Func<Digest, ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>? expand = null)
    {
        ChangedLines lines = new(store);
        _store = store;
        _journal = journal;
        _parts = new PartsComparison(new ToolchainParts(store), lines);
        _inputs = new InputComparison(lines);
        _expand = expand ?? (static (_, payload) => payload);
    }

    /// <summary>Explains a call that ended without a hit.</summary>
    internal Explanation Explain(CompileNote note) => Explain(note, Read(note), isTrial: false);

    /// <summary>Explains what would keep a compile from being a hit, if it were run now, from where this process is.</summary>
    internal Explanation ExplainTrial(CompileNote note) => Explain(note, null, isTrial: true);

    private Explanation Explain(CompileNote note, InputView? own, bool isTrial)
    {
        // Without parts the compiler wasn't run for the cache: a refusal, or a fault before the look-up.
        if (!note.IsLookedUp)
            return new Explanation(note, [new Cause(CauseKind.NotCached, "not cached: " + ReasonTexts.Of(note.Reason, note.Detail))]);
        Explanation? nearest = null;
        int distance = int.MaxValue;
        foreach ((CompileNote earlier, List<Cause> causes) in Candidates(note, own, isTrial))
        {
            // Of two that are as near, the newer. What one read that wasn't stored nobody knows: it may be as near as it looks, or not.
            int here = causes.Count + (IsComparable(earlier, note) ? 0 : Unknown);
            if (here >= distance)
                continue;
            (nearest, distance) = (new Explanation(note, causes) { Earlier = earlier }, here);
        }

        IReadOnlyList<Cause> found = Judge(note, own, nearest, isTrial);
        return new Explanation(note, found) { Earlier = nearest?.Earlier, NotStored = isTrial ? null : NotStored(note) };
    }

    /// <summary>What a compile read is known: it stands in a manifest, or in the note.</summary>
    private static bool IsComparable(CompileNote earlier, CompileNote note) =>
        earlier == note || earlier.Inputs != default || earlier.Parts.Exists(static part => IsText(part));

    /// <summary>The preprocessor's text is the key, and this is a file that it is made of.</summary>
    private static bool IsText(KeyEntry part) => part.Label.AsSpan().SequenceEqual("input"u8);

    private IReadOnlyList<Cause> Judge(CompileNote note, InputView? own, Explanation? nearest, bool isTrial)
    {
        if (note.Reason == Counter.Recache)
            return [new Cause(CauseKind.Recache, "`recache` is set, so nothing was looked up")];
        if (note.Reason == Counter.WrongHit)
            return [new Cause(CauseKind.Damaged, ReasonTexts.Of(note.Reason, note.Detail))];
        if (note.Cause == MissCause.Damaged)
            return [new Cause(CauseKind.Damaged, isTrial ? "the entry is damaged" : "the entry was damaged, and was removed")];
        if (nearest is { Causes.Count: > 0 })
            return nearest.Causes;

        // The same states of everything, as far as is known: then the entry itself is what was missing.
        if (nearest?.Earlier is { } earlier && note.Cause != MissCause.InputsDiffer && NotStored(earlier) is { } unsaved)
            return [new Cause(CauseKind.NotStoredBefore, $"the same compile ran {Ago(note.Ended - earlier.Ended)} before, and was not stored: {unsaved.Text}") { Group = $"the same compile ran before, and was not stored: {unsaved.Text}" }];
        if (nearest?.Earlier is { } other && other != note && !isTrial && other.Ended > note.Began)
            return [new Cause(CauseKind.Concurrent, "the same compile was running at the same time, and had not ended")];
        if (FindRemoval(note, nearest?.Earlier) is { } removal)
            return [removal];
        if (note.Cause == MissCause.InputsDiffer && note.Changed.Length > 0 && own is null)
            return [new Cause(CauseKind.File, $"`{ByteText.Show(note.Changed)}` differs from what is known") { File = ByteText.Decode(note.Changed) }];
        if (note.Cause == MissCause.InputsDiffer)
            return [new Cause(CauseKind.File, $"`{ByteText.Show(note.Changed)}` changed") { File = ByteText.Decode(note.Changed) }];
        if (note.Cause == MissCause.ResultGone)
            return [new Cause(CauseKind.EntryGone, "what it had made is no longer in the cache")];
        return nearest?.Earlier is { } same
            ? [new Cause(CauseKind.EntryGone, $"nothing that is known has changed since {Ago(note.Ended - same.Ended)} before, but the entry is not in the cache any more") { Group = "nothing that is known has changed, but the entry is not in the cache any more" }]
            : [new Cause(CauseKind.FirstCompile, $"no earlier compile of `{ByteText.Show(note.Source)}` is known")];
    }

    /// <summary>The earlier compiles and what differs from each, the newest first.</summary>
    private IEnumerable<(CompileNote Earlier, List<Cause> Causes)> Candidates(CompileNote note, InputView? own, bool isTrial)
    {
        foreach (CompileNote earlier in _journal.EarlierThan(note, MostEarlier))
        {
            List<Cause> causes = _parts.Compare(earlier, note, isTrial);
            InputView? before = Read(earlier);
            if (before is not null)
            {
                // A header of a source that is in another place is another header: what differs there follows.
                List<Cause> read = isTrial ? _inputs.CompareWithNow(before) : own is not null ? _inputs.Compare(before, own) : [];
                bool isElsewhere = causes.Exists(static cause => cause.Kind is CauseKind.Compiler or CauseKind.SearchPath or CauseKind.Directory);

                // What is part of the key itself stands among what was read as well.
                causes.AddRange(read.Where(cause => (!isElsewhere || cause.Kind == CauseKind.File) && !causes.Exists(named => named.File.Length > 0 && named.File == cause.File)).ToArray());
            }

            yield return (earlier, causes);
        }

        // Made without a note here: by another machine, by an earlier larder, or so long ago that the note is gone. What this one read must be known for that.
        bool isText = note.Parts.Exists(static part => IsText(part));
        foreach (InputView before in isText || (own is null && !isTrial) ? [] : OtherStates(note))
            yield return (note, isTrial ? _inputs.CompareWithNow(before) : _inputs.Compare(before, own!));
    }

    /// <summary>States of the files that are known under the same key, older than the one that this compile made.</summary>
    private IEnumerable<InputView> OtherStates(CompileNote note)
    {
        List<(Digest Id, InputView View)> states = StatesOf(note.StoredUnder != default ? note.StoredUnder : note.ManifestKey);
        return states.Skip(states.FindIndex(state => state.Id == note.Inputs) + 1).Select(static state => state.View);
    }

    /// <summary>What a compile read, as its manifest has it; null where it has that no longer.</summary>
    private InputView? Read(CompileNote note) =>
        note.Inputs == default ? null : StatesOf(note.StoredUnder).Find(state => state.Id == note.Inputs).View;

    /// <summary>The states of the files that a manifest knows, the newest first, each with the digest that notes have of it.</summary>
    private List<(Digest Id, InputView View)> StatesOf(Digest key)
    {
        List<(Digest Id, InputView View)> states = [];
        for (LocalStore? layer = _store; layer is not null && key != default; layer = layer.Lower)
        {
            if (layer.ReadEntry(EntryKind.Manifest, in key) is not { IsFound: true } entry || !Manifest.TryRead(entry.Payload.Span, out Manifest manifest))
                continue;
            List<Digest> ids = [];
            foreach (ManifestVariant variant in manifest)
                ids.Add(Digest.Of(variant.InputBytes));
            int index = 0;
            if (!Manifest.TryRead(_expand(key, entry.Payload).Span, out Manifest expanded))
                continue;
            foreach (ManifestVariant variant in expanded)
            {
                if (index < ids.Count && variant.TryReadInputs(out InputSet inputs))
                    states.Add((ids[index], InputView.Of(in inputs)));
                index++;
            }
        }

        return states;
    }

    private Cause? FindRemoval(CompileNote note, CompileNote? earlier)
    {
        long since = earlier?.Ended / 1000 ?? 0;
        EvictedEntry removal = _journal.Evicted.FindLast(entry => entry.Time >= since && entry.Time * 1000 <= note.Ended
            && (entry.Cause == EvictionCause.Cleared ? earlier is not null : IsOf(entry.Key, note) || (earlier is not null && IsOf(entry.Key, earlier))));
        string ago = Ago(note.Ended - (removal.Time * 1000));
        return removal.Cause switch
        {
            0 => null,
            EvictionCause.Cleared => new Cause(CauseKind.Cleared, $"the cache was cleared {ago} before") { Group = "the cache was cleared" },
            EvictionCause.Age => new Cause(CauseKind.Evicted, $"evicted {ago} before: nobody had used it for longer than entries are kept") { Group = "evicted: nobody had used it for longer than entries are kept" },
            EvictionCause.Chosen => new Cause(CauseKind.Evicted, $"evicted {ago} before, by \"larder evict\"") { Group = "evicted by \"larder evict\"" },
            _ => new Cause(CauseKind.Evicted, $"evicted {ago} before, to keep the cache's limits") { Group = "evicted to keep the cache's limits" },
        };
    }

    private static bool IsOf(in Digest key, CompileNote note) => key != default && (key == note.StoredUnder || key == note.ManifestKey || key == note.Result);

    /// <summary>Why what a compile made was not stored.</summary>
    private static Cause? NotStored(CompileNote note) =>
        note.Result != default || note.Reason is Counter.Miss or Counter.PreprocessingMiss or Counter.Recache
            ? null
            : new Cause(CauseKind.NotCached, note.Reason == Counter.CompileFailed ? $"the compile failed (exit {note.ExitStatus})" : ReasonTexts.Of(note.Reason, note.Detail));

    private static string Ago(long milliseconds) => Span.Of(TimeSpan.FromMilliseconds(Math.Max(milliseconds, 0)));
}
