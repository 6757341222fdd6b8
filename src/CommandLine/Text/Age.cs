namespace Larder.CommandLine.Text;

/// <summary>An age, as ccache spells it: <c>age = digits ("ms" | "s" | "m" | "h" | "d")</c>.</summary>
internal static class Age
{
    internal static bool TryParse(string text, out long seconds)
    {
        int end = 0;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
            end++;
        seconds = 0;
        if (!long.TryParse(text.AsSpan(0, end), out long number) || number > int.MaxValue)
            return false;
        seconds = text[end..] switch
        {
            "ms" => number / 1000,
            "s" => number,
            "m" => number * 60,
            "h" => number * 3600,
            "d" => number * 86400,
            _ => -1,
        };
        return seconds >= 0;
    }
}
