using Larder.Daemon.Lifetime;

namespace Larder.Daemon.Tests.Lifetime;

/// <summary>What the end waits for, and for how long (daemon failures, 25).</summary>
public sealed class DrainTests : IDisposable
{
    private readonly TestableTime _time = new();
    private readonly TestableActivity _activity = new();
    private readonly TestableActivity _other = new();
    private readonly ConnectionCount _connections;
    private readonly LifetimeLimits _limits = new();
    private readonly DaemonLifetime _lifetime;

    public DrainTests()
    {
        _connections = new ConnectionCount(_time);
        _lifetime = new DaemonLifetime([_activity, _other], _connections, _time, _limits);
    }

    public void Dispose() => _lifetime.Dispose();

    [Fact]
    public void Draining_is_seen_at_once()
    {
        Assert.False(_lifetime.IsDraining);
        Assert.False(_lifetime.Begun.IsCompleted);

        _lifetime.BeginDrain();

        Assert.True(_lifetime.IsDraining);
        Assert.True(_lifetime.Draining.IsCancellationRequested);
        Assert.True(_lifetime.Begun.IsCompleted);
    }

    [Fact]
    public async Task A_drain_waits_for_the_last_lease_however_long_it_takes()
    {
        _activity.Leases = 1;
        _other.Leases = 1;
        _lifetime.BeginDrain();
        Task<bool> returned = _lifetime.LeasesReturnedAsync();

        _time.Advance(TimeSpan.FromHours(3));
        _activity.Leases = 0;
        _time.Advance(TimeSpan.FromHours(3));
        Assert.False(returned.IsCompleted);

        _other.Leases = 0;
        Assert.True(await Completed(returned));
    }

    [Fact]
    public async Task A_shutdown_waits_for_leases_only_a_moment()
    {
        _activity.Leases = 1;
        _lifetime.BeginShutdown();

        Assert.False(await Completed(_lifetime.LeasesReturnedAsync(), _limits.Leases));
    }

    [Fact]
    public async Task A_drain_can_become_a_shutdown()
    {
        _activity.Leases = 1;
        _lifetime.BeginDrain();
        Task<bool> returned = _lifetime.LeasesReturnedAsync();
        _time.Advance(TimeSpan.FromHours(1));

        _lifetime.BeginShutdown();

        Assert.False(await Completed(returned, _limits.Leases));
    }

    [Fact]
    public async Task Accepted_results_are_waited_for_and_not_for_ever()
    {
        _activity.PendingStores = 2;
        _lifetime.BeginShutdown();
        Task<bool> finished = _lifetime.StoresFinishedAsync();
        _time.Advance(_limits.Stores / 2);
        Assert.False(finished.IsCompleted);
        _activity.PendingStores = 0;
        Assert.True(await Completed(finished));

        _activity.PendingStores = 1;
        Assert.False(await Completed(_lifetime.StoresFinishedAsync(), _limits.Stores));
    }

    [Fact]
    public async Task Clients_that_stay_connected_are_given_a_moment()
    {
        _connections.Opened();
        _lifetime.BeginDrain();

        Assert.False(await Completed(_lifetime.ConnectionsClosedAsync(), _limits.Connections));
    }

    [Fact]
    public async Task A_second_signal_cuts_every_wait_short()
    {
        _activity.Leases = 1;
        _activity.PendingStores = 1;
        _lifetime.Signalled();
        Task<bool> returned = _lifetime.LeasesReturnedAsync();
        Task<bool> finished = _lifetime.StoresFinishedAsync();
        _time.Advance(_limits.Poll);
        Assert.False(returned.IsCompleted || finished.IsCompleted);

        _lifetime.Signalled();

        Assert.False(await Completed(returned, _limits.Poll * 2));
        Assert.False(await Completed(finished, _limits.Poll * 2));
    }

    [Fact]
    public void All_limits_together_stay_below_what_systemd_grants()
    {
        Assert.True(_limits.Leases + (_limits.Stores * 2) + _limits.Connections + TimeSpan.FromSeconds(5) < TimeSpan.FromSeconds(90));
    }

    /// <summary>The result, with the clock going on until it is there; within one and a half of the given time.</summary>
    private async Task<bool> Completed(Task<bool> task, TimeSpan? limit = null)
    {
        TimeSpan step = (limit ?? TimeSpan.Zero) / 8;
        step = step > _limits.Poll ? step : _limits.Poll;
        for (int steps = 0; steps < 12 && !task.IsCompleted; steps++)
        {
            _time.Advance(step);
            // Continuations run on the pool.
            for (int i = 0; i < 5 && !task.IsCompleted; i++)
                await Task.Delay(1);
        }

        Assert.True(task.IsCompleted);
        return await task;
    }

    private sealed class TestableActivity : IActivity
    {
        public int Leases { get; set; }

        public int PendingStores { get; set; }
    }
}
