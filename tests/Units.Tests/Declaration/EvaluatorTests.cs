using Larder.Units.Declaration;
using Larder.Units.Tests.Harness;

namespace Larder.Units.Tests.Declaration;

public sealed class EvaluatorTests(NixStore nix) : IClassFixture<NixStore>
{
    private const string Thing = "name: derivation { inherit name; system = \"x86_64-linux\"; builder = \"/bin/sh\"; }";

    [NixFact]
    public void UnitsAreWhatTheFileSays()
    {
        TestRepository repository = New("says");
        repository.Write("units.nix", $$"""
            { unit, units, suffix ? "z" }:
            let thing = {{Thing}}; in
            {
              cc = units {
                liba = { drv = thing "a"; src = "libs/a"; };
                libb = { drv = thing "b"; src = ./libs/b; ignored = [ "doc/**" ]; fixup = true; checks = true; contentCutoff = true; };
              } // { ${"lib" + suffix} = unit { drv = thing "z"; src = "."; }; };
            }
            """);
        repository.Write("libs/a/x.c", "");
        repository.Write("libs/b/x.c", "");

        UnitDeclaration[] units = repository.Evaluate();
        Assert.Equal(["liba", "libb", "libz"], units.Select(unit => unit.Name));
        Assert.Equal([repository.Root + "/libs/a", repository.Root + "/libs/b", repository.Root], units.Select(unit => unit.Source));
        Assert.All(units, unit => Assert.True(File.Exists(unit.DerivationPath)));
        Assert.Equal(["doc/**"], units[1].Options.Ignored);
        Assert.True(units[1].Options is { RunsFixup: true, RunsChecks: true, CutsByContent: true });
        Assert.True(units[0].Options is { RunsFixup: false, RunsChecks: false, CutsByContent: false, Ignored.Length: 0 });
    }

    [NixFact]
    public void TheDerivationIsTheOneThatItIsWithoutLarder()
    {
        TestRepository repository = New("same");
        repository.Write("units.nix", $$"""{ unit }: { cc.a = unit { drv = ({{Thing}}) "a"; src = "."; }; }""");
        (_, string output, _) = nix.Run("nix-instantiate", "--expr", $"({Thing}) \"a\"");
        Assert.Equal(output.Trim(), repository.Evaluate()[0].DerivationPath);
    }

    [NixFact]
    public void ThePeersFileAndAttributeAreTaken()
    {
        TestRepository repository = New("peer");
        repository.Write("bob.nix", $$"""{ cc.a = (({{Thing}}) "a") // { bobCcSrc = "src"; }; }""");
        repository.Write("src/x.c", "");
        Assert.Equal(repository.Root + "/src", Assert.Single(repository.Evaluate()).Source);
    }

    [NixFact]
    public void CratesAreFoundByTheirManifests()
    {
        TestRepository repository = New("crates");
        repository.Write("units.nix", $$"""
            let crate = name: { build = (({{Thing}}) name) // { crateName = name; }; }; in
            rec {
              debug.workspaceMembers = { one = crate "one"; two.build = (crate "two").build // { larderSource = "elsewhere"; }; };
              other = throw "nobody asks for this";
              helper = x: x;
            }
            """);
        repository.Write("crates/one/Cargo.toml", "[package]\nname = \"one\" # it is\nversion = \"1\"\n[dependencies]\nx = { version = \"1\", features = [\"a\"] }\n");
        repository.Write("crates/three/Cargo.toml", "[package]\nname = \"three\"\n");
        repository.Write("target/package/one/Cargo.toml", "[package]\nname = \"one\"\n");
        repository.Write("target/CACHEDIR.TAG", "");
        repository.Write("elsewhere/x", "");

        UnitDeclaration[] units = repository.Evaluate();
        Assert.Equal(["debug.one", "debug.two"], units.Select(unit => unit.Name));
        Assert.Equal([repository.Root + "/crates/one", repository.Root + "/elsewhere"], units.Select(unit => unit.Source));

        repository.Write("copy/Cargo.toml", "[package]\nname = 'one'\n");
        repository.Write("crates/one/Cargo.toml", "[package]\nname = \"one\"\nversion = \"2\"\n");
        Assert.Contains("several Cargo.toml have that name", repository.Fault(), StringComparison.Ordinal);
    }

