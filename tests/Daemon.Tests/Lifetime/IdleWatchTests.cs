using Larder.Daemon.Lifetime;

namespace Larder.Daemon.Tests.Lifetime;

/// <summary>When a daemon counts as idle (daemon failures, 24).</summary>
public sealed class IdleWatchTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromHours(1);
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    private readonly TestableTime _time = new();
    private readonly ConnectionCount _connections;
    private bool _isBusy;
    private int _ended;

    public IdleWatchTests() => _connections = new ConnectionCount(_time);

    [Fact]
    public void Nobody_ever_came()
    {
        using IdleWatch watch = Watch(Timeout);
        _time.Advance(Timeout - Moment);
        Assert.Equal(0, _ended);

        _time.Advance(Moment);
        Assert.Equal(1, _ended);
        _time.Advance(Timeout * 3);
        Assert.Equal(1, _ended);
    }

    [Fact]
    public void The_time_counts_from_the_end_of_the_last_connection()
    {
        using IdleWatch watch = Watch(Timeout);
        _time.Advance(Timeout / 2);
        _connections.Opened();
        _connections.Opened();
        _connections.Closed();
        _time.Advance(Timeout * 5);
        Assert.Equal(0, _ended);

        _connections.Closed();
        _time.Advance(Timeout - Moment);
        Assert.Equal(0, _ended);
        _time.Advance(Timeout);
        Assert.Equal(1, _ended);
    }

    [Fact]
    public void Leases_and_stores_keep_it_too()
    {
        _isBusy = true;
        using IdleWatch watch = Watch(Timeout);
        _time.Advance(Timeout * 3);
        Assert.Equal(0, _ended);

        _isBusy = false;
        _time.Advance(Timeout);
        Assert.Equal(1, _ended);
    }

    [Fact]
    public void A_long_time_is_kept_to()
    {
        TimeSpan year = TimeSpan.FromDays(366);
        using IdleWatch watch = Watch(year);
        _time.Advance(year - Moment);
        Assert.Equal(0, _ended);

        _time.Advance(Moment);
        Assert.Equal(1, _ended);
    }

    [Fact]
    public void Zero_is_never()
    {
        using IdleWatch watch = Watch(TimeSpan.Zero);
        _time.Advance(TimeSpan.FromDays(1000));

        Assert.Equal(0, _ended);
    }

    private IdleWatch Watch(TimeSpan timeout) => new(_time, timeout, _connections, () => _isBusy, () => _ended++);
}
