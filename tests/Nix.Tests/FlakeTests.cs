using System.Text.Json;
using Larder.Nix.Tests.Harness;

namespace Larder.Nix.Tests;

/// <summary>flake.nix: every output that it names evaluates.</summary>
public sealed class FlakeTests
{
    [NixFact]
    public void Packages_overlay_module_shell_and_checks_are_there()
    {
        JsonElement flake = NixEvaluation.File("flake.nix");
        Assert.Equal(["checks", "devShells", "nixosModules", "overlays", "packages"], flake.GetProperty("outputs").Texts());
        Assert.Equal(["nixpkgs"], flake.GetProperty("inputs").Texts());
        Assert.Equal(["aarch64-linux", "x86_64-linux"], flake.GetProperty("systems").Texts());
        Assert.StartsWith("larder-", flake.Text("package"), StringComparison.Ordinal);
        Assert.True(flake.GetProperty("same").GetBoolean());
        Assert.Equal(["clang", "compiles", "larder", "overridden"], flake.GetProperty("checks").EnumerateObject().Select(check => check.Name));
    }

    [NixFact]
    public void The_module_takes_the_flakes_own_package()
    {
        JsonElement flake = NixEvaluation.File("flake.nix");
        Assert.True(flake.GetProperty("modulePackage").GetBoolean());
        Assert.Empty(flake.GetProperty("failed").Texts());
        Assert.Empty(flake.GetProperty("warnings").Texts());
    }
}
