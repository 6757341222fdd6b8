using System.Buffers.Text;

namespace Larder.Caching.Settings;

/// <summary>The kinds of value: their names, what they accept, how they are read and written. Reading back what was written gives
/// the same value.</summary>
public static class SettingKinds
{
    /// <summary>More than any machine has processors, and few enough to count them in an int.</summary>
    private const long MostJobs = 100_000;

    /// <summary>A year of seconds: what goes beyond is a slip of the finger, and timers take no more than some weeks at once anyway.</summary>
    private const long LongestDuration = 366L * 86400;

    /// <summary>A share of 1, in the unit that shares are kept in.</summary>
    public const int WholeShare = 1_000_000;

    private const int ShareDigits = 6;

    /// <summary>The kind's name in the help.</summary>
    public static ReadOnlySpan<byte> Name(SettingKind kind) => kind switch
    {
        SettingKind.Flag => "flag"u8,
        SettingKind.Size => "size"u8,
        SettingKind.Count => "number"u8,
        SettingKind.Jobs => "number"u8,
        SettingKind.Duration => "time"u8,
        SettingKind.Mask => "octal"u8,
        SettingKind.Level => "level"u8,
        SettingKind.Path => "path"u8,
        SettingKind.Paths => "paths"u8,
        SettingKind.Loopback => "address"u8,
        SettingKind.Sloppiness => "list"u8,
        SettingKind.CompilerCheck or SettingKind.Sharing => "choice"u8,
        SettingKind.Options => "options"u8,
        SettingKind.Share => "share"u8,
        SettingKind.Words => "words"u8,
        _ => "text"u8,
    };

    /// <summary>What the kind accepts, as part of a sentence.</summary>
    public static ReadOnlySpan<byte> Accepted(SettingKind kind) => kind switch
    {
        SettingKind.Flag => "true or false (or 1, 0, yes, no, on, off)"u8,
        SettingKind.Size => "a number of bytes such as 500M or 10Gi (k, M, G, T are powers of 1000, Ki, Mi, Gi, Ti of 1024); "u8
            + "0 is no limit"u8,
        SettingKind.Count => "a whole number such as 100000; 0 is no limit"u8,
        SettingKind.Jobs => "a whole number up to 100000; 0 is as many as there are processors"u8,
        SettingKind.Duration => "seconds, or a number with s, m, h or d, such as 90s or 30m, of a year at most; 0 is never"u8,
        SettingKind.Mask => "octal digits from 0 to 777, such as 007"u8,
        SettingKind.Level => "off, or a zstd level from 1 to 19"u8,
        SettingKind.Path => "an absolute path, or one that begins with ~/"u8,
        SettingKind.Paths => "absolute paths (or such that begin with ~/), separated by colons"u8,
        SettingKind.Loopback => "a loopback address with a port, such as 127.0.0.1:9464 or [::1]:9464, or the absolute path of a socket"u8,
        SettingKind.Sloppiness => "words out of time_macros and locale, separated by commas"u8,
        SettingKind.CompilerCheck => "content, mtime, or string:TEXT"u8,
        SettingKind.Sharing => "none, read or all"u8,
        SettingKind.Options => "options that begin with -, separated by spaces; a * may stand at the end of each"u8,
        SettingKind.Share => "a number from 0 to 1 such as 0.01, with six decimal places at most"u8,
        SettingKind.Words => "a command and its arguments, separated by spaces"u8,
        _ => "any text without NUL bytes"u8,
    };

    /// <summary>
    /// Reads a value. The empty text is a value of those kinds alone that can be nothing. A tilde needs <paramref name="home"/>.
    /// </summary>
    internal static bool TryParse(SettingKind kind, ReadOnlySpan<byte> text, ReadOnlySpan<byte> home, out SettingValue value)
    {
        value = default;
        if (text.Contains((byte)0))
            return false;
        switch (kind)
        {
            case SettingKind.Flag:
                return TryParseFlag(text, out value.Number);
            case SettingKind.Size:
                return SizeText.TryParse(text, out value.Number);
            case SettingKind.Count:
                return TryParseNumber(text, out value.Number);
            case SettingKind.Jobs:
                return TryParseNumber(text, out value.Number) && value.Number <= MostJobs;
            case SettingKind.Duration:
                return TryParseDuration(text, out value.Number);
            case SettingKind.Mask:
                return TryParseMask(text, out value.Number);
            case SettingKind.Level:
                return EqualsIgnoringCase(text, "off"u8)
                    || (TryParseNumber(text, out value.Number) && value.Number is >= 1 and <= 19);
            case SettingKind.Path:
                value.Text = [];
                return text.IsEmpty || TryParsePath(text, home, out value.Text);
            case SettingKind.Loopback:
                value.Text = text.ToArray();
                return text.IsEmpty || LoopbackAddress.Is(text) || TryParsePath(text, home, out value.Text);
            case SettingKind.Paths:
                return TryParsePaths(text, home, out value.Words);
            case SettingKind.Sloppiness:
                return SloppinessWords.TryParse(text, out value.Number);
            case SettingKind.CompilerCheck:
                return TryParseCompilerCheck(text, ref value);
            case SettingKind.Sharing:
                return TryParseSharing(text, out value.Number);
            case SettingKind.Share:
                return TryParseShare(text, out value.Number);
            case SettingKind.Options:
                value.Words = Split(text);
                return AreOptions(value.Words);
            case SettingKind.Words:
                value.Words = Split(text);
                return true;
            default:
                value.Text = text.ToArray();
                return true;
        }
    }

