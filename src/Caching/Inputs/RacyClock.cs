using Larder.Posix;

namespace Larder.Caching.Inputs;

/// <summary>
/// Tells whether a file can have changed since a compile began, from its time stamps: both must lie before the start by more
/// than the file system's tick. A file written in the very tick of the start, or later, is racy: its content at the time when
/// the compiler read it isn't known, so nothing that depends on it may be stored.
/// </summary>
public readonly struct RacyClock
{
    /// <summary>Stamps with no nanoseconds come from a file system that keeps seconds (2 on FAT): its tick is taken as this.</summary>
    private const long CoarseTick = 2_000_000_000;

    /// <summary>How far the wall clock may fall behind the steady one during a compile before it counts as set back.</summary>
    private const long SteppingTolerance = 50_000_000;

    private readonly long _start;
    private readonly long _tick;
    private readonly long _steadyStart;

    private RacyClock(long start, long tick, long steadyStart)
    {
        _start = start;
        _tick = tick;
        _steadyStart = steadyStart;
    }

    /// <summary>Call right before the compiler starts.</summary>
    public static RacyClock Start() =>
        new(Clock.FileTime.TotalNanoseconds, Clock.FileTick.TotalNanoseconds, Clock.Monotonic.TotalNanoseconds);

    /// <summary>The clock of a compile that another process started.</summary>
    /// <param name="start"><see cref="Started"/> there; likewise the others.</param>
    public static RacyClock At(long start, long tick, long steadyStart) => new(start, tick, steadyStart);

    /// <summary>When it was started, in nanoseconds of the clock that stamps files.</summary>
    public long Started => _start;

    /// <summary>The tick of that clock, in nanoseconds.</summary>
    public long Tick => _tick;

    /// <summary>When it was started, in nanoseconds of the clock that is never set.</summary>
    public long SteadyStarted => _steadyStart;

    /// <summary>
    /// True where the file may have changed since the start. An mtime later than now was set by hand and says nothing of when
    /// the content changed; the ctime can't be set.
    /// </summary>
    public bool IsRacy(in FileStatus status)
    {
        // An mtime without nanoseconds beside a ctime with some was set by hand (CMake does): the file system can do better.
        long tick = status.Modified.Nanoseconds == 0 && status.Changed.Nanoseconds == 0 ? CoarseTick : _tick;
        return IsRacy(status.Changed, tick)
            || (IsRacy(status.Modified, tick) && status.Modified.TotalNanoseconds <= Clock.Now.TotalNanoseconds);
    }

    /// <summary>True where the wall clock was set back since the start: then stamps prove nothing.</summary>
    public bool WasSetBack =>
        Clock.Now.TotalNanoseconds - _start + SteppingTolerance < Clock.Monotonic.TotalNanoseconds - _steadyStart;

    private bool IsRacy(TimeSpec stamp, long tick) => stamp.TotalNanoseconds + tick > _start;
}
