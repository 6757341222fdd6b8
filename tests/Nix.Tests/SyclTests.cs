using System.Text.Json;
using Larder.Nix.Tests.Harness;

namespace Larder.Nix.Tests;

/// <summary>Wrapped compilers that are not cc-wrapper's: made from an llvm, or joined so that they can't be taken apart.</summary>
public sealed class SyclTests
{
    private static JsonElement Sycl { get; } = NixPrograms.Obstacle is null ? NixEvaluation.File("sycl.nix") : default;

    [NixFact]
    public void A_wrapper_that_takes_llvm_gets_links_with_the_outputs_of_its_llvm()
    {
        JsonElement made = Sycl.GetProperty("fromLlvm");
        JsonElement expected = made.GetProperty("expected");
        Assert.True(made.GetProperty("isLarder").GetBoolean());
        Assert.NotEqual(expected.Text("out"), made.Text("links"));
        Assert.Equal([made.Text("links"), expected.Text("dev"), expected.Text("lib"), expected.Text("rsrc")], made.GetProperty("parts").Texts());
        Assert.Equal("sycl-wrapper", made.Text("name"));
    }

    [NixFact]
    public void A_join_gets_launchers_before_it_and_keeps_what_is_read_of_it()
    {
        JsonElement made = Sycl.GetProperty("join");
        Assert.True(made.GetProperty("isLarder").GetBoolean());
        Assert.True(made.GetProperty("isClang").GetBoolean());
        Assert.Equal(made.GetProperty("expected").Text("cc"), made.Text("cc"));
        Assert.Equal(made.GetProperty("expected").Text("join"), made.Text("unwrapped"));
        Assert.Equal("bintools-2.44", made.Text("bintools"));
        Assert.EndsWith("namespace = sycl\n", made.Text("lines"), StringComparison.Ordinal);
    }

    [NixFact]
    public void Neither_is_done_twice() => Assert.True(Sycl.GetProperty("join").GetProperty("again").GetBoolean());

    [NixFact]
    public void A_stdenv_of_such_a_compiler_works_too() =>
        Assert.Equal(Sycl.GetProperty("join").GetProperty("expected").Text("join"), Sycl.Text("stdenvCompiler"));
}
