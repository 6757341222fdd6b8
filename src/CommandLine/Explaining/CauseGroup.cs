using Larder.Posix;

namespace Larder.CommandLine.Explaining;

/// <summary>Calls that had to run for the same.</summary>
/// <param name="Text">For what.</param>
/// <param name="Calls">The calls, in their order; never empty.</param>
internal sealed record CauseGroup(string Text, IReadOnlyList<Explanation> Calls)
{
    /// <summary>Commands say less in more room.</summary>
    private const int LongestCommand = 60;

    /// <summary>The groups of some calls, the largest first.</summary>
    /// <param name="explanations">The calls.</param>
    /// <param name="text">What is the same in a group.</param>
    internal static List<CauseGroup> Of(IEnumerable<Explanation> explanations, Func<Explanation, string> text) =>
        [.. explanations.GroupBy(text, StringComparer.Ordinal).Select(static group => new CauseGroup(group.Key, [.. group])).OrderByDescending(static group => group.Calls.Count)];

    /// <summary>What was compiled: "src/a.c, src/b.c, src/c.c and 37 more".</summary>
    /// <param name="most">How many are named.</param>
    internal string Sources(int most)
    {
        string[] sources = [.. Calls.Select(static one => SourceOf(one)).Distinct(StringComparer.Ordinal)];
        return string.Join(", ", sources.Take(most)) + (sources.Length > most ? $" and {sources.Length - most} more" : string.Empty);
    }

    /// <summary>The source of a call; where it has none, its command.</summary>
    internal static string SourceOf(Explanation call) => call.Note.Source.Length > 0 ? ByteText.Show(call.Note.Source) : ExplanationText.Command(call.Note, LongestCommand);
}
