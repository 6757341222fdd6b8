using System.Text;
using Larder.Posix;
using Larder.Storage;
using Larder.Units.Artifacts;
using Larder.Units.Declaration;
using Larder.Units.Garbage;
using Larder.Units.Graph;
using Larder.Units.Layout;
using Larder.Units.Replay.State;
using Larder.Units.Scheduling;
using Larder.Units.Sources;
using Larder.Units.Tests.Declaration;
using Larder.Units.Tests.Harness;
using Larder.Units.Tests.Scheduling;

namespace Larder.Units.Tests.Decoders;

/// <summary>What a repository with units leaves, and what others wrote that larder reads of it: samples to be damaged.</summary>
internal sealed class RealState
{
    private const string Expression = """
        { units }:
        let
          make = name: more: derivation ({ inherit name; system = "x86_64-linux"; builder = "/bin/sh"; outputs = [ "out" "dev" ]; } // more);
          liba = make "liba" { src = ./a; text = "\"quoted\"\n\ttext \\ é"; };
          wrapper = derivation { name = "wrapper"; system = "x86_64-linux"; builder = "/bin/sh"; inner = liba; args = [ "-c" "echo > $out" ]; };
          app = make "app" { src = ./app; inherit wrapper; __structuredAttrs = true; list = [ 1 "two" true null ]; set = { a = 1.5; b.c = [ ]; }; };
        in
        { cc = units { liba = { drv = liba; src = "a"; }; app = { drv = app; src = "app"; checks = true; ignored = [ "x" "y/**" ]; }; }; }
        """;

    private const string Ninja = """
        rule C_COMPILER__gen_
          command = cc -c $in
        build CMakeFiles/gen.dir/gen.c.o: C_COMPILER__gen_ /s/gen.c || cmake_object_order_depends_target_gen
          FLAGS = -g
        build gen: C_EXECUTABLE_LINKER__gen_ CMakeFiles/gen.dir/gen.c.o
          POST_BUILD = :
        build out$ put.h: CUSTOM_COMMAND gen | a$:b || c
          COMMAND = cd /b && ./gen > "out put.h"
        build all: phony out$ put.h

        """;

    private const string Log = """
        Running phase: buildPhase
        [1/2] gcc -c a.c
        FAILED: a.o
        gcc -c a.c
        In file included from a.c:1:
                         from b.h:2:
        a.c: In function 'a':
        a.c:3:1: error: expected ';' before '}' token
        ninja: build stopped: subcommand failed.
        make[1]: *** [Makefile:2: all] Error 2

        """;

    private readonly TestRepository _repository;
    private readonly string _git;

