namespace Larder.Storage;

/// <summary>What is known of one request besides its counters: when it was, whose, and what it took or spared. All zero: nothing is.</summary>
/// <param name="Reason">How the request ended: the counter that it is counted under.</param>
/// <param name="Time">When it ended: seconds since the epoch; 0 where that isn't known.</param>
/// <param name="Session">The build that it belongs to: what <see cref="SessionOf(ReadOnlySpan{byte})"/> makes of its name, or of its topmost process; 0 for none.</param>
/// <param name="Group">Its namespace and compiler, as <see cref="GroupOf"/> says; 0 where they aren't known.</param>
/// <param name="Saved">A hit's: what the compiler took when the result was made, in nanoseconds; 0 where that isn't known.</param>
/// <param name="Spent">What the compiler took now, in nanoseconds.</param>
/// <param name="Bytes">What was delivered from the cache, or made and captured for it.</param>
public readonly record struct StatisticsFacts(Counter Reason, uint Time, ulong Session, ulong Group, ulong Saved, ulong Spent, ulong Bytes)
{
    /// <summary>Longer names of sessions are cut.</summary>
    public const int MaxSession = 64;

    /// <summary>The sessions of names, as against those of processes.</summary>
    private const ulong NameBit = 1UL << 63;

    /// <summary>Of the time that a process started as much as there is room for: eight months, in ticks of 10 ms.</summary>
    private const int StartedBits = 31;

    /// <summary>Whether there are any.</summary>
    public bool IsPresent => Reason != Counter.None;

    /// <summary>The session of a name (<c>LARDER_SESSION</c>); 0 for an empty one.</summary>
    public static ulong SessionOf(ReadOnlySpan<byte> name) =>
        name.IsEmpty ? 0 : Checksum64.OfText(name[..Math.Min(name.Length, MaxSession)], seed: 0) | NameBit;

    /// <summary>The session of a process and all that it starts; 0 for none.</summary>
    /// <param name="process">Its number.</param>
    /// <param name="started">When it started, in clock ticks since the machine did: a number comes again, with another time.</param>
    public static ulong SessionOf(int process, long started) => ((ulong)started & ((1UL << StartedBits) - 1)) << 32 | (uint)process;

    /// <summary>The process's number; 0 for a session that was named.</summary>
    public static uint ProcessOf(ulong session) => IsNamed(session) ? 0 : (uint)session;

    /// <summary>What a session is called, as much as is kept: of a long command line the beginning, and the process's number at its end.</summary>
    public static ReadOnlySpan<byte> SessionText(ulong session, ReadOnlySpan<byte> text)
    {
        if (text.Length <= MaxSession)
            return text;
        int at = IsNamed(session) ? -1 : text.LastIndexOf(" ("u8);
        ReadOnlySpan<byte> number = at < 0 ? default : text[at..];
        if (number.IsEmpty || number.Length > MaxSession / 2)
            return text[..MaxSession];
        int kept = MaxSession - 3 - number.Length;

        // Not within a character of UTF-8.
        while (kept > 0 && (text[kept] & 0xC0) == 0x80)
            kept--;
        return (byte[])[.. text[..kept], .. "..."u8, .. number];
    }

    /// <summary>The group of a namespace and a compiler, by its path.</summary>
    public static ulong GroupOf(ReadOnlySpan<byte> name, ReadOnlySpan<byte> compiler) =>
        Math.Max(Checksum64.OfText(compiler, Checksum64.OfText(name, seed: 0)), 1);

    /// <summary>
    /// What a group is called: namespace, NUL, compiler. Of a long namespace the beginning, of a long path the end, which tells more than where it begins.
    /// </summary>
    public static byte[] GroupText(ReadOnlySpan<byte> name, ReadOnlySpan<byte> compiler)
    {
        name = name[..Math.Min(name.Length, StatisticsRecord.MaxText / 3)];
        int room = StatisticsRecord.MaxText - name.Length - 1;
        return compiler.Length <= room
            ? [.. name, 0, .. compiler]
            : [.. name, 0, .. "..."u8, .. compiler[^(room - 3)..]];
    }

    /// <summary>Whether somebody has named a session.</summary>
    public static bool IsNamed(ulong session) => (session & NameBit) != 0;
}
