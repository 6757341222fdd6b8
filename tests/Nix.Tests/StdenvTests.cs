using System.Text.Json;
using Larder.Nix.Tests.Harness;

namespace Larder.Nix.Tests;

/// <summary>larderStdenv and mkLarderStdenv, their overrides, and the overrides that packages do of any stdenv.</summary>
public sealed class StdenvTests
{
    private static JsonElement Stdenvs { get; } = NixPrograms.Obstacle is null ? NixEvaluation.File("stdenvs.nix") : default;

    [NixTheory]
    [InlineData("default", "gcc", "stdenv-linux", false)]
    [InlineData("clang", "clang", "stdenv-clang", false)]
    [InlineData("configured", "gcc", "stdenv-linux", true)]
    [InlineData("chained", "clang", "stdenv-clang", true)]
    [InlineData("made", "clang", "stdenv-clang", false)]
    [InlineData("madeTwice", "clang", "stdenv-clang", false)]
    [InlineData("ofLarder", "gcc", "stdenv-linux", false)]
    [InlineData("linkerThenConfig", "gcc", "stdenv-linux", true)]
    public void The_compiler_is_behind_larder_and_the_rest_of_the_stdenv_stays(string which, string compiler, string name, bool isConfigured)
    {
        JsonElement stdenv = Stdenvs.GetProperty(which);
        Assert.StartsWith($"larder-links-{compiler}-", stdenv.Text("compiler"), StringComparison.Ordinal);
        Assert.DoesNotContain("larder-links-larder-links", stdenv.Text("compiler"), StringComparison.Ordinal);
        Assert.Equal(name, stdenv.Text("name"));
        Assert.Equal(isConfigured, stdenv.Text("lines").Contains("namespace = mine\n", StringComparison.Ordinal));
    }

    [NixTheory]
    [InlineData("linker", "mold", "gcc")]
    [InlineData("linkerBySet", "none-and-mold", "gcc")]
    [InlineData("linkerOfMade", "mold", "clang")]
    public void An_override_of_anything_else_is_the_stdenvs_own_and_larder_stays(string which, string linker, string compiler)
    {
        JsonElement stdenv = Stdenvs.GetProperty(which);
        Assert.Equal(linker, stdenv.Text("linker"));
        Assert.StartsWith($"larder-links-{compiler}-", stdenv.Text("compiler"), StringComparison.Ordinal);
    }

    [NixFact]
    public void Another_compiler_can_be_put_in_its_place() => Assert.Equal("clang-19.1.7", Stdenvs.GetProperty("otherCompiler").Text("compiler"));

    [NixFact]
    public void A_stdenv_without_a_compiler_is_refused() => Assert.True(Stdenvs.GetProperty("without").GetBoolean());

    [NixFact]
    public void Packages_are_built_with_it() => Assert.True(Stdenvs.GetProperty("package").GetBoolean());
}
