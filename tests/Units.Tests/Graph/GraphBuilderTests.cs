using Larder.Units.Declaration;
using Larder.Units.Graph;
using Larder.Units.Layout;
using Larder.Units.Tests.Declaration;
using Larder.Units.Tests.Harness;

namespace Larder.Units.Tests.Graph;

public sealed class GraphBuilderTests(NixStore nix) : IClassFixture<NixStore>
{
    /// <summary>
    /// app → wrapper (no unit) → libb → liba; app → liba. A compiler that is no unit, and a fetched thing that was made with one.
    /// </summary>
    private const string Units = """
        { units }:
        let
          make = name: more: derivation ({ inherit name; system = "x86_64-linux"; builder = "/bin/sh"; outputs = [ "out" "dev" ]; } // more);
          compiler = derivation { name = "compiler"; system = "x86_64-linux"; builder = "/bin/sh"; };
          fetched = derivation {
            name = "fetched"; system = "x86_64-linux"; builder = "/bin/sh"; tool = liba;
            outputHashMode = "recursive"; outputHashAlgo = "sha256"; outputHash = "0000000000000000000000000000000000000000000000000000";
          };
          liba = make "liba" { src = ./a; inherit compiler; flags = "--prefix=${placeholder "out"}"; };
          libb = make "libb" { src = ./b; inherit compiler; buildInputs = [ liba.dev ]; };
          wrapper = derivation { name = "wrapper"; system = "x86_64-linux"; builder = "/bin/sh"; inner = libb; text = ./text.txt; };
          app = make "app" { src = ./app; inherit compiler wrapper fetched; a = "${liba}/lib"; };
        in
        {
          cc = units {
            app = { drv = app; src = "app"; };
            liba = { drv = liba; src = "a"; };
            libb = { drv = libb; src = "b"; };
          };
        }
        """;

    [NixFact]
    public void UnitsAreConnectedThroughWhatIsNone()
    {
        TestRepository repository = New("connected");
        UnitGraph graph = GraphBuilder.Build(repository.Evaluate(), []);
        UnitNode wrapper = Assert.Single(graph.Nodes, node => node.Kind == NodeKind.Between);
        UnitNode app = Node(graph, "app");
        UnitNode liba = Node(graph, "liba");
        UnitNode libb = Node(graph, "libb");

        Assert.StartsWith("wrapper-", wrapper.Name, StringComparison.Ordinal);
        Assert.Null(wrapper.Source);
        Assert.Equal(4, graph.Nodes.Length);
        Assert.Equal(new HashSet<UnitNode> { liba, wrapper }, [.. app.Dependencies]);
        Assert.Equal([libb], wrapper.Dependencies);
        Assert.Equal([liba], libb.Dependencies);
        Assert.Empty(liba.Dependencies);
        Assert.Equal(["app", "liba", "libb"], graph.Roots.Select(root => root.Name).Order(StringComparer.Ordinal));
        foreach (UnitNode node in graph.Nodes)
            Assert.All(node.Dependencies, dependency => Assert.True(Array.IndexOf(graph.Nodes, dependency) < Array.IndexOf(graph.Nodes, node)));
    }

    [NixFact]
    public void TheBoundaryIsWhatIsNotBuiltHere()
    {
        TestRepository repository = New("boundary");
        UnitGraph graph = GraphBuilder.Build(repository.Evaluate(), []);
        UnitNode app = Node(graph, "app");

        // The compiler, and the fetched thing: what it was made with doesn't matter to it. Not the source, for which the live directory stands.
        Assert.Equal(["compiler.drv!out", "fetched.drv!out"], app.Boundary.Select(Named).Order(StringComparer.Ordinal));
        Assert.EndsWith("-app", app.SourcePath, StringComparison.Ordinal);
        Assert.Equal(["text.txt"], graph.Nodes.Single(node => node.Kind == NodeKind.Between).Boundary.Select(Named));
    }

