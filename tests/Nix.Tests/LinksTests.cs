using System.Text.Json;
using Larder.Nix.Tests.Harness;

namespace Larder.Nix.Tests;

/// <summary>What larder.links says of itself is what the compiler in its place would say.</summary>
public sealed class LinksTests
{
    private static JsonElement Links { get; } = NixPrograms.Obstacle is null ? NixEvaluation.File("links.nix") : default;

    [NixTheory]
    [InlineData("gcc")]
    [InlineData("clang")]
    public void Attributes_and_outputs_are_the_compilers(string compiler)
    {
        JsonElement bare = Links.GetProperty(compiler).GetProperty("bare");
        JsonElement links = Links.GetProperty(compiler).GetProperty("links");
        foreach (JsonProperty seen in bare.EnumerateObject())
        {
            if (seen.Name is "name" or "exe" or "path" or "outputsToInstall")
                continue;
            Assert.True(JsonEqual(seen.Value, links.GetProperty(seen.Name)), $"{seen.Name}: {links.GetProperty(seen.Name)}, not {seen.Value}");
        }
    }

    [NixFact]
    public void Every_output_but_out_is_the_compilers_own()
    {
        JsonElement outputs = Links.GetProperty("clang").GetProperty("links").GetProperty("outputs");
        Assert.Equal(["dev", "lib", "libllvm", "rsrc"], outputs.EnumerateObject().Select(output => output.Name));
        Assert.Equal(["lib", "man"], Links.GetProperty("gcc").GetProperty("links").GetProperty("outputs").EnumerateObject().Select(output => output.Name));
        Assert.Equal(["out"], Links.GetProperty("clang").GetProperty("links").GetProperty("outputsToInstall").Texts());
    }

    [NixTheory]
    [InlineData("gcc", "/bin/gcc")]
    [InlineData("clang", "/bin/clang")]
    public void The_main_program_is_the_launcher(string compiler, string program)
    {
        JsonElement links = Links.GetProperty(compiler).GetProperty("links");
        Assert.Equal(links.Text("path") + program, links.Text("exe"));
        Assert.NotEqual(Links.GetProperty(compiler).GetProperty("bare").Text("path"), links.Text("path"));
    }

    [NixFact]
    public void A_cross_compilers_main_program_has_its_prefix() =>
        Assert.Equal("aarch64-unknown-linux-gnu-gcc", Links.Text("crossProgram"));

    [NixFact]
    public void It_is_marked_and_gives_the_compiler_back()
    {
        Assert.True(Links.GetProperty("marked").GetBoolean());
        Assert.True(Links.GetProperty("unwrappedIs").GetBoolean());
        Assert.Empty(Links.GetProperty("notForwarded").Texts());
    }

    [NixFact]
    public void Without_any_override_the_launchers_say_what_a_sandbox_needs()
    {
        Assert.Equal(
            "base_dirs = /build\nconfig = /var/cache/larder/nix-builds/config\ndir = /var/cache/larder/nix-builds/packages\nno_daemon = true\numask = 007\n",
            Links.GetProperty("lines").Text("default"));
    }

    [NixFact]
    public void Further_settings_go_over_the_usual_ones_as_attributes_or_as_text()
    {
        JsonElement lines = Links.GetProperty("lines");
        Assert.EndsWith("umask = 007\nmax_files = 3\nnamespace = mine\nstats = false\n", lines.Text("attributes"), StringComparison.Ordinal);
        Assert.EndsWith("umask = 007\nnamespace = mine\n", lines.Text("text"), StringComparison.Ordinal);
        Assert.Equal("dir = /elsewhere\n", lines.Text("settings"));
        Assert.All(Links.GetProperty("refused").EnumerateArray(), refused => Assert.False(refused.GetBoolean()));
    }

    private static bool JsonEqual(JsonElement a, JsonElement b) => a.GetRawText() == b.GetRawText();
}
