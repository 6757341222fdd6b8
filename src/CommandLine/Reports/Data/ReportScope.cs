using Larder.Caching.Explaining;
using Larder.Storage;

namespace Larder.CommandLine.Reports.Data;

/// <summary>What a report is about, and what is known of it.</summary>
/// <param name="Title">What it is called.</param>
/// <param name="From">When it begins, in milliseconds since the epoch.</param>
/// <param name="Until">When it ends.</param>
/// <param name="Notes">Its calls that were not hits, the oldest first, as far as they are noted.</param>
/// <param name="Sums">What its requests come to.</param>
/// <param name="HasHits">Whether they are counted; else the notes are all that is known, which hits have none of.</param>
internal sealed record ReportScope(string Title, long From, long Until, List<CompileNote> Notes, StatisticsSums Sums, bool HasHits)
{
    /// <summary>The word for it.</summary>
    internal required string Kind { get; init; }

    /// <summary>All requests of the cache in this time, by spans of time: other builds' too.</summary>
    internal required HistorySlice History { get; init; }
}
