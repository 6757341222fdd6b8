using System.Text;
using Larder.Posix;

namespace Larder.Caching.Settings.Foreign;

/// <summary>Turns the values of other caches into ours, as they could stand in a settings file.</summary>
internal static class ForeignValues
{
    /// <summary>Highest zstd level that the setting takes.</summary>
    private const long HighestLevel = 19;

    /// <summary>Translates one value.</summary>
    /// <param name="row">The setting.</param>
    /// <param name="text">Its value as it was given.</param>
    /// <param name="isVariable">It stands in the environment, where ccache reads flags otherwise.</param>
    /// <param name="ours">What our setting becomes; null where the value leaves it as it is.</param>
    /// <param name="problem">What is wrong with the value; null where nothing is.</param>
    internal static void Translate(ForeignRow row, ReadOnlySpan<byte> text, bool isVariable, out byte[]? ours, out string? problem)
    {
        problem = null;
        ours = null;
        switch (row.Kind)
        {
            case ForeignKind.Flag or ForeignKind.FlagOffMeansOn or ForeignKind.FlagOnMeansOn or ForeignKind.CompressionFlag or ForeignKind.CloneFlag:
                if (!TryReadFlag(text, isVariable, out bool isOn))
                    problem = $"{(isVariable ? "invalid boolean environment variable value" : "not a boolean value:")} \"{ByteString.Show(text)}\"";
                else
                    ours = OfFlag(row.Kind, isOn);
                break;
            case ForeignKind.Presence:
                ours = "true"u8.ToArray();
                break;
            case ForeignKind.DecimalSize:
                ours = OfSize(text, factor: 1000, bare: (byte)'G');
                problem = ours is null ? $"invalid size: \"{ByteString.Show(text)}\"" : null;
                break;
            case ForeignKind.BinarySize:
                ours = OfSize(text, factor: 1024, bare: 0);
                problem = ours is null ? $"invalid size: \"{ByteString.Show(text)}\"" : null;
                break;
            case ForeignKind.Count or ForeignKind.Seconds:
                ours = long.TryParse(ByteString.Show(text), out long number) && number >= 0 ? Bytes(number.ToString()) : null;
                problem = ours is null ? $"invalid unsigned integer: \"{ByteString.Show(text)}\"" : null;
                break;
            case ForeignKind.Level:
                ours = long.TryParse(ByteString.Show(text), out long level) ? Bytes(Math.Clamp(level, 1, HighestLevel).ToString()) : null;
                problem = ours is null ? $"invalid integer: \"{ByteString.Show(text)}\"" : null;
                break;
            case ForeignKind.Mask:
                problem = text.IsEmpty || text.IndexOfAnyExceptInRange((byte)'0', (byte)'7') < 0 ? null : $"not an octal integer: \"{ByteString.Show(text)}\"";
                ours = problem is null ? text.ToArray() : null;
                break;
            case ForeignKind.AbsolutePaths:
                problem = RelativeIn(text) is { } relative ? $"not an absolute path: \"{ByteString.Show(relative)}\"" : null;
                ours = problem is null ? text.ToArray() : null;
                break;
            case ForeignKind.Path or ForeignKind.Paths:
                ours = Absolute(text, isList: row.Kind == ForeignKind.Paths);
                break;
            case ForeignKind.LogFile:
                ours = text.SequenceEqual("syslog"u8) ? null : Absolute(text, isList: false);
                break;
            case ForeignKind.CompilerCheck:
                ours = OfCompilerCheck(text);
                break;
            case ForeignKind.Sloppiness:
                ours = KnownSloppiness(text);
                break;
            case ForeignKind.ReadWriteMode:
                ours = (text.SequenceEqual("READ_ONLY"u8) ? "true"u8 : "false"u8).ToArray();
                break;
            default:
                ours = text.ToArray();
                break;
        }
    }

    /// <summary>
    /// A flag. In ccache's environment it is on whatever the value, and a word that looks like "off" is an error, since it would be on
    /// nevertheless (its manual, "Configuration options").
    /// </summary>
    internal static bool TryReadFlag(ReadOnlySpan<byte> text, bool isVariable, out bool isOn)
    {
        isOn = isVariable || text.SequenceEqual("true"u8);
        if (!isVariable)
            return isOn || text.SequenceEqual("false"u8);
        return !(SettingKinds.EqualsIgnoringCase(text, "0"u8) || SettingKinds.EqualsIgnoringCase(text, "false"u8)
            || SettingKinds.EqualsIgnoringCase(text, "disable"u8) || SettingKinds.EqualsIgnoringCase(text, "no"u8));
    }

