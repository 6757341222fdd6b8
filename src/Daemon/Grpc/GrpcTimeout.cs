namespace Larder.Daemon.Grpc;

/// <summary>
/// The value of <c>grpc-timeout</c>, as PROTOCOL-HTTP2.md has it:
/// <code>
/// Timeout      = 1*8DIGIT TimeoutUnit
/// TimeoutUnit  = "H" / "M" / "S" / "m" / "u" / "n"      ; hours, minutes, seconds, milli-, micro-, nanoseconds
/// </code>
/// </summary>
internal static class GrpcTimeout
{
    private const int MaxDigits = 8;
    private const long NanosecondsPerTick = 100;

    /// <summary>
    /// The longest wait that a timer of .NET takes (2³² - 2 ms, 49 days). A client that waits longer has, in effect, no deadline.
    /// </summary>
    public static readonly TimeSpan LongestTimer = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    /// <summary>False where the value isn't of that form. Nanoseconds are rounded up to .NET's ticks of 100.</summary>
    public static bool TryParse(string value, out TimeSpan timeout)
    {
        timeout = default;
        int digits = value.Length - 1;
        if (digits is < 1 or > MaxDigits)
            return false;
        long number = 0;
        for (int i = 0; i < digits; i++)
        {
            if (!char.IsAsciiDigit(value[i]))
                return false;
            number = (number * 10) + (value[i] - '0');
        }

        long ticks = value[digits] switch
        {
            'H' => number * TimeSpan.TicksPerHour,      // at most 3.6e18: no overflow
            'M' => number * TimeSpan.TicksPerMinute,
            'S' => number * TimeSpan.TicksPerSecond,
            'm' => number * TimeSpan.TicksPerMillisecond,
            'u' => number * TimeSpan.TicksPerMicrosecond,
            'n' => (number + NanosecondsPerTick - 1) / NanosecondsPerTick,
            _ => -1,
        };
        timeout = new TimeSpan(ticks);
        return ticks >= 0;
    }
}