    [NixFact]
    public void WhatCannotBeAUnitIsSaid()
    {
        TestRepository repository = New("faults");
        repository.Write("dir/x", "");
        (string Text, string Problem)[] faults =
        [
            ($$"""{ cc.a = ({{Thing}}) "a"; }""", "cc.a is a derivation without a source"),
            ("{ cc.a = 3; }", "cc.a must be a derivation, and is a int"),
            ("{ cc = [ ]; }", "cc must be a set of units, and is a list"),
            ("[ ]", "must evaluate to an attribute set"),
            ("{ }", "declares no units"),
            ($$"""{ unit }: { cc.a = unit { drv = ({{Thing}}) "a"; src = "no/such"; }; }""", "has the source \"no/such\", but"),
            ($$"""{ unit }: { cc.a = unit { drv = ({{Thing}}) "a"; src = "units.nix"; }; }""", "is no directory"),
            ($$"""{ unit }: { cc.a = unit { drv = ({{Thing}}) "a"; src = "../.."; }; }""", "doesn't lie below"),
            ($$"""{ unit }: { cc.a = unit { drv = ({{Thing}}) "a"; src = 3; }; }""", "has a source that is no path"),
            ($$"""{ unit }: { cc.a = unit { drv = ({{Thing}}) "a"; src = "."; checks = "yes"; }; }""", "\"checks\" must be true or false"),
            ($$"""{ unit }: { cc.a = unit { drv = ({{Thing}}) "a"; src = "."; ignored = "doc"; }; }""", "\"ignored\" must be a list of strings"),
            ($$"""{ unit }: { cc."a/b" = unit { drv = ({{Thing}}) "a"; src = "."; }; }""", "can't be a unit's name"),
            ("{ unit }: { cc.a = unit { drv = 1; src = 2; chekcs = true; }; }", "unexpected argument 'chekcs'"),
            ("{ cc.a = assert 1 == 2; 3; }", "assertion"),
            ("{ cc = ", "syntax error, unexpected end of file"),
        ];
        foreach ((string text, string problem) in faults)
        {
            repository.Write("units.nix", text);
            string fault = repository.Fault();
            Assert.Contains(problem, fault, StringComparison.Ordinal);
            Assert.DoesNotContain("evaluating file", fault, StringComparison.Ordinal);
        }

        File.CreateSymbolicLink(repository.Root + "/out", "/");
        repository.Write("units.nix", $$"""{ unit }: { cc.a = unit { drv = ({{Thing}}) "a"; src = "out"; }; }""");
        Assert.Contains("doesn't lie below", repository.Fault(), StringComparison.Ordinal);
    }

    [NixFact]
    public void TheLibraryCanBeImported()
    {
        TestRepository repository = New("import");
        repository.Write("units.nix", $$"""let larder = import <larder/units.nix>; in { cc = larder.units { a = { drv = ({{Thing}}) "a"; src = "."; }; }; }""");
        Assert.Equal("a", Assert.Single(repository.Evaluate()).Name);
    }

    [Fact]
    public void TheNearestFileIsTheRepositorys()
    {
        string root = Directory.CreateTempSubdirectory("larder-units-").FullName;
        try
        {
            Directory.CreateDirectory(root + "/a/b/c");
            Directory.CreateDirectory(root + "/a/b/units.nix");
            Assert.Null(RepositoryFinder.Find(root + "/a/b/c"));
            File.WriteAllText(root + "/bob.nix", "");
            File.WriteAllText(root + "/a/bob.nix", "");
            Assert.Equal(new Repository(root + "/a", root + "/a/bob.nix"), RepositoryFinder.Find(root + "/a/b/c"));
            File.WriteAllText(root + "/a/units.nix", "");
            Assert.Equal(root + "/a/units.nix", RepositoryFinder.Find(root + "/a")!.File);
            Assert.Null(RepositoryFinder.Find(root + "/missing"));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private TestRepository New(string name) => new(nix, name);
}