    /// <summary>A flag's value in our words; null where it leaves the setting as it is.</summary>
    internal static byte[]? OfFlag(ForeignKind kind, bool isOn) => kind switch
    {
        ForeignKind.FlagOffMeansOn => isOn ? null : "true"u8.ToArray(),
        ForeignKind.FlagOnMeansOn => isOn ? "true"u8.ToArray() : null,
        ForeignKind.CompressionFlag => isOn ? null : "off"u8.ToArray(),
        ForeignKind.CloneFlag => isOn ? "off"u8.ToArray() : null,
        _ => (isOn ? "true"u8 : "false"u8).ToArray(),
    };

    // size = digits ["." digits] [unit], unit = ("k" | "K" | "M" | "G" | "T") ["i"]
    private static byte[]? OfSize(ReadOnlySpan<byte> text, int factor, byte bare)
    {
        int end = text.IndexOfAnyExcept("0123456789."u8);
        ReadOnlySpan<byte> digits = end < 0 ? text : text[..end];
        ReadOnlySpan<byte> unit = end < 0 ? default : text[end..].TrimStart((byte)' ');
        if (digits.IsEmpty || !decimal.TryParse(Encoding.ASCII.GetString(digits), out decimal size) || unit.Length > 2)
            return null;
        if (unit.Length == 2 && unit[1] != (byte)'i')
            return null;
        byte letter = unit.IsEmpty ? bare : unit[0];
        int power = letter switch { 0 => 0, (byte)'k' or (byte)'K' => 1, (byte)'M' => 2, (byte)'G' => 3, (byte)'T' => 4, _ => -1 };
        if (power < 0)
            return null;
        for (; power > 0; power--)
        {
            if (size > long.MaxValue / 1024)
                return null;
            size *= unit.Length == 2 ? 1024 : factor;
        }

        return size > long.MaxValue ? null : Bytes(((long)size).ToString());
    }

    private static byte[] OfCompilerCheck(ReadOnlySpan<byte> text) =>
        text.SequenceEqual("mtime"u8) || text.StartsWith("string:"u8) ? text.ToArray()
        : text.SequenceEqual("none"u8) ? "string:none"u8.ToArray()
        : "content"u8.ToArray();

    private static byte[] KnownSloppiness(ReadOnlySpan<byte> text)
    {
        List<byte> known = [];
        while (!text.IsEmpty)
        {
            int end = text.IndexOfAny(", \t"u8);
            ReadOnlySpan<byte> word = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            if (word.IsEmpty || !SloppinessWords.TryParse(word, out _))
                continue;
            if (known.Count > 0)
                known.Add((byte)',');
            known.AddRange(word);
        }

        return [.. known];
    }

    /// <summary>The first path of a list that isn't absolute, or null.</summary>
    private static byte[]? RelativeIn(ReadOnlySpan<byte> list)
    {
        while (!list.IsEmpty)
        {
            int colon = list.IndexOf((byte)':');
            ReadOnlySpan<byte> path = colon < 0 ? list : list[..colon];
            list = colon < 0 ? default : list[(colon + 1)..];
            if (!path.IsEmpty && path[0] != (byte)'/')
                return path.ToArray();
        }

        return null;
    }

    private static byte[] Absolute(ReadOnlySpan<byte> text, bool isList)
    {
        List<byte> absolute = [];
        while (!text.IsEmpty)
        {
            int colon = isList ? text.IndexOf((byte)':') : -1;
            ReadOnlySpan<byte> path = colon < 0 ? text : text[..colon];
            text = colon < 0 ? default : text[(colon + 1)..];
            if (path.IsEmpty)
                continue;
            if (absolute.Count > 0)
                absolute.Add((byte)':');
            absolute.AddRange(path[0] == (byte)'/' ? path : ByteString.JoinPath(FileSystem.WorkingDirectory() ?? [], path));
        }

        return [.. absolute];
    }

    private static byte[] Bytes(string digits) => Encoding.ASCII.GetBytes(digits);
}
