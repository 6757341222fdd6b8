using System.Text;
using Larder.Posix;
using Larder.Storage;
using Larder.Units.Artifacts;
using Larder.Units.Declaration;
using Larder.Units.Derivations;
using Larder.Units.Garbage;
using Larder.Units.Graph;
using Larder.Units.Layout;
using Larder.Units.Replay.Logs;
using Larder.Units.Replay.Phases;
using Larder.Units.Replay.State;
using Larder.Units.Scheduling;
using Larder.Units.Sources;
using Larder.Units.Sources.Git;
using Larder.Units.Tests.Scheduling;
using Decoder = Larder.Testing.Decoder;

namespace Larder.Units.Tests.Decoders;

/// <summary>Every reader of units: of larder's own state, of which a disk may have made anything; then of what Nix, git, linkers, ninja and people wrote.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
internal sealed class UnitDecoders : IDisposable
{
    private static readonly string[] s_paths = ["a", "a/b", "below/b.c", "x/y/z", "a b", "a/a/a/a/a/a/a/a/b", ""];

    /// <summary>In memory: each input is a file once.</summary>
    private readonly string _scratch = Directory.CreateDirectory(Path.Combine("/dev/shm", "larder-decoders-" + Guid.NewGuid().ToString("N"))).FullName;

    private readonly RealState _real;
    private readonly UnitDirectories _directories;

    internal UnitDecoders(RealState real)
    {
        _real = real;
        _directories = new UnitDirectories("/repository", _scratch);
        foreach (string directory in (string[])["", "/records", "/links", "/artifacts", "/view", "/source", "/tracked/.git/info"])
            Directory.CreateDirectory(_directories.Root + directory);
        All =
        [
            Own("evaluation", real.Evaluation, _directories.Evaluation, ReadEvaluation),
            Own("graph", real.Graph, _directories.Graph, ReadGraph),
            Own("roots", real.Roots, _directories.Root + "/roots", path => RootList.Read(path)),
            Own("source memo", real.Sources, _directories.Sources, ReadSources),
            Own("tree memo", real.Trees, _directories.Trees, ReadTrees),
            Own("artifact", real.Artifacts, ArtifactStore.PathOf(_directories, real.ArtifactKey), _ => ArtifactStore.Read(_directories, real.ArtifactKey)),
            Own("view", real.Views, $"{_directories.Root}/view/{ViewRecord.Name}", _ => ReadView()),
            Own("build record", real.Records, _directories.Record("unit"), _ => BuildRecordFile.Read(_directories, "unit")),
            Own("build state", real.BuildStates, _directories.Root + "/state", path => BuildStateFile.Load(path)),
            Own("runners", real.Runners, _directories.Runners, _ => new Runners(_directories).Contains("liba")),
            Own("crates", real.Crates, _directories.Crates, _ => new CrateHabits(_directories).Surprises(TestGraph.Node("app"))),
            Own("origin", real.Origin, _directories.Root + "/repository", _ => OriginFile.Read(_directories.Root)),
            Own("out-links", real.Links, _directories.Links + "/link", _ => OutLinks.Held(_directories, [])),
            Foreign("derivation", real.Derivations, ReadDerivation) with { RoomPerByte = 1024 },
            Foreign("toml", [Toml], static bytes => TomlReader.Read(ByteText.Decode(bytes), "x.toml")) with { RoomPerByte = 256 },
            Foreign("larder.toml", [Settings], ReadSettings) with { RoomPerByte = 256 },
            Foreign("evaluation's result", [Result], bytes => EvaluationResult.Read(ByteText.Decode(bytes), real.Repository)) with { RoomPerByte = 1024 },
            new Decoder("evaluation's log", [EvaluationLog], static bytes => _ = new EvaluationLog(ByteText.Decode(bytes)).Message),
            new Decoder("git index", real.Indexes, ReadIndex) { RoomPerByte = 128 },
            new Decoder(".git file", [".git"u8.ToArray(), "gitdir: ../somewhere/.git/modules/x\n"u8.ToArray(), "gitdir: /x\r\n"u8.ToArray()], ReadGitFile) { Room = 1 << 20 },
            new Decoder("git's configuration", ["[core]\n\tbare = false\n[extensions]\n\tobjectformat = sha256\n"u8.ToArray()], ReadGitConfiguration) { Room = 1 << 20 },
            new Decoder(".gitignore", [Ignored], ReadIgnored) { RoomPerByte = 256 },
            new Decoder("globs", ["**/a/**/b\n*.[ch]\n./x/\n**\n[[:alpha:]-z]?\\*"u8.ToArray()], ReadGlobs) { RoomPerByte = 1024 },
            new Decoder("library", real.Library, ReadElf) { Room = 1 << 20 },
            new Decoder("program", [real.Program], ReadElf) { Room = 1 << 20 },
            new Decoder("Rust library", [CrateMetadata.Stub("/m/a.rlib", "metadata"u8), CrateMetadata.Stub("/m/b.rlib", real.Library[0])], ReadCrate) { Room = 1 << 20, RoomPerByte = 16 },
            new Decoder("references", [Encoding.UTF8.GetBytes($"x {_directories.View("a", "out")}/lib {_directories.Views("")}\0{_directories.View("b", "dev")}")], ReadReferences) { RoomPerByte = 256 },
            new Decoder("build.ninja", [real.Builds], static bytes => OwnPrograms.AreRunIn(ByteText.Decode(bytes), "/b")) { RoomPerByte = 512 },
            new Decoder("replay's log", [real.ReplayLog], static bytes => LogExcerpt.Of(ByteText.Decode(bytes).Split('\n'))) { RoomPerByte = 512 },
            new Decoder("CMakeLists.txt", [File.ReadAllBytes(real.Repository.Root + "/a/CMakeLists.txt")], bytes => ReadConfiguration("CMakeLists.txt", bytes)) { RoomPerByte = 256 },
            new Decoder("meson.build", [File.ReadAllBytes(real.Repository.Root + "/app/meson.build")], bytes => ReadConfiguration("meson.build", bytes)) { RoomPerByte = 256 },
        ];
    }

