using Larder.Units.Declaration;

namespace Larder.Units.Tests.Declaration;

public sealed class GlobWalkTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("larder-units-").FullName;

    public GlobWalkTests()
    {
        foreach (string file in (string[])["a.nix", "b.txt", "compile_commands.json", "VERSION", "nix/a.nix", "nix/deep/er/b.nix", ".git/c.nix", "nix/.git/d.nix", "[x]/e.nix"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName($"{_root}/{file}")!);
            File.WriteAllText($"{_root}/{file}", "");
        }

        File.CreateSymbolicLink(_root + "/nix/up", _root);
        File.CreateSymbolicLink(_root + "/nix/link.nix", "nowhere");
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("*.nix", "a.nix")]
    [InlineData("", "VERSION a.nix")]
    [InlineData("nix/**", "nix/a.nix nix/deep/er/b.nix nix/link.nix nix/up")]
    [InlineData("**/b.nix", "nix/deep/er/b.nix")]
    [InlineData("**/?.nix", "[x]/e.nix a.nix nix/a.nix nix/deep/er/b.nix")]
    [InlineData("**/**/**/c*.json", "compile_commands.json")]
    [InlineData("nix/**/er/*", "nix/deep/er/b.nix")]
    [InlineData("**/deep/**/b.nix", "nix/deep/er/b.nix")]
    [InlineData("[x]/*", "[x]/e.nix")]
    [InlineData("nix/deep", "nix/deep/er/b.nix")]
    [InlineData("ni?", "")]
    [InlineData("missing/**", "")]
    public void GlobsLeadToFiles(string pattern, string found) =>
        Assert.Equal(found, string.Join(' ', GlobWalk.Over([new InputGlob(_root, pattern)]).Files.Select(file => file[(_root.Length + 1)..])));

    [Fact]
    public void WhatWasLookedIntoIsKnown() =>
        Assert.Equal([_root, _root + "/nix", _root + "/nix/deep", _root + "/nix/deep/er"], GlobWalk.Over([new InputGlob(_root, "nix/**")]).Directories);
}
