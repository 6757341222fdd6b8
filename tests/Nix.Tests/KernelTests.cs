using System.Text.Json;
using Larder.Nix.Tests.Harness;

namespace Larder.Nix.Tests;

/// <summary>Kernels: make's CC is the launcher itself, in a cache of their own, and patches that are none don't stop the build.</summary>
public sealed class KernelTests
{
    private static JsonElement Kernels { get; } = NixPrograms.Obstacle is null ? NixEvaluation.File("kernels.nix") : default;

    [NixTheory]
    [InlineData("plain", "gcc", "first", "/first.patch")]
    [InlineData("arguments", "gcc", "first only-config second", "/first.patch /second.patch")]
    [InlineData("clang", "clang", "first", "/first.patch")]
    [InlineData("built", "gcc", "only-config", "")]
    public void CC_is_the_launcher_and_every_patch_is_there(string which, string compiler, string names, string patches)
    {
        JsonElement kernel = Kernels.GetProperty(which);
        string[] flags = kernel.GetProperty("makeFlags").Texts();
        Assert.Matches($"^CC=/nix/store/[a-z0-9]+-larder-links-{compiler}-[0-9.]+/bin/{compiler}$", flags[0]);
        Assert.Matches($"^HOSTCC=/nix/store/[a-z0-9]+-larder-links-{compiler}-wrapper-[0-9.]+/bin/cc$", flags[1]);
        Assert.Equal(names, string.Join(' ', kernel.GetProperty("names").Texts()));
        Assert.Equal(patches, string.Join(' ', kernel.GetProperty("patches").Texts()));

        // The last line for a setting is the one that counts.
        Assert.EndsWith("dir = /var/cache/larder/nix-builds/kernel\n", kernel.Text("lines"), StringComparison.Ordinal);
    }

    [NixFact]
    public void An_entry_that_only_configures_gets_a_patch_that_is_null()
    {
        JsonElement[] entries = [.. Kernels.GetProperty("normalised").EnumerateArray()];
        Assert.Equal(JsonValueKind.Null, entries[0].GetProperty("patch").ValueKind);
        Assert.Equal("n", entries[0].GetProperty("structuredExtraConfig").Text("DEBUG"));
        Assert.Equal("/with.patch", entries[1].Text("patch"));
        Assert.True(Kernels.GetProperty("unnormalised").GetBoolean());
    }

    [NixFact]
    public void Further_arguments_reach_the_builder() => Assert.Contains("extraMakeFlags", Kernels.GetProperty("handedOn").Texts());

    [NixFact]
    public void Kernels_have_other_launchers_than_packages_and_clang_keeps_what_they_ask_of_it()
    {
        Assert.True(Kernels.GetProperty("compilers").GetProperty("kernelDiffers").GetBoolean());
        Assert.EndsWith("/bin/clang", Kernels.Text("clangExe"), StringComparison.Ordinal);
        Assert.True(Kernels.GetProperty("clangLib").GetBoolean());
        Assert.Equal("19.1.7", Kernels.Text("clangVersion"));
    }
}
