using Larder.Posix;
using Larder.Units.Layout;
using Larder.Units.Tests.EndToEnd;
using Larder.Units.Tests.Harness;
using Larder.Units.UpToDate;

namespace Larder.Units.Tests.UpToDate;

/// <summary>What a daemon says is up to date, a build must find so.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class KnownBuildsTests : IDisposable
{
    private const string Declarations = """
        { unit, ... }:
        let
          suffix = import ./suffix.nix;
          make = name: inputs: derivation {
            inherit name inputs suffix;
            system = builtins.currentSystem; builder = "/bin/bash"; args = [ ./builder.sh ]; stdenv = ./stdenv; src = ./. + "/${name}";
          };
          low = unit { drv = make "low" [ ]; src = "low"; };
        in { cc = { inherit low; high = unit { drv = make "high" [ low ]; src = "high"; }; }; }
        """;

    private const string Setup = """
        export PATH=/usr/bin:/bin
        genericBuild() {
          mkdir -p $out/sub
          { cat $(find $src/ -name '*.txt' | sort) 2>/dev/null || :; for each in $inputs; do cat $each/text; done; echo $suffix; } > $out/text
          echo more > $out/sub/more
        }
        """;

    private readonly UnitRepository _repository = new();
    private readonly KnownBuilds _known;

    public KnownBuildsTests()
    {
        _known = new KnownBuilds(_repository.Cache);
        Directory.Delete(_repository.Projects, recursive: true);
        _repository.Write("units.nix", Declarations);
        _repository.Write("suffix.nix", "\"suffix\"");
        _repository.Write("stdenv/setup", Setup);
        _repository.Write("builder.sh", ". \"$stdenv/setup\"\ngenericBuild\n");
        foreach (string unit in (string[])["low", "high"])
        {
            _repository.Write($"{unit}/a.txt", "a of " + unit);
            _repository.Write($"{unit}/deep/er/b.txt", "b of " + unit);
        }
    }

    public void Dispose() => _repository.Dispose();

    /// <summary>What is done to a repository between two builds.</summary>
    private static readonly (string What, Action<UnitRepository, Random> Deed)[] Deeds =
    [
        ("nothing", (_, _) => { }),
        ("a source, of the same size", (r, random) => r.Write("low/a.txt", $"a of l{random.Next(10, 99)}")),
        ("a source below", (r, random) => r.Write("high/deep/er/b.txt", $"b {random.Next()}")),
        ("touched", (r, _) => File.SetLastWriteTimeUtc(r.PathOf("low/a.txt"), DateTime.UtcNow)),
        ("the same again", (r, _) => r.Write("low/a.txt", r.Read("low/a.txt"))),
        ("a new file", (r, random) => r.Write($"low/new{random.Next(3)}.txt", "new\n")),
        ("a file less", (r, random) => File.Delete(r.PathOf($"low/new{random.Next(3)}.txt"))),
        ("a link", (r, random) => Links(r.PathOf("high/link.txt"), $"../low/new{random.Next(3)}.txt")),
        ("a link less", (r, _) => File.Delete(r.PathOf("high/link.txt"))),
        ("replaced", (r, random) =>
        {
            r.Write("spare", $"a of {random.Next(1000, 9999)}");
            File.Move(r.PathOf("spare"), r.PathOf("low/a.txt"), overwrite: true);
        }),
        ("executable", (r, random) => File.SetUnixFileMode(r.PathOf("low/a.txt"), (UnixFileMode)(random.Next(2) == 0 ? 0x1A4 : 0x1ED))),
        ("old times", (r, random) =>
        {
            r.Write("high/a.txt", $"a {random.Next(10, 99)}");
            File.SetLastWriteTimeUtc(r.PathOf("high/a.txt"), DateTime.UnixEpoch);
        }),
        ("a directory moved", (r, random) =>
        {
            string from = Directory.Exists(r.PathOf("low/deep")) ? "low/deep" : "low/moved";
            Directory.Move(r.PathOf(from), r.PathOf(from == "low/deep" ? "low/moved" : "low/deep"));
        }),
        ("an imported expression", (r, random) => r.Write("suffix.nix", $"\"suffix{random.Next(3)}\"")),
        ("a comment in units.nix", (r, random) => r.Write("units.nix", Declarations + $"# {random.Next()}\n")),
        ("larder.toml", (r, random) => r.Write("larder.toml", $"[units]\nevaluation_inputs = [\"in{random.Next(2)}/**\"]\n")),
        ("a named input", (r, random) => r.Write($"in{random.Next(2)}/x", $"{random.Next(2)}")),
        ("a view's file", (r, random) => Overwrite(r.View("low") + "/text", $"{random.Next()}")),
        ("a view's file, of the same size", (r, random) => Overwrite(r.View("high") + "/sub/more", "m" + (char)random.Next('a', 'z') + "re\n")),
        ("a view's file less", (r, _) => File.Delete(r.View("low") + "/sub/more")),
        ("a view less", (r, _) => Directory.Delete(r.View("high"), recursive: true)),
        ("built by another", (r, _) => r.Build()),
        ("cleaned", (r, _) => r.Run("clean", "low").Succeeded()),
        ("a .gitignore", (r, random) => r.Write("low/.gitignore", $"new{random.Next(3)}.txt\n")),
    ];

    [NixFact]
    public void Whatever_is_done_to_it_nothing_is_up_to_date_that_a_build_has_something_to_do_about()
    {
        _repository.Build();
        int seed = Environment.TickCount;
        Random random = new(seed);
        string history = $"seed {seed}";
        int known = 0;
        for (int round = 0; round < 60; round++)
        {
            _known.BeginFind(Question);
            Assert.True(_known.Ask(Question) is not null, history + ": a build has just ended, and nothing is known");
            (string what, Action<UnitRepository, Random> deed) = Deeds[random.Next(Deeds.Length)];
            history += ", " + what;
            deed(_repository, random);
            bool isKnown = _known.Ask(Question) is not null;
            UnitRun build = _repository.Run("build").Succeeded();
            Assert.False(isKnown && build.Deeds.Length > 0, $"{history}: {build.Error}");
            if (isKnown)
                known++;
        }

        Assert.True(known > 0, history);
    }

    [NixFact]
    public void While_somebody_builds_nothing_is_known()
    {
        _repository.Build();
        _known.BeginFind(Question);
        Assert.NotNull(_known.Ask(Question));
        using (RepositoryLock.Take(_repository.Directories, _ => { }))
        {
            Assert.Null(_known.Ask(Question));
            _known.BeginFind(Question);
            Assert.Null(_known.Ask(Question));
        }

        // Whose turn it was may have changed everything.
        Assert.Null(_known.Ask(Question));
        _known.BeginFind(Question);
        Assert.NotNull(_known.Ask(Question));
    }

    [NixFact]
    public void Another_environment_is_another_question()
    {
        _repository.Build();
        _known.BeginFind(Question);
        Assert.Null(_known.Ask(Question with { Environment = Question.Environment.With("NIX_PATH=/somewhere"u8.ToArray()) }));
    }

    [NixFact]
    public void What_is_wanted_is_what_counts_and_directories_are_those_of_who_asks()
    {
        _repository.Build();
        UpToDateQuestion low = Question with { Wanted = ["."], Directory = _repository.PathOf("low") };
        _known.BeginFind(low);
        Assert.Equal(["low"], _known.Ask(low)!.Roots.Select(root => root.Name));
        Assert.Null(_known.Ask(low with { Directory = _repository.PathOf("high") }));
        _repository.Write("high/a.txt", "edited");
        Assert.NotNull(_known.Ask(low));
        _repository.Write("low/a.txt", "edited");
        Assert.Null(_known.Ask(low));
    }

    [NixFact]
    public void A_link_that_leads_elsewhere_is_another_question()
    {
        _repository.Build();
        Links(_repository.PathOf("current"), "low");
        UpToDateQuestion current = Question with { Wanted = ["current"] };
        _known.BeginFind(current);
        Assert.Equal(["low"], _known.Ask(current)!.Roots.Select(root => root.Name));
        Links(_repository.PathOf("current"), "high");
        Assert.Null(_known.Ask(current));
        _known.BeginFind(current);
        Assert.Equal(["high"], _known.Ask(current)!.Roots.Select(root => root.Name));
        File.Delete(_repository.PathOf("current"));
        Assert.Null(_known.Ask(current));
    }

    private UpToDateQuestion Question => new(_repository.Projects, [], _repository.Environment());

    private static void Links(string path, string target)
    {
        File.Delete(path);
        File.CreateSymbolicLink(path, target);
    }

    private static void Overwrite(string path, string text)
    {
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(path, text);
    }
}