    [NixFact]
    public void IdentitiesStayWhereOnlySourcesChange()
    {
        TestRepository repository = New("identity");
        UnitDeclaration[] before = repository.Evaluate();
        Dictionary<string, string> identities = GraphBuilder.Build(before, []).Nodes.ToDictionary(node => node.Name, node => node.Identity.ToString());

        repository.Write("a/a.c", "int a = 2;");
        repository.Write("units.nix", Units + "# evaluated again\n");
        UnitDeclaration[] after = repository.Evaluate();
        Assert.All(before.Zip(after), pair => Assert.NotEqual(pair.First.DerivationPath, pair.Second.DerivationPath));
        Assert.Equal(identities, GraphBuilder.Build(after, []).Nodes.ToDictionary(node => node.Name, node => node.Identity.ToString()));

        // What libb is built with is another thing: it alone is another, and what stands behind it is connected to the same name.
        repository.Write("units.nix", Units.Replace("src = ./b;", "src = ./b; more = 1;", StringComparison.Ordinal));
        UnitGraph changed = GraphBuilder.Build(repository.Evaluate(), []);
        Assert.Equal(["libb"], changed.Nodes.Where(node => identities.GetValueOrDefault(node.Name) != node.Identity.ToString()).Select(node => node.Name));

        repository.Write("text.txt", "another text");
        UnitGraph wrapped = GraphBuilder.Build(repository.Evaluate(), []);
        Assert.Single(wrapped.Nodes, node => node.Kind == NodeKind.Between && !identities.ContainsKey(node.Name));
    }

    [NixFact]
    public void OptionsThatChangeWhatIsRunAreOfTheIdentity()
    {
        TestRepository repository = New("options");
        UnitNode plain = Node(GraphBuilder.Build(repository.Evaluate(), []), "liba");
        repository.Write("units.nix", Units.Replace("src = \"a\";", "src = \"a\"; fixup = true;", StringComparison.Ordinal));
        UnitNode fixedUp = Node(GraphBuilder.Build(repository.Evaluate(), []), "liba");
        Assert.True(fixedUp.Options.RunsFixup);
        Assert.NotEqual(plain.Identity, fixedUp.Identity);
    }

    [NixFact]
    public void ASourceBelowACopyOfEverythingIsReplaced()
    {
        TestRepository repository = New("below");
        string text = """
            { unit }:
            { cc.a = unit { drv = derivation { name = "a"; system = "x86_64-linux"; builder = "/bin/sh"; src = "${./.}/a"; PATCHES }; src = "a"; }; }
            """;
        repository.Write("units.nix", text.Replace("PATCHES", "", StringComparison.Ordinal));
        UnitNode before = Assert.Single(GraphBuilder.Build(repository.Evaluate(), []).Nodes);
        Assert.EndsWith("/a", before.SourcePath, StringComparison.Ordinal);
        Assert.Empty(before.Boundary);
        repository.Write("a/a.c", "int a = 3;");
        repository.Write("units.nix", text.Replace("PATCHES", "", StringComparison.Ordinal) + "\n");
        UnitNode after = Assert.Single(GraphBuilder.Build(repository.Evaluate(), []).Nodes);
        Assert.NotEqual(before.DerivationPath, after.DerivationPath);
        Assert.Equal(before.Identity, after.Identity);

        // Where the rest of the copy is used too, it counts, and a change anywhere in it is noticed.
        repository.Write("units.nix", text.Replace("PATCHES", "patches = \"${./.}/text.txt\";", StringComparison.Ordinal));
        UnitNode patched = Assert.Single(GraphBuilder.Build(repository.Evaluate(), []).Nodes);
        Assert.Single(patched.Boundary);
        repository.Write("text.txt", "new");
        Assert.NotEqual(patched.Identity, Assert.Single(GraphBuilder.Build(repository.Evaluate(), []).Nodes).Identity);
    }

