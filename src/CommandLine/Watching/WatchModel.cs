using Larder.Protocol.Messages;
using Larder.Storage;

namespace Larder.CommandLine.Watching;

/// <summary>What has been seen since watching began. What is kept is bounded, however long that is.</summary>
internal sealed class WatchModel(DateTimeOffset began)
{
    /// <summary>More than any terminal shows.</summary>
    internal const int MaxLatest = 500;

    /// <summary>Builds that are remembered, those heard of last.</summary>
    internal const int MaxBuilds = 100;

    /// <summary>A build of which nothing was heard for so long has ended, for all that can be told.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    private readonly Dictionary<ulong, BuildActivity> _builds = [];
    private readonly LinkedList<WatchedCompile> _latest = new();
    private readonly SortedDictionary<string, ulong> _counted = new(StringComparer.Ordinal);

    internal DateTimeOffset Began { get; } = began;

    internal WatchTally Tally { get; } = new();

    internal RecentTally Recent { get; } = new();

    /// <summary>Events that the daemon could not send, for this program did not keep up.</summary>
    internal ulong Lost { get; private set; }

    /// <summary>The newest first.</summary>
    internal IEnumerable<WatchedCompile> Latest => _latest;

    /// <summary>By name, what the statistics counted while no daemon told more.</summary>
    internal IReadOnlyDictionary<string, ulong> Counted => _counted;

    /// <summary>The daemon as it last answered; null while there is none.</summary>
    internal GetStatusReply? Status { get; private set; }

    internal void Fold(WatchedCompile compile)
    {
        Tally.Add(compile.Kind);
        Tally.AddSaved(compile.Saved);
        Recent.Add(compile.Kind, compile.Time);
        BuildOf(compile.Event.Session).Fold(compile);
        Forget();
        _latest.AddFirst(compile);
        if (_latest.Count > MaxLatest)
            _latest.RemoveLast();
    }

    internal void FoldLost(ulong count) => Lost += count;

    internal void Fold(IReadOnlyList<CounterChange> changes, DateTimeOffset now)
    {
        foreach (CounterChange change in changes)
        {
            _counted[change.Name] = _counted.GetValueOrDefault(change.Name) + change.Count;
            if (KindOf(change) is not { } kind)
                continue;
            Tally.Add(kind, change.Count);
            Recent.Add(kind, now, change.Count);
        }
    }

    /// <summary>How the daemon is; null: there is none.</summary>
    /// <param name="status">Its answer.</param>
    /// <param name="builds">The builds that count.</param>
    /// <param name="now">The time.</param>
    internal void Fold(GetStatusReply? status, BuildFilter builds, DateTimeOffset now)
    {
        Status = status;
        Dictionary<ulong, BuildStatus> told = [];
        foreach (BuildStatus build in status?.Builds ?? [])
        {
            if (builds.Shows(build.Session))
                told[build.Session] = build;
        }

        foreach (ulong known in told.Keys)
            BuildOf(known);
        foreach (BuildActivity build in _builds.Values)
            build.Fold(told.GetValueOrDefault(build.Session), now);
        Forget();
    }

    /// <summary>Builds that are going on, the busiest first.</summary>
    internal List<BuildActivity> Builds(DateTimeOffset now) =>
    [
        .. _builds.Values.Where(build => build.HasJobs || now - build.LastSeen < Silence)
            .OrderByDescending(static build => build.Held).ThenByDescending(static build => build.Tally.All).ThenBy(static build => build.Session),
    ];

    /// <summary>What a counter says about requests; null: it is about something else, or says more about one that is counted under another.</summary>
    internal static CompileKind? KindOf(CounterChange change) => CounterGroups.Of((Counter)change.Id) switch
    {
        CounterGroup.Hit => CompileKind.Hit,
        CounterGroup.Miss => CompileKind.Miss,
        CounterGroup.NotCached => CompileKind.Uncached,
        _ => null,
    };

    private BuildActivity BuildOf(ulong session)
    {
        if (!_builds.TryGetValue(session, out BuildActivity? build))
            _builds.Add(session, build = new BuildActivity(session));
        return build;
    }

    private void Forget()
    {
        while (_builds.Count > MaxBuilds)
            _builds.Remove(_builds.Values.MinBy(static build => build.LastSeen)!.Session);
    }
}