    /// <summary>The value as it could stand in a file.</summary>
    internal static byte[] Format(SettingKind kind, in SettingValue value) => kind switch
    {
        SettingKind.Flag => (value.Number != 0 ? "true"u8 : "false"u8).ToArray(),
        SettingKind.Size => FormatSize(value.Number),
        SettingKind.Count or SettingKind.Jobs => Digits(value.Number),
        SettingKind.Duration => FormatDuration(value.Number),
        SettingKind.Mask => FormatMask(value.Number),
        SettingKind.Level => value.Number == 0 ? "off"u8.ToArray() : Digits(value.Number),
        SettingKind.Paths => Join(value.Words, (byte)':'),
        SettingKind.Sloppiness => SloppinessWords.Format(value.Number),
        SettingKind.CompilerCheck => (CompilerCheck)value.Number switch
        {
            CompilerCheck.Content => "content"u8.ToArray(),
            CompilerCheck.Mtime => "mtime"u8.ToArray(),
            _ => [.. "string:"u8, .. value.Text ?? []],
        },
        SettingKind.Sharing => Word((EntrySharing)value.Number).ToArray(),
        SettingKind.Share => FormatShare(value.Number),
        SettingKind.Options or SettingKind.Words => Join(value.Words, (byte)' '),
        _ => value.Text ?? [],
    };

    private static bool TryParseFlag(ReadOnlySpan<byte> text, out long number)
    {
        bool isTrue = EqualsIgnoringCase(text, "1"u8) || EqualsIgnoringCase(text, "true"u8)
            || EqualsIgnoringCase(text, "yes"u8) || EqualsIgnoringCase(text, "on"u8);
        number = isTrue ? 1 : 0;
        return isTrue || EqualsIgnoringCase(text, "0"u8) || EqualsIgnoringCase(text, "false"u8)
            || EqualsIgnoringCase(text, "no"u8) || EqualsIgnoringCase(text, "off"u8);
    }

    internal static bool TryParseNumber(ReadOnlySpan<byte> text, out long number) =>
        Utf8Parser.TryParse(text, out number, out int used) && used == text.Length && text[0] is >= (byte)'0' and <= (byte)'9';

    private static bool TryParseMask(ReadOnlySpan<byte> text, out long mask)
    {
        mask = text.IsEmpty ? -1 : 0;
        foreach (byte digit in text)
        {
            if (digit is < (byte)'0' or > (byte)'7')
                return false;
            mask = (mask << 3) | (uint)(digit - '0');
            if (mask > 0x1FF)
                return false;
        }

        return true;
    }

    // duration = digits ["s" | "m" | "h" | "d"]
    private static bool TryParseDuration(ReadOnlySpan<byte> text, out long seconds)
    {
        long unit = text.IsEmpty ? 0 : SecondsOf(text[^1]);
        if (!TryParseNumber(unit == 0 ? text : text[..^1], out seconds) || seconds > LongestDuration)
            return false;
        if (unit != 0)
            seconds *= unit;
        return seconds <= LongestDuration;
    }

    /// <summary>What a unit of time has in seconds, 0 for what is none.</summary>
    private static long SecondsOf(byte unit) => unit switch
    {
        (byte)'s' => 1,
        (byte)'m' => 60,
        (byte)'h' => 3600,
        (byte)'d' => 86400,
        _ => 0,
    };

    private static bool TryParsePath(ReadOnlySpan<byte> text, ReadOnlySpan<byte> home, out byte[]? path)
    {
        path = null;
        if (text.StartsWith("~/"u8) && !home.IsEmpty)
            path = [.. home.TrimEnd((byte)'/'), .. WithoutTrailingSlashes(text[1..])];
        else if (text[0] == (byte)'/')
            path = WithoutTrailingSlashes(text).ToArray();
        return path != null;
    }

    internal static ReadOnlySpan<byte> WithoutTrailingSlashes(ReadOnlySpan<byte> path)
    {
        while (path.Length > 1 && path[^1] == (byte)'/')
            path = path[..^1];
        return path;
    }

    private static bool TryParsePaths(ReadOnlySpan<byte> text, ReadOnlySpan<byte> home, out byte[][]? paths)
    {
        paths = [];
        if (text.IsEmpty)
            return true;
        List<byte[]> found = [];
        while (!text.IsEmpty)
        {
            int colon = text.IndexOf((byte)':');
            ReadOnlySpan<byte> path = colon < 0 ? text : text[..colon];
            text = colon < 0 ? default : text[(colon + 1)..];
            if (path.IsEmpty)
                continue;
            if (!TryParsePath(path, home, out byte[]? parsed))
                return false;
            found.Add(parsed!);
        }

        paths = [.. found];
        return true;
    }

