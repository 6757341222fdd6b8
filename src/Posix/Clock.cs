namespace Larder.Posix;

/// <summary>The kernel's clocks, for the shim, which injects no TimeProvider: these calls stay in the vDSO.</summary>
public static unsafe class Clock
{
    private const int RealTime = 0;
    private const int MonotonicClock = 1;
    private const int RealTimeCoarse = 5;

    /// <summary>Wall-clock time.</summary>
    public static TimeSpec Now => Get(RealTime);

    /// <summary>Wall-clock time as the kernel stamps files with it: at the last tick.</summary>
    public static TimeSpec FileTime => Get(RealTimeCoarse);

    /// <summary>A clock that never steps.</summary>
    public static TimeSpec Monotonic => Get(MonotonicClock);

    /// <summary>The tick of <see cref="FileTime"/>: the granularity of time stamps on local file systems.</summary>
    public static TimeSpec FileTick
    {
        get
        {
            TimeSpec time;
            return NativeMethods.clock_getres(RealTimeCoarse, &time) == 0 ? time : new TimeSpec(0, 10_000_000);
        }
    }

    private static TimeSpec Get(int clock)
    {
        TimeSpec time;
        NativeMethods.clock_gettime(clock, &time);
        return time;
    }
}
