namespace Larder.Daemon.Lifetime;

/// <summary>
/// Ends the daemon when there has been no connection and no lease for the given time. One timer, set anew only when it fires: a client costs
/// nothing here. One that comes as it fires finds either no socket or a daemon that says it is draining, and works in process.
/// </summary>
internal sealed class IdleWatch : IDisposable
{
    /// <summary>
    /// The longest single wait; timers take no more than 49 days, and a machine that was suspended shouldn't owe the daemon a year.
    /// </summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly TimeSpan _timeout;
    private readonly ConnectionCount _connections;
    private readonly Func<bool> _isBusy;
    private readonly Action _whenIdle;
    private readonly ITimer? _timer;

    /// <param name="time">The clock.</param>
    /// <param name="timeout">Zero is never.</param>
    /// <param name="connections">The open connections.</param>
    /// <param name="isBusy">Whether anything else keeps the daemon.</param>
    /// <param name="whenIdle">What is to be done then, once.</param>
    internal IdleWatch(TimeProvider time, TimeSpan timeout, ConnectionCount connections, Func<bool> isBusy, Action whenIdle)
    {
        _timeout = timeout;
        _connections = connections;
        _isBusy = isBusy;
        _whenIdle = whenIdle;
        if (timeout > TimeSpan.Zero)
            _timer = time.CreateTimer(_ => Check(), null, Wait(timeout), Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer?.Dispose();

    private void Check()
    {
        TimeSpan idle = _connections.IdleFor;
        if (idle >= _timeout && !_isBusy())
            _whenIdle();
        else
            _timer?.Change(Wait(idle < _timeout ? _timeout - idle : _timeout), Timeout.InfiniteTimeSpan);
    }

    private static TimeSpan Wait(TimeSpan rest) => rest < LongestWait ? rest : LongestWait;
}