    [NixFact]
    public void ACopiedSourceThatAnotherUsesAsItIsMakesANewEvaluation()
    {
        TestRepository repository = New("shared");
        repository.Write("units.nix", """
            { unit }:
            let headers = derivation { name = "headers"; system = "x86_64-linux"; builder = "/bin/sh"; from = ./a; }; in
            { cc.a = unit { drv = derivation { name = "a"; system = "x86_64-linux"; builder = "/bin/sh"; src = ./a; inherit headers; }; src = "a"; }; }
            """);
        string derivation = repository.Evaluate()[0].DerivationPath;
        repository.Write("a/a.c", "int a = 4;");
        Assert.NotEqual(derivation, repository.Evaluate()[0].DerivationPath);
    }

    [NixFact]
    public void WhatIsWantedIsFoundByNameDirectoryAndDerivation()
    {
        TestRepository repository = New("wanted");
        (_, string output, string error) = nix.Run("nix-instantiate", "--expr",
            $"derivation {{ name = \"outer\"; system = \"x86_64-linux\"; builder = \"/bin/sh\"; inner = (import {repository.Root}/outer.nix).cc.app; }}");
        Assert.True(output.Length > 0, error);
        UnitDeclaration[] all = repository.Evaluate();
        Assert.Equal(["liba", "libb"], GraphBuilder.Build(all, ["libb"]).Nodes.Select(node => node.Name));
        Assert.Equal(["libb"], Roots("cc.libb"));
        Assert.Equal(["liba"], Roots(repository.Root + "/a"));
        Directory.CreateDirectory(repository.Root + "/a/deep/er");
        Assert.Equal(["liba"], Roots(repository.Root + "/a/deep/er"));
        Assert.Equal(["liba"], Roots(all.Single(unit => unit.Name == "liba").DerivationPath));
        UnitNode wrapper = GraphBuilder.Build(all, []).Nodes.Single(node => node.Kind == NodeKind.Between);
        Assert.Equal([wrapper.Name], Roots(wrapper.Name));
        Assert.Equal([wrapper.Name], Roots(wrapper.DerivationPath));
        Assert.Equal(["libb", "liba"], Roots("libb", "liba", "libb"));

        // One that the declarations don't lead to.
        UnitGraph outer = GraphBuilder.Build(all, ["liba", output.Trim()]);
        Assert.Equal(["app", "liba", "libb"], outer.Nodes.Where(node => node.Source != null).Select(node => node.Name).Order(StringComparer.Ordinal));
        Assert.Equal(NodeKind.Between, outer.Roots[1].Kind);
        Assert.All(outer.Roots, root => Assert.Contains(root, outer.Nodes));

        Assert.Contains("no unit of the name libc; there is liba, libb", Refused("libc"), StringComparison.Ordinal);
        Assert.Contains("lies in none", Refused(repository.Root), StringComparison.Ordinal);
        Assert.Contains("no directory that is there", Refused("./no/such"), StringComparison.Ordinal);
        Assert.Contains("is no unit, and needs none", Refused(wrapper.Derivation.InputDerivations.Keys.Concat(Compiler(all)).Last()), StringComparison.Ordinal);
        Assert.Contains("can't be read", Refused(wrapper.DerivationPath.Replace("wrapper", "missing", StringComparison.Ordinal)), StringComparison.Ordinal);

        string[] Roots(params string[] wanted) => [.. GraphBuilder.Build(all, wanted).Roots.Select(root => root.Name)];
        string Refused(string wanted) => Assert.Throws<UnitFault>(() => GraphBuilder.Build(all, [wanted])).Message;
    }

