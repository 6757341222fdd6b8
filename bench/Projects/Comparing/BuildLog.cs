using System.Text.RegularExpressions;

namespace Larder.Projects.Comparing;

/// <summary>
/// What builds say, compared line by line without regard to the order, for two jobs end in any order. A line that two bare builds don't both have (it tells
/// a time or a random name) excuses all lines that differ from it in their numbers alone.
/// </summary>
internal static partial class BuildLog
{
    /// <summary>Lines that only one of the two has, but for what <paramref name="again"/> excuses.</summary>
    internal static IReadOnlyList<string> Differences(string bare, string again, string larder)
    {
        var expected = Lines(bare);
        var excused = Difference(expected, Lines(again)).Select(Shape).ToHashSet(StringComparer.Ordinal);
        return [.. Difference(expected, Lines(larder)).Where(line => !excused.Contains(Shape(line)))];
    }

    private static Dictionary<string, int> Lines(string log) =>
        File.Exists(log) ? File.ReadLines(log).Select(line => Progress().Replace(line, "")).CountBy(line => line, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal) : new(StringComparer.Ordinal);

    private static IEnumerable<string> Difference(Dictionary<string, int> one, Dictionary<string, int> other) =>
        one.Keys.Union(other.Keys, StringComparer.Ordinal).Where(line => one.GetValueOrDefault(line) != other.GetValueOrDefault(line));

    /// <summary>CMake's makefiles say how far they are, in the order in which jobs end.</summary>
    [GeneratedRegex("^\\[ *[0-9]+%\\] ", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Progress();

    private static string Shape(string line) => Number().Replace(line, "#");

    [GeneratedRegex("[0-9a-f]*[0-9][0-9a-f]*", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Number();
}
