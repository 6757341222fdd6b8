namespace Larder.Caching.Settings;

/// <summary>
/// A number of bytes as people write it: <c>size = digits [" "] [unit]</c>, <c>unit = ("k" | "K" | "M" | "G" | "T") ["i"] ["B"] | "B"</c>; with an
/// <c>i</c> a unit is a power of 1024, without one a power of 1000.
/// </summary>
public static class SizeText
{
    /// <summary>False for anything else, and for what no long can hold.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long size)
    {
        int digits = 0;
        while (digits < text.Length && text[digits] is >= (byte)'0' and <= (byte)'9')
            digits++;
        if (!SettingKinds.TryParseNumber(text[..digits], out size))
            return false;
        ReadOnlySpan<byte> unit = text[digits..].TrimStart((byte)' ');
        if (!unit.IsEmpty && unit[^1] == (byte)'B')
            unit = unit[..^1];
        if (unit.IsEmpty)
            return true;
        int power = unit[0] switch { (byte)'k' or (byte)'K' => 1, (byte)'M' => 2, (byte)'G' => 3, (byte)'T' => 4, _ => 0 };
        bool binary = unit.Length == 2 && unit[1] == (byte)'i';
        if (power == 0 || (unit.Length != 1 && !binary))
            return false;
        for (; power > 0; power--)
        {
            long factor = binary ? 1024 : 1000;
            if (size > long.MaxValue / factor)
                return false;
            size *= factor;
        }

        return true;
    }
}
