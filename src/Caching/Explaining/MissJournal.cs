using Larder.Caching.Settings;
using Larder.Compilers;
using Larder.Posix;
using Larder.Storage;

namespace Larder.Caching.Explaining;

/// <summary>
/// Notes each request that ended without a hit, so that it can be explained later: a record of some kilobyte in the journal. Hits write nothing.
/// </summary>
public static class MissJournal
{
    /// <summary>Whether anything is noted under these settings.</summary>
    public static bool IsKept(CacheSettings settings) => (settings.JournalSize > 0 && !settings.ReadOnly) || settings.Debug;

    /// <summary>Notes how a request ended, where it was no hit. Never throws: the compile has happened.</summary>
    /// <param name="cache">The request.</param>
    /// <param name="invocation">The same, as it was asked.</param>
    /// <param name="outcome">How it ended.</param>
    public static void TryWrite(CompileCache cache, Invocation invocation, LocalStore store, CacheOutcome outcome)
    {
        if (!IsKept(invocation.Settings))
            return;
        try
        {
            if (IsHit(outcome.Reason))
            {
                // What stands there is of an earlier compile of another object.
                if (invocation.Settings.Debug && outcome.Reason != Counter.None)
                    DebugFile.Remove(cache.Compilation);
                return;
            }

            Write(cache, invocation, store, outcome);
        }
        catch (Exception)
        {
            // An explanation is not worth a build.
            return;
        }
    }

    /// <summary>Whether a request that ended so was served from the cache.</summary>
    private static bool IsHit(Counter reason) => reason == Counter.None || CounterGroups.Of(reason) == CounterGroup.Hit;

    private static void Write(CompileCache cache, Invocation invocation, LocalStore store, CacheOutcome outcome)
    {
        CompileNote note = cache.Describe(outcome);
        note.Session = invocation.Session;
        note.BuildText = invocation.BuildText;
        byte[] bytes = CompileNoteFormat.Encode(note);
        if (invocation.Settings.Debug && note.Source.Length > 0 && cache.Compilation.WritesOutput)
            DebugFile.Write(cache.Compilation, note);
        if (store.Options is not { JournalSize: > 0, ReadOnly: false })
            return;
        new CompileJournal(store).Append(bytes);
        Remember(cache, note, new LineMemory(store));
    }

    /// <summary>Remembers the lines of what was read, so that a later change of it can be placed.</summary>
    private static void Remember(CompileCache cache, CompileNote note, LineMemory memory)
    {
        if (!memory.IsKept)
            return;
        try
        {
            foreach ((byte[] path, Digest content) in cache.TextsRead(note))
            {
                if (!memory.Has(in content) && LineMemory.TryRead(path, in content) is { } sketch)
                    memory.Add(sketch);
            }
        }
        finally
        {
            memory.Close();
        }
    }
}
