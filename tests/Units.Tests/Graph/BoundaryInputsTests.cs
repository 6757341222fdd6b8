using Larder.Units.Declaration;
using Larder.Units.Graph;
using Larder.Units.Tests.Declaration;
using Larder.Units.Tests.Harness;

namespace Larder.Units.Tests.Graph;

public sealed class BoundaryInputsTests(NixStore nix) : IClassFixture<NixStore>
{
    private const string Units = """
        { units }:
        let
          run = name: script: more: derivation ({ inherit name; system = builtins.currentSystem; builder = "/bin/bash"; args = [ "-c" script ]; } // more);
          two = run "two" "echo out > $out; echo dev > $dev" { outputs = [ "out" "dev" ]; };
          structured = run "structured" "source .attrs.sh; echo \${words[1]} > \${outputs[out]}" { __structuredAttrs = true; outputs = [ "out" ]; words = [ "a" "b c" ]; };
          wanted = run "a" "exit 1" { src = ./a; inherit structured; dev = two.dev; text = ./text.txt; EXTRA };
        in
        { cc = units { a = { drv = wanted; src = "a"; }; b = { drv = run "b" "exit 1" { src = ./a; inherit two; }; src = "a"; }; }; }
        """;

    [NixFact]
    public void WhatUnitsTakeIsBuiltAndHeld()
    {
        TestRepository repository = New("held", "");
        UnitGraph graph = GraphBuilder.Build(repository.Evaluate(), []);
        BoundaryInputs.Realise(graph, repository.Directories, repository.Environment);
        Assert.Equal(1, repository.Calls("nix-store"));

        nix.Run("nix-store", "--gc");
        foreach ((string name, string content) in ((string, string)[])[("two", "out"), ("two-dev", "dev"), ("structured", "b c"), ("text.txt", "text")])
            Assert.Equal(content, File.ReadAllText(Directory.GetFiles(nix.StoreDirectory, "*-" + name).Single()).Trim());

        BoundaryInputs.Realise(graph, repository.Directories, repository.Environment);
        Assert.Equal(0, repository.Calls("nix-store"));
    }

    [NixFact]
    public void WhatIsLostIsMadeAgain()
    {
        TestRepository repository = New("lost", "");
        UnitGraph graph = GraphBuilder.Build(repository.Evaluate(), []);
        BoundaryInputs.Realise(graph, repository.Directories, repository.Environment);
        Action[] losses =
        [
            () => File.Delete(Directory.GetFileSystemEntries(repository.Directories.Roots).First(path => !path.EndsWith(".list", StringComparison.Ordinal))),
            () => File.WriteAllText(Directory.GetFiles(repository.Directories.Roots, "*.list").Single(), "no list"),
            () => Directory.Delete(repository.Directories.Roots, recursive: true),
        ];
        foreach (Action lose in losses)
        {
            repository.Calls("nix-store");
            lose();
            BoundaryInputs.Realise(graph, repository.Directories, repository.Environment);
            Assert.Equal(1, repository.Calls("nix-store"));
            BoundaryInputs.Realise(graph, repository.Directories, repository.Environment);
            Assert.Equal(0, repository.Calls("nix-store"));
        }
    }

    [NixFact]
    public void RootsOfWhatIsWantedNoMoreGo()
    {
        TestRepository repository = New("gone", "more = run \"more\" \"echo more > $out\" { };");
        BoundaryInputs.Realise(GraphBuilder.Build(repository.Evaluate(), []), repository.Directories, repository.Environment);
        string more = Directory.GetFiles(nix.StoreDirectory, "*-more").Single();
        foreach (string other in (string[])["b", "c", "d"])
            Next(other);
        Assert.True(File.Exists(more));
        Next("e");
        Assert.False(File.Exists(more));

        void Next(string other)
        {
            Write(repository, $"other = run \"{other}\" \"echo {other} > $out\" {{ }};");
            BoundaryInputs.Realise(GraphBuilder.Build(repository.Evaluate(), []), repository.Directories, repository.Environment);
            nix.Run("nix-store", "--gc");
        }
    }

    [NixFact]
    public void APartOfWhatIsHeldNeedsNothing()
    {
        TestRepository repository = New("part", "");
        UnitDeclaration[] all = repository.Evaluate();
        BoundaryInputs.Realise(GraphBuilder.Build(all, ["a"]), repository.Directories, repository.Environment);
        BoundaryInputs.Realise(GraphBuilder.Build(all, []), repository.Directories, repository.Environment);
        Assert.Equal(2, repository.Calls("nix-store"));
        BoundaryInputs.Realise(GraphBuilder.Build(all, ["a"]), repository.Directories, repository.Environment);
        BoundaryInputs.Realise(GraphBuilder.Build(all, ["b"]), repository.Directories, repository.Environment);
        Assert.Equal(0, repository.Calls("nix-store"));
    }

    [NixFact]
    public void WhatNixSaysOfAFailureIsPassedOn()
    {
        TestRepository repository = New("fails", "fails = run \"fails\" \"echo the-very-reason >&2; exit 3\" { };");
        UnitGraph graph = GraphBuilder.Build(repository.Evaluate(), []);
        UnitFault fault = Assert.Throws<UnitFault>(() => BoundaryInputs.Realise(graph, repository.Directories, repository.Environment));
        Assert.Contains("the-very-reason", fault.Message, StringComparison.Ordinal);
        Assert.Contains("failed with exit code 3", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OutputsOfOneDerivationAreOneWord() =>
        Assert.Equal(["/s/a.drv!dev,lib,out", "/s/b"], BoundaryInputs.Merged(["/s/b", "/s/a.drv!out", "/s/a.drv!dev,out", "/s/a.drv!lib", "/s/b"]));

    private static void Write(TestRepository repository, string extra) => repository.Write("units.nix", Units.Replace("EXTRA", extra, StringComparison.Ordinal));

    private TestRepository New(string name, string extra)
    {
        TestRepository repository = new(nix, "boundary-" + name);
        Write(repository, extra);
        repository.Write("a/a.c", "");
        repository.Write("text.txt", "text");
        return repository;
    }
}
