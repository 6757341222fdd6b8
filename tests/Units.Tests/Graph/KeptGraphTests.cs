using Larder.Units.Declaration;
using Larder.Units.Graph;
using Larder.Units.Tests.Declaration;
using Larder.Units.Tests.Harness;

namespace Larder.Units.Tests.Graph;

public sealed class KeptGraphTests(NixStore nix) : IClassFixture<NixStore>
{
    private const string Units = """
        { units }:
        let
          make = name: more: derivation ({ inherit name; system = "x86_64-linux"; builder = "/bin/sh"; outputs = [ "out" "dev" ]; } // more);
          liba = make "liba" { src = ./a; };
          wrapper = derivation { name = "wrapper"; system = "x86_64-linux"; builder = "/bin/sh"; inner = liba; text = ./text.txt; };
        in
        { cc = units { liba = { drv = liba; src = "a"; }; app = { drv = make "app" { src = ./app; inherit wrapper; }; src = "app"; checks = true; ignored = [ "x" ]; }; }; }
        """;

    [NixFact]
    public void AKeptGraphIsTheSameAndReadsNoDerivation()
    {
        TestRepository repository = New("same");
        UnitDeclaration[] all = repository.Evaluate();
        UnitGraph made = GraphBuilder.Build(all, [], repository.Directories);

        // Nothing of the store is there any longer.
        string store = nix.StoreDirectory;
        Directory.Move(store, store + ".away");
        UnitGraph kept;
        try
        {
            kept = GraphBuilder.Build(all, [], repository.Directories);
        }
        finally
        {
            Directory.Move(store + ".away", store);
        }

        Assert.Equal(made.Nodes.Select(Description), kept.Nodes.Select(Description));
        Assert.Equal(made.Roots.Select(Description), kept.Roots.Select(Description));
        Assert.Equal(made.Nodes.Select(node => node.Derivation.Name), kept.Nodes.Select(node => node.Derivation.Name));
    }

    [NixFact]
    public void AnotherEvaluationIsAnotherGraph()
    {
        TestRepository repository = New("another");
        UnitGraph before = GraphBuilder.Build(repository.Evaluate(), [], repository.Directories);
        repository.Write("text.txt", "new");
        UnitGraph after = GraphBuilder.Build(repository.Evaluate(), [], repository.Directories);
        Assert.NotEqual(before.Nodes.Select(node => node.DerivationPath), after.Nodes.Select(node => node.DerivationPath));
    }

    [NixFact]
    public void AKindThatTheSourceDecidedIsLookedForAgain()
    {
        TestRepository repository = New("kind");
        UnitDeclaration[] all = repository.Evaluate();
        Assert.Equal(NodeKind.Plain, Kind());
        repository.Write("a/CMakeLists.txt", "");
        Assert.Equal(NodeKind.Cmake, Kind());
        repository.Write("a/meson.build", "");
        Assert.Equal(NodeKind.Plain, Kind());
        File.Delete(repository.Root + "/a/CMakeLists.txt");
        Assert.Equal(NodeKind.Meson, Kind());
        repository.Write("a/configure", "");
        Assert.Equal(NodeKind.Plain, Kind());

        NodeKind Kind() => GraphBuilder.Build(all, ["liba"], repository.Directories).Nodes[0].Kind;
    }

    [NixFact]
    public void ADamagedFileIsMadeAgain()
    {
        TestRepository repository = New("damaged");
        UnitDeclaration[] all = repository.Evaluate();
        string[] made = [.. GraphBuilder.Build(all, [], repository.Directories).Nodes.Select(Description)];
        string file = repository.Directories.Graph;
        byte[] content = File.ReadAllBytes(file);
        Random random = new(5);
        for (int i = 0; i < 50; i++)
        {
            byte[] damaged = [.. content];
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(file, i % 3 == 0 ? damaged[..random.Next(damaged.Length)] : damaged);
            Assert.Equal(made, GraphBuilder.Build(all, [], repository.Directories).Nodes.Select(Description));
        }
    }

    private static string Description(UnitNode node) => string.Join('|',
        node.Name, node.Kind, node.DerivationPath, node.Source, node.SourcePath, node.Identity, node.Options.RunsChecks, string.Join(',', node.Options.Ignored),
        string.Join(',', node.Boundary), string.Join(',', node.Dependencies.Select(dependency => dependency.Name)), string.Join(',', node.Outputs));

    private TestRepository New(string name)
    {
        TestRepository repository = new(nix, "kept-" + name);
        repository.Write("units.nix", Units);
        repository.Write("a/a.c", "");
        repository.Write("app/app.c", "");
        repository.Write("text.txt", "text");
        return repository;
    }
}
