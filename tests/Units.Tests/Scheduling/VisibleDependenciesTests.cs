using Larder.Storage;
using Larder.Units.Artifacts;
using Larder.Units.Declaration;
using Larder.Units.Graph;
using Larder.Units.Scheduling;

namespace Larder.Units.Tests.Scheduling;

/// <summary>What counts of whom: the sides of artifacts are digests of their names here.</summary>
public sealed class VisibleDependenciesTests
{
    private readonly Dictionary<string, Artifact> _artifacts = new(StringComparer.Ordinal);

    [Fact]
    public void A_library_counts_by_its_interface_and_what_it_does_not_name_not_at_all()
    {
        Add("base");
        Add("lib");
        UnitNode node = TestGraph.Of("base", "lib: base", "app: lib").Nodes[2];
        Assert.Equal(["lib Interface"], Seen(node));
    }

    [Fact]
    public void What_a_library_names_in_its_search_path_counts_by_its_link_and_what_a_text_names_by_its_interface()
    {
        Add("deep");
        Add("base", references: [new("deep", IsInText: true)]);
        Add("headers");
        Add("lib", references: [new("base", IsInText: false), new("headers", IsInText: true)]);
        UnitNode node = TestGraph.Of("lib", "app: lib").Nodes[1];
        Assert.Equal(["base Link", "deep Link", "headers Interface", "lib Interface"], Seen(node));
    }

    [Fact]
    public void With_a_program_everything_that_it_may_load_counts_by_content()
    {
        Add("base", references: []);
        Add("lib", references: [new("base", IsInText: false)]);
        Add("generator", hasPrograms: true, references: [new("lib", IsInText: false)]);
        UnitNode node = TestGraph.Of("generator", "lib", "app: generator lib").Nodes[2];
        Assert.Equal(["base Content", "generator Content", "lib Content"], Seen(node));
    }

    [Fact]
    public void A_unit_may_ask_for_content_and_who_runs_what_it_links_needs_it()
    {
        Add("lib");
        UnitNode lib = TestGraph.Node("lib");
        UnitNode careful = Copy(lib, lib.Options with { CutsByContent = true });
        Assert.Equal(["lib Content"], Seen(TestGraph.Node("app", careful)));
        Assert.Equal(["lib Content"], Seen(TestGraph.Node("app", lib), runsOwnPrograms: true));
        Assert.Equal(["lib Content"], Seen(Copy(TestGraph.Node("app", lib), lib.Options with { RunsChecks = true })));
    }

    [Fact]
    public void A_crate_that_links_nothing_sees_metadata_and_what_texts_beside_it_name()
    {
        Add("native");
        Add("base", references: [new("native", IsInText: true)]);
        Add("macros", hasMetadata: false);
        UnitNode[] nodes = TestGraph.Of("base", "macros", "script", "lib: base macros script").Nodes;
        Add("script");
        UnitNode crate = Copy(nodes[^1], nodes[^1].Options, NodeKind.Rust);
        Assert.Equal(["base Metadata", "macros Content", "native Content", "script Content"], Seen(crate, linked: ["script"]));
        Assert.Equal(["base Content", "macros Content", "native Content", "script Content"], Seen(crate, linked: ["base", "script"]));
        Assert.Equal(["base Content", "macros Content", "native Content", "script Content"], Seen(Copy(crate, crate.Options with { RunsChecks = true }, NodeKind.Rust), linked: []));
        Assert.Equal(["base Interface", "macros Interface", "native Interface", "script Interface"], Seen(nodes[^1], linked: []));
    }

    [Fact]
    public void What_is_named_twice_counts_with_more()
    {
        Add("deep");
        Add("base", references: [new("deep", IsInText: true)]);
        UnitNode[] nodes = TestGraph.Of("deep", "base: deep", "lib: deep base").Nodes;
        Assert.Equal(["base Metadata", "deep Content"], Seen(Copy(nodes[^1], nodes[^1].Options, NodeKind.Rust), linked: []));
    }

    private static UnitNode Copy(UnitNode node, UnitOptions options, NodeKind? kind = null) => new()
    {
        Name = node.Name,
        Kind = kind ?? node.Kind,
        Derivation = node.Derivation,
        Source = node.Source,
        Options = options,
        Dependencies = node.Dependencies,
        Boundary = node.Boundary,
        Identity = node.Identity,
        SourcePath = node.SourcePath,
    };

    private string[] Seen(UnitNode node, bool runsOwnPrograms = false, string[]? linked = null) =>
        [.. VisibleDependencies.Of(node, name => _artifacts.GetValueOrDefault(name), runsOwnPrograms, linked?.ToHashSet(StringComparer.Ordinal)).Select(view =>
        {
            Assert.Equal(Digest.Of(Posix.ByteText.Encode($"{view.Name} {view.Use}")), view.Digest);
            return $"{view.Name} {view.Use}";
        })];

    private void Add(string name, bool hasPrograms = false, ArtifactReference[]? references = null, bool hasMetadata = true) =>
        _artifacts[name] = new Artifact(default, new(StringComparer.Ordinal))
        {
            Content = Digest.Of(Posix.ByteText.Encode($"{name} Content")),
            Interface = Digest.Of(Posix.ByteText.Encode($"{name} Interface")),
            Metadata = Digest.Of(Posix.ByteText.Encode($"{name} {(hasMetadata ? "Metadata" : "Content")}")),
            Link = Digest.Of(Posix.ByteText.Encode($"{name} Link")),
            References = references ?? [],
            HasPrograms = hasPrograms,
        };
}
