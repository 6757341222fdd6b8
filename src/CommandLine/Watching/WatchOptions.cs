namespace Larder.CommandLine.Watching;

/// <summary>What "larder watch" was asked for.</summary>
internal sealed class WatchOptions
{
    /// <summary>Ends when so many requests were seen; 0: no matter how many.</summary>
    internal ulong Count { get; init; }

    /// <summary>Ends after so long; null: when it is told to.</summary>
    internal TimeSpan? For { get; init; }

    /// <summary>The builds that are shown.</summary>
    internal BuildFilter Builds { get; init; } = BuildFilter.All;

    internal bool AsJson { get; init; }

    internal bool IsPlain { get; init; }
}
