using Larder.Storage;
using Larder.Units.Graph;
using Larder.Units.Layout;
using Larder.Units.Replay.State;
using Larder.Units.Sources;

namespace Larder.Units.Tests.Replay;

public sealed class BuildStateTests : IDisposable
{
    private static readonly SeenSource Code = new("src/a.c", SourceFileKind.File, Digest.Of("a"u8), 100, 100);

    private readonly string _directory = Directory.CreateTempSubdirectory("larder-states-").FullName;

    private UnitDirectories Directories => new("/repository", _directory);

    private string StateFile => Directories.Build("unit") + "/state";

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_state_is_read_as_it_was_written()
    {
        BuildState state = State(ended: 7, sources: [Code, Code with { Path = "odd \\name\n with all", Kind = SourceFileKind.Link }], dependencies: [new SeenDependency("/v/x/out/lib/l.a", 0x81A4, 9, -5)]);
        BuildStateFile.Save(Directories, StateFile, state);
        BuildState read = BuildStateFile.Load(StateFile)!;
        Assert.Equal(state.Sources, read.Sources);
        Assert.Equal(state.Dependencies, read.Dependencies);
        Assert.Equal((state.Identity, state.Mirrored, state.Source, state.Ended), (read.Identity, read.Mirrored, read.Source, read.Ended));
    }

    [Fact]
    public void Any_byte_changed_or_missing_is_no_state()
    {
        Assert.Null(BuildStateFile.Load(StateFile));
        BuildStateFile.Save(Directories, StateFile, State(ended: 7));
        byte[] bytes = File.ReadAllBytes(StateFile);
        for (int i = 0; i < bytes.Length; i++)
        {
            File.WriteAllBytes(StateFile, bytes[..i]);
            Assert.Null(BuildStateFile.Load(StateFile));
            byte[] other = [.. bytes];
            other[i] ^= 4;
            File.WriteAllBytes(StateFile, other);
            Assert.Null(BuildStateFile.Load(StateFile));
        }
    }

    [Fact]
    public void What_is_not_newer_than_the_last_end_is_touched()
    {
        BuildPlan edited = Decide(State(50), Code with { Content = Digest.Of("b"u8), Modified = 40 });
        Assert.Equal(["src/a.c"], edited.Touched);
        Assert.Equal(ConfigureMode.Skip, edited.Configure);
        // A newer one is ninja's own matter.
        Assert.Empty(Decide(State(50), Code with { Content = Digest.Of("b"u8), Modified = 60 }).Touched);
    }

    [Fact]
    public void What_was_changed_during_the_last_replay_and_put_back_is_touched()
    {
        Assert.Equal(["src/a.c"], Decide(State(200), Code with { Changed = 150 }).Touched);
        // chmod, or a further name, after its end.
        Assert.Empty(Decide(State(200), Code with { Changed = 250 }).Touched);
    }

    [Fact]
    public void After_a_kill_all_that_was_touched_since_counts_as_unnoticed() =>
        Assert.Equal(["src/a.c"], Decide(State(BuildState.AtWork), Code with { Modified = 900, Changed = 900 }).Touched);

    [Fact]
    public void A_new_name_makes_objects_again_and_configures_again()
    {
        BuildPlan plan = Decide(State(200), Code, Code with { Path = "src/b.h" });
        Assert.Null(plan.Wipe);
        Assert.True(plan.RemovesCompiled);
        Assert.Equal(ConfigureMode.Again, plan.Configure);
    }

    [Fact]
    public void A_template_configures_again() =>
        Assert.Equal(ConfigureMode.Again, ChangeReview.Decide(NodeKind.Cmake, State(200, [Code with { Path = "v.in" }]), State(0, [Code with { Path = "v.in", Content = Digest.Of("b"u8), Modified = 300 }]), 999, isConfigured: true, () => ConfigureMode.Skip).Configure);

    [Fact]
    public void What_was_never_configured_to_the_end_is_configured_afresh() =>
        Assert.Equal(ConfigureMode.Fresh, ChangeReview.Decide(NodeKind.Meson, State(200), State(0), 999, isConfigured: false, () => ConfigureMode.Skip).Configure);

    [Theory]
    [InlineData("lib/liba.so.1", null, true, "Skip")]
    [InlineData("include/a.h", null, false, "Fresh")]
    [InlineData("lib/pkgconfig/a.pc", null, false, "Fresh")]
    [InlineData("share/a/data", "programs, data or names", false, "Fresh")]
    public void What_a_dependency_has_changed_decides(string path, string? wipe, bool links, string configure)
    {
        SeenDependency file = new("/v/a/out/" + path, 0x81A4, 5, 10);
        BuildPlan plan = ChangeReview.Decide(NodeKind.Cmake, State(200, dependencies: [file]), State(0, dependencies: [file with { Modified = 11 }]), 999, isConfigured: true, () => ConfigureMode.Skip);
        Assert.Equal(wipe == null, plan.Wipe == null);
        Assert.Contains(wipe ?? "", plan.Wipe ?? "", StringComparison.Ordinal);
        Assert.Equal((links, configure), (plan.RemovesLinked, plan.Configure.ToString()));
    }

    [Fact]
    public void A_library_that_a_program_may_load_changes_all()
    {
        SeenDependency program = new("/v/a/out/bin/gen", 0x81ED, 5, 10);
        SeenDependency library = new("/v/a/out/lib/liba.so", 0x81ED, 5, 10);
        Assert.True(DependencyViews.Compare([program, library], [program, library with { Modified = 11 }]).HasFlag(DependencyChanges.Everything));
    }

    [Theory]
    [InlineData("CMakeLists.txt", "file(READ zlib.h text)", "Again")]
    [InlineData("CMakeLists.txt", "FILE ( STRINGS v.h x )\ncheck_c_source_compiles(\"${x}\" OK)", "Fresh")]
    [InlineData("cmake/x.cmake", "execute_process(COMMAND git describe)", "Again")]
    [InlineData("CMakeLists.txt", "try_run(a b ${d} ${s}/x.c)", "Fresh")]
    [InlineData("CMakeLists.txt", "add_library(a a.c)\nfile(GLOB x *.c)", "Skip")]
    [InlineData("meson.build", "v = run_command('cat', 'version')", "Again")]
    [InlineData("meson.build", "executable('a', 'a.c')", "Skip")]
    public void A_configuration_that_reads_sources_is_made_again(string name, string text, string expected)
    {
        string directory = Directory.CreateTempSubdirectory("larder-units-").FullName;
        Directory.CreateDirectory(directory + "/cmake");
        File.WriteAllText($"{directory}/{name}", text);
        Assert.Equal(expected, ConfigureInputs.AfterEdits(directory, [name]).ToString());
        Directory.Delete(directory, recursive: true);
    }

    private static BuildPlan Decide(BuildState before, params SeenSource[] now) =>
        ChangeReview.Decide(NodeKind.Cmake, before, State(0, now), 999, isConfigured: true, () => ConfigureMode.Skip);

    private static BuildState State(long ended, SeenSource[]? sources = null, SeenDependency[]? dependencies = null) => new()
    {
        Identity = Digest.Of("i"u8),
        Mirrored = false,
        Source = "/s",
        Ended = ended,
        Sources = sources ?? [Code],
        Mirror = [],
        Dependencies = dependencies ?? [],
    };
}
