using System.Text.Json;
using Larder.Nix.Tests.Harness;

namespace Larder.Nix.Tests;

/// <summary>The helpers for packages, CMake packages and packages within a set.</summary>
public sealed class PackagesTests
{
    private static readonly string[] OneCache = ["-DX=1", "-DCMAKE_C_COMPILER_LAUNCHER=", "-DCMAKE_CXX_COMPILER_LAUNCHER="];

    private static JsonElement Packages { get; } = NixPrograms.Obstacle is null ? NixEvaluation.File("packages.nix") : default;

    [NixFact]
    public void A_package_gets_its_own_stdenv_with_larder()
    {
        Assert.Equal("larder-links-gcc-14.3.0", Packages.Text("package"));
        Assert.Equal("larder-links-clang-19.1.7", Packages.Text("keepsClang"));
        Assert.True(Packages.GetProperty("twice").GetBoolean());
        Assert.True(Packages.GetProperty("takesNoStdenv").GetBoolean());
    }

    [NixFact]
    public void A_CMake_package_has_no_other_cache_and_keeps_its_flags()
    {
        Assert.Equal(OneCache, Packages.GetProperty("cmakeFlags").Texts());
        Assert.Equal("larder-links-gcc-14.3.0", Packages.Text("cmakeCompiler"));
    }

    [NixFact]
    public void A_configure_phase_can_be_passed_through_and_nothing_after_it()
    {
        Assert.Equal("export LARDER_PASSTHROUGH=1\n./bootstrap\n", Packages.GetProperty("passed").Text("preConfigure"));
        Assert.Equal("\nunset LARDER_PASSTHROUGH\n", Packages.GetProperty("passed").Text("postConfigure"));
    }

    [NixFact]
    public void Packages_within_a_scope_are_replaced_for_the_others_in_it()
    {
        Assert.Equal("larder-links-gcc-14.3.0", Packages.GetProperty("scope").Text("inner"));
        Assert.True(Packages.GetProperty("scope").GetProperty("outerFollows").GetBoolean());
        Assert.True(Packages.GetProperty("scope").GetProperty("differs").GetBoolean());
    }

    [NixFact]
    public void Packages_within_a_plain_set_are_replaced_alone()
    {
        Assert.Equal("larder-links-gcc-14.3.0", Packages.GetProperty("set").Text("hello"));
        Assert.Equal("gcc-14.3.0", Packages.GetProperty("set").Text("figlet"));
        Assert.Equal(OneCache, Packages.GetProperty("setByCMake").Texts());
        Assert.True(Packages.GetProperty("missing").GetBoolean());
    }
}
