using Larder.Posix;
using Larder.Storage;
using Larder.Units.Artifacts;
using Larder.Units.Garbage;
using Larder.Units.Graph;
using Larder.Units.Layout;
using Larder.Units.Tests.Harness;

namespace Larder.Units.Tests.Garbage;

/// <summary>What a collection takes, and what it leaves.</summary>
public sealed class UnitGarbageTests : IDisposable
{
    private static readonly GarbageLimits s_everything = new(TimeSpan.Zero, 0, TakesSelected: false, IsDryRun: false);
    private static readonly GarbageLimits s_nothing = new(TimeSpan.MaxValue, long.MaxValue, TakesSelected: false, IsDryRun: false);

    private readonly ScratchTree _tree = new();
    private readonly ArtifactStore _store;
    private readonly UnitGarbage _garbage;

    public UnitGarbageTests()
    {
        _store = new ArtifactStore(_tree.Directories);
        _store.Recover();
        _garbage = new UnitGarbage(_tree.Root + "/cache", TimeProvider.System);
    }

    private string Links => _tree.Root + "/links";

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void What_is_selected_stays_and_the_artifacts_of_before_go_with_their_contents()
    {
        Build("liba", "1");
        Build("liba", "2");
        Build("libb", "1");
        GarbageOutcome outcome = Collect(s_everything, "liba", "libb");
        Assert.Equal([Path("liba", "1")], outcome.Taken.Where(static item => item.Kind == GarbageKind.Artifact).Select(static item => item.Path));
        ArtifactStore store = new(_tree.Directories);
        Assert.Null(store.Find(Key("liba", "1")));
        Assert.True(store.IsSound(store.Find(Key("liba", "2"))!));
        Assert.True(store.IsSound(store.Find(Key("libb", "1"))!));

        // Two files of each that is left, and "shared", which all have.
        Assert.Equal(5, Directory.GetFiles(_tree.Directories.Objects, "*", SearchOption.AllDirectories).Length);
        Assert.Equal("liba 2", File.ReadAllText(_tree.Directories.View("liba", "out") + "/own"));
    }

    [Fact]
    public void A_unit_that_is_no_more_goes_with_its_view_unless_a_link_holds_it()
    {
        Build("liba", "1");
        Build("libb", "1");
        Link("result", "libb");
        Collect(s_everything, "libc");
        Assert.False(Directory.Exists(_tree.Directories.Views("liba")));
        ArtifactStore store = new(_tree.Directories);
        Assert.Null(store.Find(Key("liba", "1")));
        Assert.True(store.IsSound(store.Find(Key("libb", "1"))!));
        Assert.Equal("libb 1", File.ReadAllText(Links + "/result/own"));

        // It leads elsewhere by now.
        File.Delete(Links + "/result");
        File.CreateSymbolicLink(Links + "/result", "/tmp");
        GarbageOutcome outcome = Collect(s_everything, "libc");
        Assert.Contains(outcome.Taken, static item => item.Kind == GarbageKind.Link);
        Assert.False(Directory.Exists(_tree.Directories.Views("libb")));
        Assert.Null(store.Find(Key("libb", "1")));
    }

    [Fact]
    public void What_is_selected_goes_when_it_is_asked_for_but_never_what_a_link_holds()
    {
        Build("liba", "1");
        Build("libb", "1");
        Link("result", "libb");
        Collect(s_everything with { TakesSelected = true }, "liba", "libb");
        ArtifactStore store = new(_tree.Directories);
        Assert.Null(store.Find(Key("liba", "1")));
        Assert.Null(store.Selected("liba"));
        Assert.NotNull(store.Find(Key("libb", "1")));
        Assert.Equal("libb 1", File.ReadAllText(Links + "/result/own"));
    }

