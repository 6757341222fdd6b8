namespace Larder.Daemon.Lifetime;

/// <summary>The open connections, and since when there has been none.</summary>
internal sealed class ConnectionCount(TimeProvider time)
{
    private readonly Lock _lock = new();
    private int _open;
    private long _lastChange = time.GetTimestamp();

    /// <summary>How many are open.</summary>
    internal int Open
    {
        get
        {
            lock (_lock)
                return _open;
        }
    }

    /// <summary>How long there has been none; zero where there is one.</summary>
    internal TimeSpan IdleFor
    {
        get
        {
            lock (_lock)
                return _open > 0 ? TimeSpan.Zero : time.GetElapsedTime(_lastChange);
        }
    }

    internal void Opened() => Add(1);

    internal void Closed() => Add(-1);

    private void Add(int change)
    {
        lock (_lock)
        {
            _open += change;
            _lastChange = time.GetTimestamp();
        }
    }
}
