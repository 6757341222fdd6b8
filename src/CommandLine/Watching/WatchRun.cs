using Larder.CommandLine.DaemonControl;
using Larder.Protocol.Messages;
using Larder.Storage;

namespace Larder.CommandLine.Watching;

/// <summary>
/// Follows the daemon while there is one, and the statistics while there is none, from one to the other as often as it takes. No daemon is
/// started: who only looks should change nothing.
/// </summary>
internal sealed class WatchRun(WatchOptions options, DaemonClient daemon, LocalStore store, TimeProvider time)
{
    /// <summary>How long an interruption, or the clock of a live view, may have to wait, in milliseconds.</summary>
    private const int Tick = 100;

    /// <summary>How often the daemon is asked for its jobs.</summary>
    private static readonly TimeSpan StatusInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>How often statistics are read, and a daemon is looked for.</summary>
    private static readonly TimeSpan StatisticsInterval = TimeSpan.FromSeconds(1);

    internal WatchModel Model { get; } = new(time.GetUtcNow());

    /// <summary>What is known of a miss beyond its reason ("include/config.h changed"); null: nothing.</summary>
    internal Func<WatchEvent, string?> Explain { get; init; } = static _ => null;

    /// <summary>Whether nobody reads any more.</summary>
    internal Func<bool> IsUnread { get; init; } = static () => false;

    /// <summary>Watches until it was enough.</summary>
    internal void Run(IWatchView view, CancellationToken stop)
    {
        StatisticsChanges? statistics = null;
        while (!IsOver(stop))
        {
            if (TryFollow(view, stop, out string problem))
            {
                statistics = null;
                if (IsOver(stop))
                    break;
            }

            if (statistics is null)
            {
                statistics = new StatisticsChanges(store);
                Model.Fold(status: null, options.Builds, time.GetUtcNow());
                view.Disconnected(options.Builds.IsAll ? problem : problem + ", and counts are of all builds");
            }

            Count(statistics, view, stop);
        }

        view.End(time.GetUtcNow());
    }

    private bool IsOver(CancellationToken stop) =>
        stop.IsCancellationRequested || IsUnread() || (options.Count > 0 && Model.Tally.All >= options.Count)
        || (options.For is { } span && time.GetUtcNow() - Model.Began >= span);

    /// <summary>Follows a daemon where one runs, until it is gone.</summary>
    /// <param name="view">Where it is shown.</param>
    /// <param name="stop">Ends it too.</param>
    /// <param name="problem">Why there is no daemon, or no more.</param>
    private bool TryFollow(IWatchView view, CancellationToken stop, out string problem)
    {
        using DaemonEvents? events = DaemonEvents.TryOpen(daemon, out problem);
        if (events is null)
            return false;
        Follow(events, view, stop);
        problem = "the daemon has gone";
        return true;
    }

    private void Follow(DaemonEvents events, IWatchView view, CancellationToken stop)
    {
        DateTimeOffset asked = time.GetUtcNow();
        Model.Fold(events.Status, options.Builds, asked);
        view.Connected(events.Status);
        while (!IsOver(stop) && events.TryNext(Tick, out WatchEvent? happened))
        {
            DateTimeOffset now = time.GetUtcNow();
            if (happened is not null)
                Take(happened, view, now);
            if (view.IsLive && now - asked >= StatusInterval)
            {
                // Where it has gone, the events say so when the last of them is read.
                asked = now;
                Model.Fold(events.TryAsk() ? events.Status : null, options.Builds, now);
            }

            view.Tick(now);
        }
    }

    private void Take(WatchEvent happened, IWatchView view, DateTimeOffset now)
    {
        if (happened.Lost > 0)
        {
            Model.FoldLost(happened.Lost);
            view.ShowLost(happened.Lost);
        }

        if (!options.Builds.Shows(happened.Session))
            return;
        bool isMiss = WatchText.KindOf(happened.Reason) == CompileKind.Miss;
        WatchedCompile compile = new(happened, now, isMiss ? Explain(happened) : null);
        Model.Fold(compile);
        view.Show(compile);
    }

    /// <summary>For a while.</summary>
    private void Count(StatisticsChanges statistics, IWatchView view, CancellationToken stop)
    {
        DateTimeOffset until = time.GetUtcNow() + StatisticsInterval;
        DateTimeOffset now;
        while ((now = time.GetUtcNow()) < until && !IsOver(stop))
        {
            view.Tick(now);
            stop.WaitHandle.WaitOne(Tick);
        }

        List<CounterChange> changes = statistics.Take();
        if (changes.Count == 0)
            return;
        Model.Fold(changes, now);
        view.Show(changes, now);
    }
}
