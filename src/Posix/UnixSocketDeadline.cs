namespace Larder.Posix;

/// <summary>A moment of the clock that never steps, up to which something may wait.</summary>
public readonly struct UnixSocketDeadline
{
    private const long NanosecondsPerMillisecond = 1_000_000;
    private readonly long _nanoseconds;

    private UnixSocketDeadline(long nanoseconds) => _nanoseconds = nanoseconds;

    /// <summary>No limit.</summary>
    public static UnixSocketDeadline Never => new(long.MaxValue);

    /// <summary>The moment that many milliseconds from now; 0 or less: one that has passed.</summary>
    public static UnixSocketDeadline In(int milliseconds) =>
        new(Clock.Monotonic.TotalNanoseconds + (Math.Max(milliseconds, 0) * NanosecondsPerMillisecond));

    /// <summary>True once the moment has come.</summary>
    public bool HasPassed => _nanoseconds != long.MaxValue && Clock.Monotonic.TotalNanoseconds >= _nanoseconds;

    /// <summary>What is left, for poll(2): milliseconds rounded up, 0 where it has passed, -1 for no limit.</summary>
    public int RemainingMilliseconds
    {
        get
        {
            if (_nanoseconds == long.MaxValue)
                return -1;
            long left = _nanoseconds - Clock.Monotonic.TotalNanoseconds;
            return left <= 0 ? 0 : (int)Math.Min((left + NanosecondsPerMillisecond - 1) / NanosecondsPerMillisecond, int.MaxValue);
        }
    }
}
