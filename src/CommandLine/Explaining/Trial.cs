using Larder.Caching;
using Larder.Caching.Explaining;
using Larder.Caching.Running;
using Larder.Caching.Settings;
using Larder.CommandLine.Text;
using Larder.Compilers;
using Larder.Posix;
using Larder.Storage;

namespace Larder.CommandLine.Explaining;

/// <summary>What would become of one compile now.</summary>
/// <param name="Headline">In a line.</param>
/// <param name="Explanation">Why; without causes where it would be a hit.</param>
internal sealed record Trial(string Headline, Explanation Explanation)
{
    /// <summary>The compiles that the command would be looked up as, where it is several; null where it is one.</summary>
    internal SplitCommand? Split { get; private init; }

    /// <summary>Looks it up, and changes nothing.</summary>
    internal static Trial Of(CommandContext context, CacheSettings settings, LocalStore store, JournalView journal, byte[] compiler, byte[][] words)
    {
        Invocation invocation = new() { Compiler = compiler, Arguments = words, Environment = context.Environment, Settings = settings, ErrorIsTerminal = StandardStreams.Error.IsTerminal };
        using CompileCache cache = new(invocation, new LocalStore(store.Options with { ReadOnly = true }), static () => null);
        LookUpOutcome found = cache.Try(out CompileNote note);
        string source = ByteText.Show(note.Source);
        if (found.Outcome is { IsDelivered: true } hit)
        {
            string sparing = hit.Saved > 0 ? ", sparing " + Span.Exact(hit.Saved) : string.Empty;
            return new Trial($"{source} would be a hit ({ReasonNames.Of(hit.Reason)}), of result {hit.Key.ToString()[..16]}{sparing}", new Explanation(note, []));
        }

        return new Trial(
            found.Plan is not null ? $"{source} would be compiled:" : "It would be left to the compiler:",
            new Explainer(store, journal, (key, payload) => cache.Expand(in key, payload)).ExplainTrial(note))
        {
            Split = cache.Split,
        };
    }

    /// <summary>For people.</summary>
    internal void Write(TextWriter output)
    {
        output.WriteLine(Headline);
        foreach (Cause cause in Explanation.Causes)
            output.WriteLine("  " + cause.Text);
        if (Explanation.Earlier is { } earlier && earlier != Explanation.Note)
            output.WriteLine($"  compared with the compile of {ExplanationText.When(earlier.Ended, 0)}");
    }
}
