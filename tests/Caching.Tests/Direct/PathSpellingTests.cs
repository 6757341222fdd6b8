using System.Text;
using Larder.Caching.Direct;

namespace Larder.Caching.Tests.Direct;

/// <summary>Spellings that compilers mix.</summary>
public sealed class PathSpellingTests
{
    [Theory]
    [InlineData("a.h", "a.h")]
    [InlineData("./a.h", "a.h")]
    [InlineData(".//a.h", "a.h")]
    [InlineData("././d/./a.h", "d/a.h")]
    [InlineData("/usr//include/./x.h", "/usr/include/x.h")]
    [InlineData("../a.h", "../a.h")]
    [InlineData("d/../a.h", "d/../a.h")]
    [InlineData("d./a.h", "d./a.h")]
    [InlineData(".d/a.h", ".d/a.h")]
    public void Only_dots_and_slashes_without_meaning_go(string path, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(PathSpelling.Normalize(Encoding.UTF8.GetBytes(path))));
}
