using Larder.Posix;

namespace Larder.Units.Artifacts;

/// <summary>Time stamps of views' files: what is new is newer than all that the view has ever shown, whatever the clock says.</summary>
internal static class ViewTimes
{
    private const long Second = 1_000_000_000;

    /// <summary>A time for what is new in a view: now, or right after the newest it has shown.</summary>
    internal static long Next(long newest) => Math.Max(Clock.Now.TotalNanoseconds, newest + 1);

    /// <summary>Gives a file that time, or the first after it that its file system can keep.</summary>
    /// <returns>The time that it has now.</returns>
    /// <exception cref="UnitFault">It can't be set.</exception>
    internal static long Set(byte[] path, long time)
    {
        long kept = SetOnce(path, time);
        return kept >= time ? kept : SetOnce(path, ((time / Second) + 1) * Second);
    }

    private static long SetOnce(byte[] path, long time)
    {
        int error = FileSystem.SetTimes(path, new TimeSpec(time / Second, time % Second));
        FileStatus status = default;
        if (error == Errno.None)
            error = FileSystem.LinkStat(path, out status);
        if (error != Errno.None)
            throw new UnitFault($"the time of {ByteText.Show(path)} could not be set: {Errno.Describe(error)}");
        return status.Modified.TotalNanoseconds;
    }
}
