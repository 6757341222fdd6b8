namespace Larder.Daemon.Tests.Lifetime;

/// <summary>A clock that goes when it is told to; timers fire in the course of that.</summary>
internal sealed class TestableTime : TimeProvider
{
    private readonly List<TestableTimer> _timers = [];
    private readonly Lock _lock = new();
    private long _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref _now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        TestableTimer timer = new(this, () => callback(state));
        timer.Change(dueTime, period);
        lock (_lock)
            _timers.Add(timer);
        return timer;
    }

    internal void Advance(TimeSpan span)
    {
        long end = _now + span.Ticks;
        while (true)
        {
            TestableTimer? next;
            lock (_lock)
                next = _timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
            if (next is null)
                break;
            Volatile.Write(ref _now, Math.Max(_now, next.Due));
            next.Fire();
        }

        Volatile.Write(ref _now, end);
    }

    private sealed class TestableTimer(TestableTime time, Action callback) : ITimer
    {
        private long _period;

        internal long Due { get; private set; } = long.MaxValue;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period.Ticks;
            Due = dueTime == Timeout.InfiniteTimeSpan ? long.MaxValue : time.GetTimestamp() + dueTime.Ticks;
            return true;
        }

        public void Dispose() => Due = long.MaxValue;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        internal void Fire()
        {
            Due = _period > 0 ? Due + _period : long.MaxValue;
            callback();
        }
    }
}