    internal IReadOnlyList<Decoder> All { get; }

    private static byte[] Toml => Encoding.UTF8.GetBytes(
        "# a manifest\n[package]\nname = \"x\\u00e9\\\"\"\nauthors = [ 'one', \"two\", # three\n]\n[[bin]]\nname=\"\"\"a\n\"b\"\"\"\"\na.\"b c\".d = { x = [1, {y='z'}], v = 1979-05-27T07:32:00Z }\n");

    private static byte[] Settings => "[units]\nevaluation_inputs = [\"nix/**\", \"VERSION\"]\nevaluation_environment = [\"CHANNEL\"]\n[other]\nx = true\n"u8.ToArray();

    private static byte[] Result => Encoding.UTF8.GetBytes(
        """{"type":"set","units":[{"attribute":"cc.a","type":"derivation","name":"a","derivation":"/s/00000000000000000000000000000000-a.drv","source":"a","ignored":["x"],"fixup":true,"checks":false,"contentCutoff":false}]}""");

    private static byte[] EvaluationLog => Encoding.UTF8.GetBytes(
        "evaluating file '/r/units.nix'\ncopied source '/r/a' -> '/s/00000000000000000000000000000000-a'\nwarning: something\nevaluating file «x»/a.nix\nerror: no\n");

    private static byte[] Ignored => Encoding.UTF8.GetBytes("# comment\n*.o\n!keep.o\n/build/\na/**/b\n**/c/**\n[a-c[:digit:]]?x\\ \n\\#x\nb*/\n*é*\n");

    public void Dispose() => Directory.Delete(_scratch, recursive: true);

    /// <summary>A file of state, which is behind a checksum.</summary>
    private static Decoder Own(string name, byte[][] samples, string path, Func<string, object?> read) => new(name, samples, bytes =>
    {
        File.WriteAllBytes(path, bytes);
        _ = read(path);
    }, Seal)
    {
        Room = 1 << 20,
    };

    private static Decoder Foreign(string name, byte[][] samples, Action<byte[]> read) => new(name, samples, read) { Fault = typeof(UnitFault) };

    private static void Seal(byte[] file)
    {
        if (file.Length >= Digest.Size)
            Digest.Of(file.AsSpan(0, file.Length - Digest.Size)).CopyTo(file.AsSpan(file.Length - Digest.Size));
    }

    private EvaluationRecord? ReadEvaluation(string path) => EvaluationFile.Load(_directories);

    private object? ReadGraph(string path) => GraphFile.Load(_directories, _real.Declarations)?.Sum(static node => node.Outputs.Count + node.Dependencies.Length + node.Boundary.Length);

    private object? ReadSources(string path)
    {
        SourceMemo memo = new(_directories, static () => Clock.Now);
        FileSystem.Stat("/"u8, out FileStatus status);
        return memo.TryGet(in status, out _);
    }

    private object? ReadTrees(string path)
    {
        TreeMemo memo = new(_directories, new SourceMemo(_directories, static () => Clock.Now).Boot);
        return _real.TreeNames.Select(memo.Find).Sum(static tree => tree?.Witnesses.Length);
    }

