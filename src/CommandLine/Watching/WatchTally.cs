using Larder.CommandLine.Text;

namespace Larder.CommandLine.Watching;

/// <summary>Requests that were seen, by how they ended.</summary>
internal sealed class WatchTally
{
    internal ulong Hits { get; private set; }

    internal ulong Misses { get; private set; }

    internal ulong Uncached { get; private set; }

    /// <summary>Of what the hits' compilers took when the results were made, as far as that is known.</summary>
    internal TimeSpan Saved { get; private set; }

    /// <summary>Hits for which that is known.</summary>
    internal ulong HitsWithSaved { get; private set; }

    internal ulong All => Hits + Misses + Uncached;

    /// <summary>"66.7 %" of what could have been hits, or "-".</summary>
    internal string Rate => Hits + Misses == 0 ? "-" : Quantity.Share(Hits, Hits + Misses);

    /// <summary>"3.1 s", or "-" where no hit says what its compiler took.</summary>
    internal string SavedText => HitsWithSaved == 0 ? "-" : WatchText.Span(Saved);

    internal void Add(CompileKind kind, ulong count = 1)
    {
        switch (kind)
        {
            case CompileKind.Hit:
                Hits += count;
                break;
            case CompileKind.Miss:
                Misses += count;
                break;
            default:
                Uncached += count;
                break;
        }
    }

    internal void AddSaved(TimeSpan saved)
    {
        if (saved <= TimeSpan.Zero)
            return;
        Saved = Saved < TimeSpan.MaxValue - saved ? Saved + saved : TimeSpan.MaxValue;
        HitsWithSaved++;
    }
}
