using Larder.Storage;
using Larder.Units.Derivations;
using Larder.Units.Graph;
using Larder.Units.Scheduling;
using Larder.Units.Tests.Harness;

namespace Larder.Units.Tests.Scheduling;

public sealed class CrateHabitsTests : IDisposable
{
    private readonly ScratchTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void A_library_links_the_dependencies_of_its_build_script_and_all_else_links_everything()
    {
        Assert.Equal(["script"], LinkedBy(Crate(("crateType", "lib"), ("completeBuildDeps", "/nix/store/script /nix/store/other"))));
        Assert.Empty(LinkedBy(Crate()));
        Assert.Empty(LinkedBy(Crate(("crateType", "lib rlib"))));
        foreach ((string, string) attribute in ((string, string)[])[("crateType", "cdylib"), ("crateType", "lib cdylib"), ("crateType", "proc-macro"), ("crateType", "bin"), ("buildTests", "1"), ("crateBin", "app"), ("postBuild", "size target/deps/*.rlib >$out/sizes")])
            Assert.Equal(["base", "script"], LinkedBy(Crate(attribute)));
        _tree.Write("src/main.rs", "");
        Assert.Equal(["base", "script"], LinkedBy(Crate()));
        Assert.Null(new CrateHabits(_tree.Directories).LinkedBy(TestGraph.Node("c")));
    }

    [Fact]
    public void What_was_learned_is_kept_for_the_same_derivation()
    {
        UnitNode crate = Crate();
        CrateHabits habits = new(_tree.Directories);
        habits.SetLinked(crate, ["base"], links: true);
        habits.SetSurprises(crate, true);
        habits.Save();

        CrateHabits again = new(_tree.Directories);
        Assert.Equal(["base"], again.LinkedBy(crate)!);
        Assert.True(again.Surprises(crate));
        UnitNode other = Crate(("edition", "2024"));
        Assert.Empty(again.LinkedBy(other)!);
        Assert.False(again.Surprises(other));
        again.SetLinked(crate, ["base"], links: true);
        again.SetLinked(crate, ["base"], links: false);
        Assert.Empty(again.LinkedBy(crate)!);
    }

    [Fact]
    public void A_damaged_file_is_none()
    {
        UnitNode crate = Crate();
        CrateHabits habits = new(_tree.Directories);
        habits.SetLinked(crate, ["base"], links: true);
        habits.Save();
        byte[] whole = File.ReadAllBytes(_tree.Directories.Crates);
        for (int i = 0; i < whole.Length; i++)
        {
            byte[] damaged = [.. whole];
            damaged[i] ^= 0x40;
            File.WriteAllBytes(_tree.Directories.Crates, damaged);
            Assert.Empty(new CrateHabits(_tree.Directories).LinkedBy(crate)!);
            File.WriteAllBytes(_tree.Directories.Crates, whole[..i]);
            Assert.Empty(new CrateHabits(_tree.Directories).LinkedBy(crate)!);
        }
    }

    private IEnumerable<string> LinkedBy(UnitNode node) => new CrateHabits(_tree.Directories).LinkedBy(node)!;

    private UnitNode Crate(params (string Name, string Value)[] attributes)
    {
        UnitNode node = TestGraph.Node("crate", TestGraph.Node("base"), TestGraph.Node("script"));
        SortedDictionary<string, string> environment = new(attributes.ToDictionary(pair => pair.Name, pair => pair.Value), StringComparer.Ordinal);
        return new UnitNode
        {
            Name = node.Name,
            Kind = NodeKind.Rust,
            Derivation = new Derivation
            {
                Path = node.Derivation.Path,
                Name = node.Derivation.Name,
                Outputs = node.Derivation.Outputs,
                InputDerivations = node.Derivation.InputDerivations,
                InputSources = [],
                System = "x86_64-linux",
                Builder = "/bin/bash",
                Arguments = [],
                Environment = environment,
                StructuredAttributes = null,
            },
            Source = _tree.Source,
            Options = node.Options,
            Dependencies = node.Dependencies,
            Boundary = [],
            Identity = Digest.Of(Posix.ByteText.Encode(string.Join(' ', environment))),
            SourcePath = null,
        };
    }
}