    private object? ReadView() => ViewRecord.Read(_directories.Root + "/view") is { } record ? ViewRecord.ByPath(record) : null;

    private void ReadDerivation(byte[] bytes)
    {
        Derivation derivation = DerivationReader.Parse(bytes, _real.DerivationPath);
        BuildRecord.AttributesOf(derivation);
        foreach (string name in derivation.StructuredAttributes?.Select(static pair => pair.Key) ?? derivation.Environment.Keys)
            derivation.Attribute(name);
        if (derivation.StructuredAttributes is { } attributes)
        {
            ShellAttributes.Of(attributes);
            new PathRewriter([new("/a", "/b")]).Rewrite(attributes);
        }

        SourceAttribute.ReplacedRoot(derivation);
        KindFinder.Find(derivation, "/nonexistent", out _);
        IdentityDigest.Of(derivation, NodeKind.Plain, UnitOptions.Default, null, [], []);
    }

    private void ReadSettings(byte[] bytes)
    {
        File.WriteAllBytes(_directories.Root + "/larder.toml", bytes);
        foreach (string glob in RepositorySettings.Read(_directories.Root).Inputs)
            _ = new InputGlob("/", glob).Length;
    }

    private static void ReadIndex(byte[] bytes)
    {
        foreach (int size in (int[])[20, 32])
            GitIndex.ReadNames(bytes, size, out _);
    }

    private void ReadGitFile(byte[] bytes)
    {
        string root = _directories.Root + "/source";
        File.WriteAllBytes(root + "/.git", bytes);
        GitRepository? repository = GitRepository.At(ByteText.Encode(root));
        _ = repository?.Index.Has("a"u8);
        repository?.Excluded();
    }

    private void ReadGitConfiguration(byte[] bytes)
    {
        string git = _directories.Root + "/tracked/.git";
        File.WriteAllText(git + "/HEAD", "");
        File.WriteAllBytes(git + "/index", _real.Indexes[0]);
        foreach (string name in (string[])["config", "commondir"])
        {
            File.WriteAllBytes($"{git}/{name}", bytes);
            GitRepository repository = GitRepository.At(ByteText.Encode(_directories.Root + "/tracked"))!;
            _ = repository.Index.HasBelow("below"u8);
            repository.Excluded();
        }

        File.Delete(git + "/commondir");
    }

    private static void ReadIgnored(byte[] bytes)
    {
        if (IgnoreFile.Read(bytes) is not { } file)
            return;
        foreach (string text in s_paths)
        {
            byte[] path = Encoding.UTF8.GetBytes(text);
            file.Judge(path, text.LastIndexOf('/') + 1, isDirectory: false);
            file.Judge(path, text.LastIndexOf('/') + 1, isDirectory: true);
        }
    }

    private static void ReadGlobs(byte[] bytes)
    {
        string[] globs = ByteText.Decode(bytes).Split('\n');
        PathFilters filters = new(globs);
        foreach (string path in s_paths)
            filters.LeaveOut(Encoding.UTF8.GetBytes(path), isDirectory: true);
        foreach (InputGlob glob in globs.Select(static glob => new InputGlob("/", glob)))
        {
            for (int i = 0; i < glob.Length; i++)
                _ = (glob.Fits("a name.c", i), glob.IsName(i));
        }
    }

    private void ReadElf(byte[] bytes)
    {
        string path = _directories.Root + "/elf";
        File.WriteAllBytes(path, bytes);
        Assert.Equal(Errno.None, FileSystem.Open(Encoding.UTF8.GetBytes(path), OpenFlags.ReadOnly, out FileDescriptor file));
        using (file)
        {
            Assert.Equal(Errno.None, file.Stat(out FileStatus status));
            FileNature.Of(file, in status);
        }
    }

    private void ReadCrate(byte[] bytes)
    {
        string path = _directories.Root + "/crate.rlib";
        File.WriteAllBytes(path, bytes);
        Assert.Equal(Errno.None, FileSystem.Open(Encoding.UTF8.GetBytes(path), OpenFlags.ReadOnly, out FileDescriptor file));
        using (file)
            CrateMetadata.DigestOf(file);
    }

    private void ReadReferences(byte[] bytes)
    {
        ReferenceSearch search = new(_directories, "unit");
        search.Look(bytes, isText: true);
        search.Found();
    }

    private void ReadConfiguration(string name, byte[] bytes)
    {
        File.WriteAllBytes($"{_directories.Root}/source/{name}", bytes);
        ConfigureInputs.AfterEdits(_directories.Root + "/source", [name]);
    }
}
