using Larder.Caching.Explaining;
using Larder.CommandLine.Text;
using Larder.Posix;

namespace Larder.CommandLine.Explaining;

/// <summary>
/// The calls of a build for people, those together that had to run for the same:
/// <code>
/// make -j8 (4711), 2026-01-31 12:31:05 UTC, 1 min 20 s: 57 compiled, 3 not for the cache
///
///   40  include/config.h changed (line 12)
///         src/a.c, src/b.c, src/c.c and 37 more
///    3  not cached: it links
/// </code>
/// </summary>
internal static class BuildText
{
    private const int MostNamed = 3;

    /// <param name="explanations">Of all that was noted of the build.</param>
    /// <param name="hits">How many hits it had; null where that isn't known, for nothing is noted of them.</param>
    /// <param name="laterHits">Hits since, of whatever build: of one that had nothing else nothing is noted.</param>
    /// <param name="output">Where it goes.</param>
    internal static void Write(List<Explanation> explanations, ulong? hits, ulong laterHits, TextWriter output)
    {
        CompileNote first = explanations[0].Note;
        CompileNote last = explanations[^1].Note;
        string name = explanations.Select(static one => one.Note.BuildText).FirstOrDefault(static text => text.Length > 0) is { } text ? ByteText.Show(text) : "a build";
        int compiled = explanations.Count(static one => one.Note.Took > 0);
        int passed = explanations.Count - compiled;
        output.WriteLine($"{name}, {ExplanationText.When(first.Began, 0)}, {Span.Of(TimeSpan.FromMilliseconds(last.Ended - first.Began))}: {compiled} compiled, {passed} not for the cache{(hits is { } served ? $", {served} from the cache" : string.Empty)}");
        if (laterHits > 0)
            output.WriteLine($"since then {Quantity.Of((long)laterHits, "hit", "hits")} more, which leave no notes");
        output.WriteLine();
        foreach (CauseGroup group in CauseGroup.Of(explanations, TitleOf))
        {
            output.WriteLine($"{group.Calls.Count,5}  {group.Text}");
            output.WriteLine("         " + group.Sources(MostNamed));
        }
    }

    /// <summary>What a call has in common with others; which source it is of stands below.</summary>
    private static string TitleOf(Explanation explanation) =>
        explanation is { Causes: [{ Kind: CauseKind.FirstCompile }], NotStored: null } ? "no earlier compile of the source is known" : explanation.GroupLine;
}
