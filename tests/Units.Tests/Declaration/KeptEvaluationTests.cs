using Larder.Units.Declaration;
using Larder.Units.Tests.Harness;

namespace Larder.Units.Tests.Declaration;

/// <summary>When Nix is asked again, and when not.</summary>
public sealed class KeptEvaluationTests(NixStore nix) : IClassFixture<NixStore>
{
    private const string Evaluation = "nix-instantiate";

    /// <summary>A change of any of these reaches the derivation's name or attributes.</summary>
    private const string Units = """
        { unit }:
        let
          version = builtins.readFile ./VERSION;
          data = if builtins.pathExists ./nix/data.txt then builtins.readFile ./nix/data.txt else "none";
          thing = import ./nix/thing.nix;
        in
        {
          cc.a = unit {
            drv = derivation {
              name = "a"; system = "x86_64-linux"; builder = "/bin/sh"; inherit version data thing;
              variable = builtins.getEnv "CHANNEL"; hidden = builtins.getEnv "OTHER";
              patches = [ ./fixes/a.patch ]; extra = ./extra; src = ./a;
            };
            src = "a";
          };
        }
        """;

    [NixFact]
    public void NothingIsEvaluatedTwice()
    {
        TestRepository repository = New("nothing");
        UnitDeclaration[] first = repository.Evaluate();
        Assert.InRange(repository.Calls(Evaluation), 1, 3);

        UnitDeclaration[] second = repository.Evaluate();
        Assert.Equal(0, repository.Calls(Evaluation));
        Assert.Equal(first.Select(unit => (unit.Name, unit.DerivationPath, unit.Source)), second.Select(unit => (unit.Name, unit.DerivationPath, unit.Source)));

        // Touched, written again with the same, other files beside it: all is as it was.
        File.SetLastWriteTimeUtc(repository.Root + "/units.nix", new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        repository.Write("VERSION", "1");
        repository.Write("notes.txt", "");
        repository.Write("a/more.c", "a source's content is not what Nix is asked for");
        Directory.CreateDirectory(repository.Root + "/build");
        repository.Evaluate();
        Assert.Equal(0, repository.Calls(Evaluation));
    }

    [NixFact]
    public void WhateverIsReadIsNoticed()
    {
        TestRepository repository = New("read");
        string derivation = repository.Evaluate()[0].DerivationPath;
        (string What, Action Change)[] changes =
        [
            ("units.nix itself", () => repository.Write("units.nix", Units + "# new\n")),
            ("a common file beside it", () => repository.Write("VERSION", "2")),
            ("an imported file", () => repository.Write("nix/thing.nix", "\"other\"")),
            ("a patch", () => repository.Write("fixes/a.patch", "-a\n+c\n")),
            ("a directory that is copied into the store", () => repository.Write("extra/deep/er.txt", "x")),
            ("a file that goes from it", () => File.Delete(repository.Root + "/extra/deep/er.txt")),
            ("a mode in it", () => nix.Run("chmod", "755", repository.Root + "/extra/one.txt")),
            ("a declared file that appears", () => repository.Write("nix/data.txt", "x")),
            ("that file's content", () => repository.Write("nix/data.txt", "y")),
            ("that file, when it goes", () => File.Delete(repository.Root + "/nix/data.txt")),
        ];
        foreach ((string what, Action change) in changes)
        {
            repository.Calls(Evaluation);
            change();
            string changed = repository.Evaluate()[0].DerivationPath;
            Assert.True(repository.Calls(Evaluation) > 0, what);
            Assert.True(changed != derivation || what == "units.nix itself", what);
            derivation = changed;
            repository.Evaluate();
            Assert.True(repository.Calls(Evaluation) == 0, what);
        }
    }

    [NixFact]
    public void TheEnvironmentCounts()
    {
        TestRepository repository = New("environment");
        string plain = repository.Evaluate()[0].DerivationPath;
        repository.Calls(Evaluation);

        // Only what is declared reaches the expressions, and so only that counts.
        Assert.Equal(plain, repository.Evaluate("OTHER=1")[0].DerivationPath);
        Assert.Equal(0, repository.Calls(Evaluation));
        Assert.NotEqual(plain, repository.Evaluate("CHANNEL=new")[0].DerivationPath);
        Assert.NotEqual(0, repository.Calls(Evaluation));
        Assert.Equal(plain, repository.Evaluate()[0].DerivationPath);

        Directory.CreateDirectory(repository.Root + "/../one");
        Directory.CreateDirectory(repository.Root + "/../two");
        string link = nix.Root + "/environment/channel";
        File.CreateSymbolicLink(link, nix.Root + "/environment/one");
        repository.Evaluate("NIX_PATH=x=" + link);
        repository.Calls(Evaluation);
        repository.Evaluate("NIX_PATH=x=" + link);
        Assert.Equal(0, repository.Calls(Evaluation));
        File.Delete(link);
        File.CreateSymbolicLink(link, nix.Root + "/environment/two");
        repository.Evaluate("NIX_PATH=x=" + link);
        Assert.NotEqual(0, repository.Calls(Evaluation));
    }

    [NixFact]
    public void WhatIsEvaluatedInACopyIsTheRepositorys()
    {
        // As a flake is: everything is copied first, and the copy evaluated.
        TestRepository repository = New("copy");
        repository.Write("units.nix", """
            { unit }:
            let copy = builtins.path { path = ./nix; name = "source"; }; in
            { cc.a = unit { drv = derivation { name = "a"; system = "x86_64-linux"; builder = "/bin/sh"; thing = import "${copy}/deep/thing.nix"; }; src = "a"; }; }
            """);
        File.Delete(repository.Root + "/larder.toml");
        repository.Write("nix/deep/thing.nix", "\"one\"");
        repository.Write("deep/thing.nix", "\"the copy could be of this one\"");
        repository.Evaluate();
        repository.Calls(Evaluation);
        repository.Write("deep/thing.nix", "\"two\"");
        repository.Evaluate();
        Assert.NotEqual(0, repository.Calls(Evaluation));
    }

    [NixFact]
    public void ADerivationThatWasCollectedIsMadeAgain()
    {
        TestRepository repository = New("collected");
        string derivation = repository.Evaluate()[0].DerivationPath;
        nix.Run("nix-store", "--delete", derivation);
        Assert.False(File.Exists(derivation));
        Assert.Equal(derivation, repository.Evaluate()[0].DerivationPath);
        Assert.True(File.Exists(derivation));
    }

    [NixFact]
    public void ADamagedFileIsANewEvaluation()
    {
        TestRepository repository = New("damaged");
        string derivation = repository.Evaluate()[0].DerivationPath;
        byte[] content = File.ReadAllBytes(repository.Directories.Evaluation);
        Random random = new(7);
        for (int i = 0; i < 30; i++)
        {
            byte[] damaged = [.. content];
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(repository.Directories.Evaluation, i % 3 == 0 ? damaged[..random.Next(damaged.Length)] : damaged);
            repository.Calls(Evaluation);
            Assert.Equal(derivation, repository.Evaluate()[0].DerivationPath);
            Assert.NotEqual(0, repository.Calls(Evaluation));
        }
    }

    [NixFact]
    public void WhatChangesWhileNixReadsItIsReadAgain()
    {
        TestRepository repository = New("meanwhile");

        // Nix's own evaluation writes to a file that it has read: by a program of the test's that stands before it on PATH.
        string program = nix.Root + "/meanwhile/programs/nix-instantiate";
        string text = File.ReadAllText(program);
        string version = repository.Root + "/VERSION";
        File.WriteAllText(program, text.Replace("exec ", "", StringComparison.Ordinal) + $"status=$?\n[ -e {version}.done ] || {{ printf 2 > {version}; : > {version}.done; }}\nexit $status\n");
        UnitDeclaration[] units = repository.Evaluate();
        Assert.Equal("2", Version(units[0]));
    }

    private static string? Version(UnitDeclaration unit) => Larder.Units.Derivations.DerivationReader.Read(unit.DerivationPath).Attribute("version");

    private TestRepository New(string name)
    {
        TestRepository repository = new(nix, name);
        repository.Write("units.nix", Units);
        repository.Write("larder.toml", "[units]\nevaluation_inputs = [\n  \"nix/**\", # data\n]\nevaluation_environment = ['CHANNEL']\n");
        repository.Write("VERSION", "1");
        repository.Write("nix/thing.nix", "\"thing\"");
        repository.Write("fixes/a.patch", "-a\n+b\n");
        repository.Write("extra/one.txt", "");
        repository.Write("a/a.c", "");
        return repository;
    }
}
