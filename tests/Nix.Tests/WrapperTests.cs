using System.Text.Json;
using Larder.Nix.Tests.Harness;

namespace Larder.Nix.Tests;

/// <summary>larderWrapper: whatever it is overridden with, in whatever order.</summary>
public sealed class WrapperTests
{
    private static JsonElement Wrapper { get; } = NixPrograms.Obstacle is null ? NixEvaluation.File("wrapper.nix") : default;

    [NixTheory]
    [InlineData("default", "gcc", false)]
    [InlineData("clang", "clang", false)]
    [InlineData("configured", "gcc", true)]
    [InlineData("both", "clang", true)]
    [InlineData("chained", "clang", true)]
    [InlineData("overriddenBefore", "gcc", false)]
    [InlineData("oldOverride", "gcc", false)]
    public void The_wrapper_stands_before_links_of_its_compiler(string chain, string compiler, bool isConfigured)
    {
        JsonElement made = Wrapper.GetProperty(chain);
        Assert.StartsWith($"larder-links-{compiler}-", made.Text("compiler"), StringComparison.Ordinal);
        Assert.StartsWith($"larder-links-{compiler}-wrapper", made.Text("wrapper"), StringComparison.Ordinal);
        Assert.Equal(Wrapper.GetProperty("bare").Text(compiler), made.Text("behind"));
        Assert.Equal(isConfigured, made.Text("lines").Contains("namespace = mine\n", StringComparison.Ordinal));
        Assert.Contains("dir = /var/cache/larder/nix-builds/packages\n", made.Text("lines"), StringComparison.Ordinal);
    }

    [NixFact]
    public void What_the_wrapper_reads_of_its_compiler_is_what_it_would_read_of_the_bare_one()
    {
        JsonElement made = Wrapper.GetProperty("default");
        Assert.True(made.GetProperty("isGNU").GetBoolean());
        Assert.False(made.GetProperty("isClang").GetBoolean());
        Assert.True(made.GetProperty("fortran").GetBoolean());
        Assert.Equal(["fortify3"], made.GetProperty("unsupported").Texts());
        Assert.Equal(Wrapper.GetProperty("bare").Text("lib"), made.Text("solib"));
        Assert.True(Wrapper.GetProperty("clang").GetProperty("isClang").GetBoolean());
    }

    [NixFact]
    public void Libraries_of_gcc_are_taken_where_they_were_and_from_where_they_were()
    {
        JsonElement bare = Wrapper.GetProperty("bare");
        foreach ((string chain, string compiler) in new[] { ("default", "gcc"), ("configured", "gcc"), ("clang", "clang"), ("otherGcc", "gcc") })
        {
            Assert.True(Wrapper.GetProperty(chain).GetProperty("useCcForLibs").GetBoolean());
            Assert.Equal(bare.Text(compiler), Wrapper.GetProperty(chain).Text("gccForLibs"));
        }

        Assert.False(Wrapper.GetProperty("noGcc").GetProperty("useCcForLibs").GetBoolean());
        Assert.Equal(JsonValueKind.Null, Wrapper.GetProperty("noGcc").GetProperty("gccForLibs").ValueKind);
    }

    [NixFact]
    public void What_else_the_wrapper_was_overridden_with_stays() =>
        Assert.Equal("mold", Wrapper.GetProperty("overriddenBefore").Text("bintools"));

    [NixFact]
    public void A_compiler_behind_larder_is_not_put_behind_it_again() =>
        Assert.Equal(Wrapper.GetProperty("bare").Text("gcc"), Wrapper.Text("twice"));
}