    private static bool TryParseCompilerCheck(ReadOnlySpan<byte> text, ref SettingValue value)
    {
        if (text.StartsWith("string:"u8))
        {
            value.Number = (long)CompilerCheck.Text;
            value.Text = text[7..].ToArray();
            return true;
        }

        value.Number = (long)(text.SequenceEqual("mtime"u8) ? CompilerCheck.Mtime : CompilerCheck.Content);
        return value.Number != 0 || text.SequenceEqual("content"u8);
    }

    private static bool TryParseSharing(ReadOnlySpan<byte> text, out long sharing)
    {
        for (EntrySharing candidate = EntrySharing.None; candidate <= EntrySharing.All; candidate++)
        {
            sharing = (long)candidate;
            if (Word(candidate).SequenceEqual(text))
                return true;
        }

        sharing = 0;
        return false;
    }

    private static ReadOnlySpan<byte> Word(EntrySharing sharing) => sharing switch
    {
        EntrySharing.Read => "read"u8,
        EntrySharing.All => "all"u8,
        _ => "none"u8,
    };

    private static bool AreOptions(byte[][] options)
    {
        foreach (byte[] option in options)
        {
            int star = option.AsSpan().IndexOf((byte)'*');
            if (option.Length < 2 || option[0] != (byte)'-' || (star >= 0 && star != option.Length - 1))
                return false;
        }

        return true;
    }

    private static byte[][] Split(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
            return [];
        List<byte[]> words = [];
        while (!text.IsEmpty)
        {
            int end = text.IndexOfAny((byte)' ', (byte)'\t');
            ReadOnlySpan<byte> word = end < 0 ? text : text[..end];
            if (!word.IsEmpty)
                words.Add(word.ToArray());
            text = end < 0 ? default : text[(end + 1)..];
        }

        return [.. words];
    }

    private static byte[] Join(byte[][]? words, byte separator)
    {
        List<byte> text = [];
        foreach (byte[] word in words ?? [])
        {
            if (text.Count > 0)
                text.Add(separator);
            text.AddRange(word);
        }

        return [.. text];
    }

    // share = "0" | "1" | ("0" | "1") "." 1*6digit, not above 1
    private static bool TryParseShare(ReadOnlySpan<byte> text, out long share)
    {
        share = 0;
        if (text.IsEmpty || text[0] is not ((byte)'0' or (byte)'1') || text.Length is 2 or > 2 + ShareDigits || (text.Length > 1 && text[1] != (byte)'.'))
            return false;
        share = (text[0] - '0') * (long)WholeShare;
        long unit = WholeShare;
        foreach (byte digit in text.Length > 1 ? text[2..] : default)
        {
            if (digit is < (byte)'0' or > (byte)'9')
                return false;
            unit /= 10;
            share += (digit - '0') * unit;
        }

        return share <= WholeShare;
    }

    private static byte[] FormatShare(long share)
    {
        if (share is 0 or WholeShare)
            return Digits(share / WholeShare);
        byte[] decimals = Digits(WholeShare + share)[1..];
        return [.. "0."u8, .. decimals.AsSpan().TrimEnd((byte)'0')];
    }

    private static byte[] FormatMask(long mask) =>
        mask < 0 ? [] : [(byte)('0' + (mask >> 6)), (byte)('0' + ((mask >> 3) & 7)), (byte)('0' + (mask & 7))];

    /// <summary>With the largest unit that leaves a whole number, one of 1024 before one of 1000.</summary>
    private static byte[] FormatSize(long size)
    {
        ReadOnlySpan<byte> units = "TGMk"u8;
        for (int factor = 1024; factor >= 1000 && size != 0; factor -= 24)
        {
            for (int power = 4; power > 0; power--)
            {
                long unit = factor;
                for (int i = 1; i < power; i++)
                    unit *= factor;
                if (size % unit != 0)
                    continue;
                byte letter = units[4 - power];
                return factor == 1024
                    ? [.. Digits(size / unit), letter == (byte)'k' ? (byte)'K' : letter, (byte)'i']
                    : [.. Digits(size / unit), letter];
            }
        }

        return Digits(size);
    }

    /// <summary>With the largest unit that leaves a whole number.</summary>
    private static byte[] FormatDuration(long seconds)
    {
        foreach (byte unit in "dhms"u8)
        {
            if (seconds != 0 && seconds % SecondsOf(unit) == 0)
                return [.. Digits(seconds / SecondsOf(unit)), unit];
        }

        return Digits(seconds);
    }

    private static byte[] Digits(long number)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(number, digits, out int count);
        return digits[..count].ToArray();
    }

    internal static bool EqualsIgnoringCase(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower)
    {
        if (text.Length != lower.Length)
            return false;
        for (int i = 0; i < text.Length; i++)
        {
            int letter = text[i] is >= (byte)'A' and <= (byte)'Z' ? text[i] + 32 : text[i];
            if (letter != lower[i])
                return false;
        }

        return true;
    }
}