    [Fact]
    public void Age_takes_what_was_not_used_for_longer()
    {
        Build("liba", "1");
        Build("liba", "2");
        Build("liba", "3");
        File.SetLastWriteTimeUtc(Path("liba", "1"), DateTime.UtcNow.AddDays(-40));
        File.SetLastWriteTimeUtc(Path("liba", "2"), DateTime.UtcNow.AddDays(-20));
        string build = _tree.Directories.Root + "/build/";
        Directory.CreateDirectory(build + "old/deep");
        Directory.CreateDirectory(build + "used/deep");
        File.WriteAllText(build + "old/deep/a.o", "x");
        File.WriteAllText(build + "used/deep/a.o", "x");
        foreach (string path in (string[])["old/deep/a.o", "old/deep", "old", "used/deep", "used"])
            Tool.Run("/", "touch", "-d", "@1000000000", build + path);
        GarbageOutcome outcome = Collect(new GarbageLimits(TimeSpan.FromDays(30), long.MaxValue, false, false), "liba");
        Assert.Equal([build + "old", Path("liba", "1")], outcome.Taken.Select(static item => item.Path));
        Assert.True(File.Exists(build + "used/deep/a.o"));
        Assert.NotNull(_store.Find(Key("liba", "2")));
    }

    [Fact]
    public void A_use_makes_an_artifact_young_again()
    {
        Build("liba", "1");
        Build("liba", "2");
        File.SetLastWriteTimeUtc(Path("liba", "1"), DateTime.UtcNow.AddDays(-40));
        Assert.NotNull(_store.Find(Key("liba", "1")));
        Collect(new GarbageLimits(TimeSpan.FromDays(30), long.MaxValue, false, false), "liba");
        Assert.NotNull(_store.Find(Key("liba", "1")));
    }

    [Fact]
    public void Size_takes_what_was_used_longest_ago_until_it_is_enough()
    {
        for (int i = 0; i < 6; i++)
        {
            Build("liba", i.ToString(), new string((char)('a' + i), 1 << 20));
            File.SetLastWriteTimeUtc(Path("liba", i.ToString()), DateTime.UtcNow.AddDays(i - 10));
        }

        long all = Collect(s_nothing, "liba").Left;
        GarbageOutcome dry = Collect(new GarbageLimits(TimeSpan.MaxValue, all - (2 << 20) + 1000, false, IsDryRun: true), "liba");
        Assert.Equal(6, Directory.GetFiles(_tree.Directories.Artifacts).Length);
        GarbageOutcome outcome = Collect(new GarbageLimits(TimeSpan.MaxValue, all - (2 << 20) + 1000, false, IsDryRun: false), "liba");
        Assert.Equal(dry.Taken, outcome.Taken);
        Assert.Equal([Path("liba", "0"), Path("liba", "1")], outcome.Taken.Select(static item => item.Path));
        Assert.InRange(outcome.Freed, 2 << 20, (2 << 20) + 100_000);
        Assert.Equal(all - outcome.Freed, outcome.Left);
        Assert.Equal(outcome.Left, Collect(s_nothing, "liba").Left);
    }