    internal RealState(NixStore nix)
    {
        _repository = new TestRepository(nix, "decoders");
        _git = $"{nix.Root}/decoders/git";
        _repository.Write("units.nix", Expression);
        _repository.Write("a/a.c", "int a;\n");
        _repository.Write("a/b é.c", "int b;\n");
        _repository.Write("a/CMakeLists.txt", "file(READ x y)\ncheck_c_source_compiles(\"${y}\" OK)\ntry_run(a b c d)\n");
        _repository.Write("app/app.c", "int main(void) { return 0; }\n");
        _repository.Write("app/meson.build", "project('app', 'c')\nrun_command('x')\nconfigure_file(input: 'a', output: 'b', command: ['c'])\n");
        Declarations = _repository.Evaluate();
        UnitNode[] nodes = GraphBuilder.Build(Declarations, [], Directories).Nodes;
        Evaluation = [File.ReadAllBytes(Directories.Evaluation)];
        Graph = [File.ReadAllBytes(Directories.Graph)];
        Derivations = [.. System.IO.Directory.GetFiles(nix.StoreDirectory, "*.drv").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
        DerivationPath = nodes[0].DerivationPath;
        nix.Run("mkdir", "-p", Directories.Roots);
        new RootList(["/a/b", "/c!dev,out"], [("/x/1", "/y/1"), ("/x/2", "")]).Save(Directories, Directories.Roots + "/a.list");
        Roots = [File.ReadAllBytes(Directories.Roots + "/a.list")];

        Scan(nodes);
        Library = [Compiled("-shared", "-Wl,--version-script=" + Written("map", "V1 { global: answer; }; V2 { global: length; } V1;")), Compiled("-shared", "-m32")];
        Program = Compiled("-Wl,-e,0");
        Install();
        Record();
        Indexes = MakeIndexes();
    }

    internal UnitDirectories Directories => _repository.Directories;

    internal Repository Repository => RepositoryFinder.Find(_repository.Root)!;

    internal UnitDeclaration[] Declarations { get; }

    internal byte[][] Evaluation { get; }

    internal byte[][] Graph { get; }

    internal byte[][] Roots { get; }

    internal byte[][] Derivations { get; }

    internal string DerivationPath { get; }

    internal byte[][] Sources { get; private set; } = [];

    internal byte[][] Trees { get; private set; } = [];

    /// <summary>What whole trees are remembered by.</summary>
    internal string[] TreeNames => [.. Declarations.Select(unit => TreeMemo.NameOf(unit.Source, unit.Options.Ignored))];

    internal byte[][] Library { get; }

    internal byte[] Program { get; }

    internal byte[][] Artifacts { get; private set; } = [];

    internal Digest ArtifactKey { get; private set; }

    internal byte[][] Views { get; private set; } = [];

    internal byte[][] Records { get; private set; } = [];

    internal byte[][] BuildStates { get; private set; } = [];

    internal byte[][] Runners { get; private set; } = [];

    internal byte[][] Crates { get; private set; } = [];

    internal byte[][] Origin { get; private set; } = [];

    internal byte[][] Links { get; private set; } = [];

    internal byte[][] Indexes { get; }

    internal byte[] Builds { get; } = Encoding.UTF8.GetBytes(Ninja);

    internal byte[] ReplayLog { get; } = Encoding.UTF8.GetBytes(Log);

    private void Scan(UnitNode[] nodes)
    {
        // As if ten seconds had passed: so old that statuses are believed.
        SourceTrees trees = new(Directories, static () => new TimeSpec(Clock.Now.Seconds + 10, 0));
        foreach (UnitNode node in nodes.Where(static node => node.Source is not null))
            trees.Scan(node.Source!, node.Options.Ignored);
        trees.Save();
        Sources = [File.ReadAllBytes(Directories.Sources)];
        Trees = [File.ReadAllBytes(Directories.Trees)];
    }

    private void Install()
    {
        UnitNode node = TestNodes.Make("liba", "out", "dev");
        ArtifactStore store = new(Directories);
        store.Recover();
        Origin = [File.ReadAllBytes(Directories.Root + "/repository")];
        store.Begin(node);
        string output = Directories.View("liba", "out");
        System.IO.Directory.CreateDirectory(output + "/lib/empty");
        File.WriteAllBytes(output + "/lib/liba.so.1", Library[0]);
        File.CreateSymbolicLink(output + "/lib/liba.so", "liba.so.1");
        File.WriteAllText(output + "/see", $"{Directories.View("other", "out")}/lib and {Directories.View("more", "dev")}/include");
        File.WriteAllText(Directories.View("liba", "dev"), "one file");
        ArtifactKey = TestNodes.Key("artifact");
        store.Commit(node, ArtifactKey);
        Artifacts = [File.ReadAllBytes(ArtifactStore.PathOf(Directories, ArtifactKey))];
        Views = [File.ReadAllBytes($"{Directories.Views("liba")}/{ViewRecord.Name}")];
    }

    private void Record()
    {
        Digest digest = TestNodes.Key("some");
        BuildRecordFile.Write(Directories, "liba", new BuildRecord
        {
            Key = digest,
            Time = 1,
            Milliseconds = 2,
            Identity = digest,
            Source = digest,
            Attributes = new(StringComparer.Ordinal) { ["name"] = digest, ["src"] = digest },
            Files = [new SourceFile("a.c", SourceFileKind.File, digest), new SourceFile("l", SourceFileKind.Link, digest)],
            Dependencies = [new DependencyView("libb", DependencyUse.Interface, digest)],
        });
        Records = [File.ReadAllBytes(Directories.Record("liba"))];

        string state = Directories.Build("liba") + "/state";
        SeenSource seen = new("a.c", SourceFileKind.File, digest, 5, 6);
        BuildStateFile.Save(Directories, state, new BuildState
        {
            Identity = digest,
            Mirrored = true,
            Source = "/s",
            Ended = 7,
            Sources = [seen, seen with { Path = "b.c" }],
            Mirror = [seen],
            Dependencies = [new SeenDependency("/v/a.h", 0x81A4, 3, -4)],
        });
        BuildStates = [File.ReadAllBytes(state)];

        Runners runners = new(Directories);
        runners.Set("liba", true);
        runners.Set("app", true);
        Runners = [File.ReadAllBytes(Directories.Runners)];

        CrateHabits habits = new(Directories);
        habits.SetLinked(TestGraph.Node("liba"), ["base", "other"], links: true);
        habits.SetSurprises(TestGraph.Node("app"), true);
        habits.Save();
        Crates = [File.ReadAllBytes(Directories.Crates)];

        OutLinks.Remember(Directories, _repository.Root + "/result", Directories.View("liba", "out"));
        Links = [File.ReadAllBytes(System.IO.Directory.GetFiles(Directories.Links).Single())];
    }

    /// <summary>Of versions 2, 3 (an intent to add) and 4, with SHA-256, and split.</summary>
    private byte[][] MakeIndexes()
    {
        List<byte[]> indexes = [];
        foreach (string format in (string[])["sha1", "sha256"])
        {
            string root = $"{_git}-{format}";
            System.IO.Directory.CreateDirectory(root + "/below/more");
            Tool.Run(root, "git", "init", "-q", "--object-format=" + format);
            foreach (string name in (string[])["a", "below/b", "below/b.c", "below/more/long name"])
                File.WriteAllText($"{root}/{name}", name);
            Tool.Run(root, "git", "add", ".");
            indexes.Add(File.ReadAllBytes(root + "/.git/index"));
            Tool.Run(root, "git", "update-index", "--index-version", "4");
            indexes.Add(File.ReadAllBytes(root + "/.git/index"));
            Tool.Run(root, "git", "update-index", "--index-version", "2");
            File.WriteAllText(root + "/later", "");
            Tool.Run(root, "git", "add", "-N", "later");
            indexes.Add(File.ReadAllBytes(root + "/.git/index"));
            Tool.Run(root, "git", "update-index", "--split-index");
            indexes.Add(File.ReadAllBytes(root + "/.git/index"));
        }

        return [.. indexes];
    }

    private byte[] Compiled(params string[] options)
    {
        string source = Written("lib.c", "int table[4] = { 1 };\n__thread int state;\nint answer(int x) { return x + state; }\nunsigned long length(const char *s) { return s[0]; }\n");
        string file = $"{Path.GetDirectoryName(source)}/lib.out";
        Tool.Run("/", "gcc", ["-nostdlib", "-fPIC", "-s", "-o", file, source, .. options]);
        return File.ReadAllBytes(file);
    }

    private string Written(string name, string text)
    {
        string path = $"{_git}-{name}";
        File.WriteAllText(path, text);
        return path;
    }
}
