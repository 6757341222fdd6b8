using System.Text;
using Larder.Units.Sources.Git;

namespace Larder.Units.Tests.Sources;

/// <summary>Patterns that would take for ever, or all of the stack, where each attempt is made anew. What patterns mean is in <see cref="GitIgnoreTests"/>.</summary>
public sealed class WildmatchTests
{
    [Fact]
    public void Many_double_stars_come_to_an_end()
    {
        string pattern = string.Concat(Enumerable.Repeat("**/a/", 30));
        string path = string.Concat(Enumerable.Repeat("a/", 60));
        Assert.False(Matches(pattern + "c", path + "b"));
        Assert.True(Matches(pattern + "c", path + "c"));
        Assert.False(Matches(string.Concat(Enumerable.Repeat("**/", 1000)) + "c", path + "b"));
    }

    [Fact]
    public void A_pattern_that_is_longer_than_any_path_matches_none() =>
        Assert.False(Matches(string.Concat(Enumerable.Repeat("**/", 2_000_000)) + "b", "a/b"));

    private static bool Matches(string pattern, string path) => Wildmatch.Matches(Encoding.UTF8.GetBytes(pattern), Encoding.UTF8.GetBytes(path), isPath: true);
}
