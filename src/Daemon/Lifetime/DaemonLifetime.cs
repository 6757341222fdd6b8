namespace Larder.Daemon.Lifetime;

/// <summary>
/// The daemon's end, from the first wish for it to the moment when nothing is left to wait for:
/// <code>
/// serving ──drain, idle──► draining ──all leases back──► storing ──► over
///    └──shutdown, signal──────► draining, for LifetimeLimits.Leases at most ──► storing ──► over
/// </code>
/// The order matters: first the name of the socket goes, so that nobody comes who would have to be sent away; whoever came before that is
/// told. A second signal cuts every wait short.
/// </summary>
internal sealed class DaemonLifetime(
    IEnumerable<IActivity> activities, ConnectionCount connections, TimeProvider time, LifetimeLimits limits) : IDaemonLifetime, IDisposable
{
    private readonly IActivity[] _activities = [.. activities];
    private readonly CancellationTokenSource _draining = new();
    private readonly CancellationTokenSource _shutdown = new();
    private readonly CancellationTokenSource _hurry = new();
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsDraining => _draining.IsCancellationRequested;

    public CancellationToken Draining => _draining.Token;

    /// <summary>Completes when an end of whatever kind has been asked for.</summary>
    internal Task Begun => _begun.Task;

    /// <summary>Fires when there is no time left for any order.</summary>
    internal CancellationToken Hurry => _hurry.Token;

    internal int Leases => Sum(activity => activity.Leases);

    internal int PendingStores => Sum(activity => activity.PendingStores);

    public void BeginDrain()
    {
        _draining.Cancel();
        _begun.TrySetResult();
    }

    public void BeginShutdown()
    {
        _shutdown.Cancel();
        BeginDrain();
    }

    /// <summary>A signal: the first is a shutdown, the next one means it.</summary>
    internal void Signalled()
    {
        if (_shutdown.IsCancellationRequested)
            _hurry.Cancel();
        BeginShutdown();
    }

    /// <summary>Waits until no lease is out, or a shutdown has waited long enough. True where all came back.</summary>
    internal async Task<bool> LeasesReturnedAsync()
    {
        // A drain has no end of its own, and may become a shutdown at any time.
        while (Leases > 0 && !_shutdown.IsCancellationRequested)
            await PauseAsync(limits.Poll).ConfigureAwait(false);
        return await UntilAsync(() => Leases == 0, limits.Leases).ConfigureAwait(false);
    }

    /// <summary>Waits until every accepted result is stored. False where that took too long.</summary>
    internal Task<bool> StoresFinishedAsync() => UntilAsync(() => PendingStores == 0, limits.Stores);

    /// <summary>Gives clients that are still connected, or just about to be accepted, a moment to be told.</summary>
    internal async Task<bool> ConnectionsClosedAsync()
    {
        if (!_hurry.IsCancellationRequested)
            await PauseAsync(limits.Arrivals).ConfigureAwait(false);
        return await UntilAsync(() => connections.Open == 0, limits.Connections).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _draining.Dispose();
        _shutdown.Dispose();
        _hurry.Dispose();
    }

    private async Task<bool> UntilAsync(Func<bool> condition, TimeSpan limit)
    {
        long start = time.GetTimestamp();
        while (!condition())
        {
            if (_hurry.IsCancellationRequested || time.GetElapsedTime(start) >= limit)
                return false;
            await PauseAsync(limits.Poll).ConfigureAwait(false);
        }

        return true;
    }

    private Task PauseAsync(TimeSpan span) => Task.Delay(span, time, CancellationToken.None);

    private int Sum(Func<IActivity, int> count)
    {
        int sum = 0;
        foreach (IActivity activity in _activities)
            sum += count(activity);
        return sum;
    }
}
