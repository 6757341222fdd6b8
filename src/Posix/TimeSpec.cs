using System.Runtime.InteropServices;

namespace Larder.Posix;

/// <summary>A point in time or a length of it: whole seconds and nanoseconds (0 … 999 999 999), as the kernel has them.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct TimeSpec(long Seconds, long Nanoseconds)
{
    /// <summary>Nanoseconds since the epoch (or of the span). Good until the year 2262.</summary>
    public long TotalNanoseconds => (Seconds * 1_000_000_000L) + Nanoseconds;
}