    [NixFact]
    public void WhatCannotBeBuiltHereIsSaid()
    {
        TestRepository repository = New("refused");
        repository.Write("units.nix", """
            { unit }:
            { cc.a = unit {
                drv = derivation { name = "a"; system = "x86_64-linux"; builder = "/bin/sh"; src = ./a; outputHash = "0000000000000000000000000000000000000000000000000000"; outputHashAlgo = "sha256"; };
                src = "a"; }; }
            """);
        Assert.Contains("has a fixed hash", Assert.Throws<UnitFault>(() => GraphBuilder.Build(repository.Evaluate(), [])).Message, StringComparison.Ordinal);

        UnitDeclaration[] all = New("twice").Evaluate();
        UnitDeclaration same = all[0] with { Name = "other" };
        UnitGraph graph = GraphBuilder.Build([.. all, same], ["other"]);
        Assert.Equal(all[0].Name, Assert.Single(graph.Roots).Name);
        UnitDeclaration elsewhere = same with { Source = "/elsewhere" };
        Assert.Contains("are the same derivation", Assert.Throws<UnitFault>(() => GraphBuilder.Build([.. all, elsewhere], [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CirclesAndChainsAreFollowed()
    {
        string store = Directory.CreateTempSubdirectory("larder-units-").FullName;
        try
        {
            // No .drv files that Nix writes have a circle; damaged ones can.
            string[] names = ["one", "two", "three"];
            UnitDeclaration[] all = [.. names.Select(name => new UnitDeclaration(name, Drv(store, name), "/src", UnitOptions.Default))];
            Write(store, "one", "two");
            Write(store, "two", "between");
            Write(store, "between", "three");
            Write(store, "three", "two");
            UnitFault fault = Assert.Throws<UnitFault>(() => GraphBuilder.Build(all, []));
            Assert.Equal("derivations need each other in a circle: two needs between needs three needs two", fault.Message);

            const int Long = 20_000;
            for (int i = 0; i < Long; i++)
                Write(store, "chain" + i, i == 0 ? null : "chain" + (i - 1));
            UnitDeclaration first = new("first", Drv(store, "chain0"), "/src", UnitOptions.Default);
            UnitGraph graph = GraphBuilder.Build([first], [Drv(store, "chain" + (Long - 1))]);
            Assert.Equal(Long, graph.Nodes.Length);

            Write(store, "three", "missing");
            Assert.Contains("missing.drv can't be read: No such file or directory (needed by three, which is needed by between, which is needed by two, which is needed by one)",
                Assert.Throws<UnitFault>(() => GraphBuilder.Build(all, [])).Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(store, recursive: true);
        }
    }

    private static string Drv(string store, string name) => $"{store}/{Hash(name)}-{name}.drv";

    private static string Hash(string name) => Larder.Units.Derivations.Nix32.Encode(Larder.Units.Derivations.Sha256.Of(System.Text.Encoding.ASCII.GetBytes(name)).AsSpan(0, 20));

    private static void Write(string store, string name, string? input) =>
        File.WriteAllText(Drv(store, name),
            $"Derive([(\"out\",\"{store}/{Hash(name + "out")}-{name}\",\"\",\"\")],[{(input == null ? "" : $"(\"{Drv(store, input)}\",[\"out\"])")}],[],\"x\",\"/bin/sh\",[],[(\"name\",\"{name}\")])");

    private static IEnumerable<string> Compiler(UnitDeclaration[] all) =>
        Node(GraphBuilder.Build(all, []), "liba").Derivation.InputDerivations.Keys.Where(path => path.EndsWith("-compiler.drv", StringComparison.Ordinal));

    private static UnitNode Node(UnitGraph graph, string name) => graph.Nodes.Single(node => node.Name == name);

    private static string Named(string storePath) => Larder.Units.Derivations.StorePath.Name(storePath);

    private TestRepository New(string name)
    {
        TestRepository repository = new(nix, "graph-" + name);
        repository.Write("units.nix", Units);
        repository.Write("outer.nix", $"(import ./units.nix) {{ units = builtins.mapAttrs (_: given: given.drv); }}");
        repository.Write("a/a.c", "int a = 1;");
        repository.Write("b/b.c", "int b = 1;");
        repository.Write("app/app.c", "int main(void) { return 0; }");
        repository.Write("text.txt", "text");
        return repository;
    }
}
