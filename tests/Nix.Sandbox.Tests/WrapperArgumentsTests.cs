using Larder.Nix.Sandbox.Tests.Harness;

namespace Larder.Nix.Sandbox.Tests;

/// <summary>
/// Everything that the wrappers pass is cached: both compilers, both vintages of the wrapper, with and without response files. Each second
/// derivation has another hash, so another <c>-frandom-seed</c>, and nothing is compiled for it.
/// </summary>
public sealed class WrapperArgumentsTests : SandboxSuite
{
    [NixTheory]
    [InlineData("gcc", "new", "default")]
    [InlineData("gcc", "2024", "default")]
    [InlineData("gcc", "new", "yes")]
    [InlineData("clang", "new", "default")]
    [InlineData("clang", "2024", "default")]
    [InlineData("clang", "new", "no")]
    public void Another_derivation_hash_hits(string family, string vintage, string responseFiles)
    {
        Use("hello");
        Set("family", family);
        Set("vintage", vintage);
        Set("responseFiles", responseFiles);
        Twice("called_for_link=1, direct_hit=3");
    }

    [NixTheory]
    [InlineData("gcc", "new")]
    [InlineData("gcc", "2024")]
    [InlineData("clang", "new")]
    [InlineData("clang", "2024")]
    public void What_is_stored_is_what_the_compiler_writes(string family, string vintage)
    {
        Use("hello");
        Set("family", family);
        Set("vintage", vintage);
        Build();
        Assert.Equal("called_for_link=1, miss=3, stored=3", Cache.Counters());
        CompareWithoutLarder();
    }
}