    [Fact]
    public void Contents_that_a_killed_build_left_go()
    {
        Build("liba", "1");
        Digest digest = Digest.Of("nobody's"u8);
        string path = $"{_tree.Directories.Objects}/{digest.ToString()[..2]}/{digest.ToString()[2..]}";
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "nobody's");
        GarbageOutcome outcome = Collect(s_nothing, "liba");
        Assert.Equal(GarbageKind.Objects, Assert.Single(outcome.Taken).Kind);
        Assert.False(File.Exists(path));
        Assert.True(_store.IsSound(_store.Find(Key("liba", "1"))!));
    }

    [Fact]
    public void Where_somebody_builds_nothing_is_touched()
    {
        Build("liba", "1");
        Build("liba", "2");
        Assert.Equal(Errno.None, FileSystem.Open(ByteText.Encode(_tree.Directories.Lock), OpenFlags.ReadWrite | OpenFlags.Create, out FileDescriptor file, 0x1B4));
        using (file)
        {
            Assert.True(file.TryLockExclusive());
            Assert.True(CollectOnce(s_everything, "liba").IsBusy);
            Assert.NotNull(_store.Find(Key("liba", "1")));
        }

        Collect(s_everything, "liba");
        Assert.Null(_store.Find(Key("liba", "1")));
    }

    [Fact]
    public void A_repository_that_is_gone_goes_altogether_and_others_stay()
    {
        string other = Directory.CreateDirectory(_tree.Root + "/other").FullName;
        UnitDirectories others = new(other, _tree.Root + "/cache");
        ArtifactStore store = new(others);
        store.Recover();
        UnitNode node = TestNodes.Make("x");
        store.Begin(node);
        Directory.CreateDirectory(others.View("x", "out"));
        store.Commit(node, TestNodes.Key("x"));
        Build("liba", "1");

        Assert.Empty(CollectAll(s_nothing));
        Directory.Delete(other);
        Assert.Equal(GarbageKind.Repository, Assert.Single(CollectAll(s_nothing)).Kind);
        Assert.False(Directory.Exists(others.Root));
        Assert.NotNull(_store.Find(Key("liba", "1")));
    }

    [Fact]
    public void A_repository_that_is_gone_stays_while_a_link_leads_to_it()
    {
        Build("liba", "1");
        Build("libb", "1");
        Link("result", "liba");
        Directory.Delete(_tree.Source, recursive: true);
        CollectAll(s_everything);
        Assert.Equal("liba 1", File.ReadAllText(Links + "/result/own"));
        Assert.False(Directory.Exists(_tree.Directories.Views("libb")));
        File.Delete(Links + "/result");
        CollectAll(s_everything);
        Assert.False(Directory.Exists(_tree.Directories.Root));
    }

    private static Digest Key(string unit, string version) => TestNodes.Key(unit + version);

    private string Path(string unit, string version) => $"{_tree.Directories.Artifacts}/{Key(unit, version)}";

    /// <summary>Collects when nobody has the lock: a program that another test starts has copies of this process's open files until it runs.</summary>
    private static GarbageOutcome[] WhenFree(Func<IEnumerable<GarbageOutcome>> collect)
    {
        List<GarbageOutcome> all = [];
        do
            all.AddRange(collect());
        while (all.TakeLast(2).Any(static outcome => outcome.IsBusy));
        return [.. all.Where(static outcome => !outcome.IsBusy)];
    }

    private GarbageOutcome Collect(GarbageLimits limits, params string[] present) => WhenFree(() => [CollectOnce(limits, present)]).Single();

    private GarbageOutcome CollectOnce(GarbageLimits limits, params string[] present) => _garbage.Collect(
        _tree.Directories, new PresentUnits(new HashSet<string>(present), new HashSet<string>()), limits);

    private GarbageItem[] CollectAll(GarbageLimits limits) =>
        [.. WhenFree(() => _garbage.CollectAll(static _ => null, limits)).SelectMany(static outcome => outcome.Taken)];

    private void Link(string name, string unit)
    {
        Directory.CreateDirectory(Links);
        File.CreateSymbolicLink($"{Links}/{name}", _tree.Directories.View(unit, "out"));
        OutLinks.Remember(_tree.Directories, $"{Links}/{name}", _tree.Directories.View(unit, "out"));
    }

    private void Build(string unit, string version, string? content = null)
    {
        UnitNode node = TestNodes.Make(unit);
        _store.Begin(node);
        string directory = _tree.Directories.View(unit, "out");
        Directory.CreateDirectory(directory);
        File.WriteAllText(directory + "/own", content ?? $"{unit} {version}");
        File.WriteAllText(directory + "/shared", "shared");
        File.WriteAllText(directory + "/unit", unit);
        _store.Commit(node, Key(unit, version));
    }
}
