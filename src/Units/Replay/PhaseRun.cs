using Larder.Posix;
using Larder.Units.Derivations;
using Larder.Units.Files;
using Larder.Units.Graph;
using Larder.Units.Replay.Phases;
using Larder.Units.Replay.State;
using Larder.Units.Replay.Trees;
using Larder.Units.Running;
using Larder.Units.Sources;

namespace Larder.Units.Replay;

/// <summary>Runs a unit's phases in its build directory, which stays.</summary>
internal sealed class PhaseRun
{
    /// <summary>replay.sh found that the directory was made in another environment.</summary>
    private const int OtherEnvironment = 97;

    /// <summary>Of the kernel's clock, in nanoseconds, and more: where the file system counts in seconds, it isn't waited for.</summary>
    private const long LongestTick = 50_000_000;

    private static readonly byte[] Script = EmbeddedText.Read("replay.sh");
    private static readonly byte[] RustCompiler = EmbeddedText.Read("rustc.sh");

    private readonly ReplayRequest _request;
    private readonly UnitNode _node;
    private readonly string _bash;
    private readonly FileDescriptor _held;
    private readonly bool _mirrors;
    private bool _isMixed;

    /// <param name="request">The node and its surroundings.</param>
    /// <param name="bash">The bash that runs the phases, and one that watches.</param>
    /// <param name="held">What all processes hold.</param>
    internal PhaseRun(ReplayRequest request, string bash, FileDescriptor held)
    {
        _request = request;
        _node = request.Node;
        _bash = bash;
        _held = held;
        // cmake takes a directory with a cache for a build directory, and would build there.
        _mirrors = PhaseHooks.NeedCopy(_node) || (_node.Kind == NodeKind.Cmake && Tree.Exists($"{Source}/CMakeCache.txt"));
        Directory = new BuildDirectory(request.Directories.Build(_node.Name));
    }

    internal BuildDirectory Directory { get; }

    private string Source => _node.Source ?? throw new UnitFault($"{_node}: a unit has a source directory, and this has none");

    private SourceScan Scan => _request.Scan ?? throw new UnitFault($"{_node}: its source was not looked at");

    internal PhaseResult Run(ReplayLog log, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        BuildState? before = BuildParking.Enter(_request.Directories, _node);
        BuildState now = Look();
        BuildPlan plan = ChangeReview.Decide(
            _node.Kind, before, now, Clock.Now.TotalNanoseconds, Tree.Exists(Directory.Configured), () => ConfigureInputs.AfterEdits(Source, Scan.Files.Select(file => file.Path)));
        if (plan.Wipe == null && !Touch(plan.Touched))
            plan = BuildPlan.Fresh("a source file has changed and is no newer, and its time can't be set");

        bool isNew = !Tree.Exists(Directory.Root);
        if (plan.Wipe != null)
        {
            if (!isNew)
                log.Note($"a fresh build directory: {plan.Wipe}");
            Wipe();
            Tree.Make(Directory.Root);
        }

        Tree.Write(Directory.Script, Script);
        Remove(plan, before);
        if (plan.Configure != ConfigureMode.Skip)
            FileSystem.Rename(ByteText.Encode(Directory.Configured), ByteText.Encode(Directory.ConfiguredBefore));

        // From here on until the end, whoever finds this state knows that the phases were at work.
        SeenSource[] mirror = plan.Wipe == null ? before!.Mirror : [];
        BuildState begun = Look(mirror, _mirrors ? BuildState.MirrorInFlux : BuildState.AtWork);
        BuildStateFile.Save(_request.Directories, Directory.State, begun);
        string start = _mirrors ? "" : LiveStart();
        if (_mirrors)
        {
            (ReplayOutcome? failed, start, mirror) = Mirror(mirror, log, stop);
            begun = Look(mirror);
            if (failed != null)
            {
                // The mirror is as it was; what this replay was given counts for nothing.
                BuildStateFile.Save(_request.Directories, Directory.State, (plan.Wipe == null ? before! : begun).At(Clock.Now.TotalNanoseconds));
                return new PhaseResult(failed, MayBeTheDirectorys: false);
            }

            BuildStateFile.Save(_request.Directories, Directory.State, begun);
            if (_isMixed)
                return new PhaseResult(new ReplayOutcome(Succeeded: false, OtherEnvironment, null, "a fresh build directory: a file was edited that the build alters itself"), MayBeTheDirectorys: true);
        }

        ChildExit exit = RunScript("build", start, plan.Configure, log, stop);
        BuildStateFile.Save(_request.Directories, Directory.State, begun.At(Clock.Now.TotalNanoseconds));
        if (exit.Succeeded)
        {
            Tree.Remove(Directory.Altered);
            Tree.Remove(Directory.Vanished);
        }

        bool wasKilled = before is { Ended: <= 0 };
        PhaseResult result = Judge(exit, plan, wasKilled);
        return _node.Kind != NodeKind.Rust ? result : result with { Outcome = result.Outcome with { Crate = CrateNotes.Read(Directory.Metadata, _request.Directories) } };
    }

    /// <summary>Removes the directory.</summary>
    internal void Wipe() => BuildParking.Remove(Directory);

    private PhaseResult Judge(ChildExit exit, BuildPlan plan, bool wasKilled)
    {
        bool warm = plan.Wipe == null;
        if (exit.Succeeded)
        {
            string? problem = ReplayPlaces.MissingOutput(_request);
            return new PhaseResult(new ReplayOutcome(problem == null, 0, FailedPhase: null, problem) { RunsOwnPrograms = RunsOwnPrograms() }, MayBeTheDirectorys: problem != null && warm);
        }

        if (exit.Status == OtherEnvironment && warm)
            return new PhaseResult(new ReplayOutcome(Succeeded: false, exit.Status, null, "a fresh build directory: it was configured in another environment, or otherwise"), MayBeTheDirectorys: true);
        string? phase = FileSystem.ReadAll(ByteText.Encode(Directory.Phase), out _, FileSystem.PathMax) is { Length: > 0 } text ? ByteText.Decode(text) : null;
        bool suspect = warm && (wasKilled || plan.RemovesCompiled || plan.RemovesLinked || _node.Kind == NodeKind.Plain || phase is null or "configurePhase");
        return new PhaseResult(new ReplayOutcome(Succeeded: false, exit.Status, phase, phase == null ? $"$stdenv/setup failed with status {exit.Status}" : null), suspect);
    }

    private bool RunsOwnPrograms() => _mirrors ? OwnPrograms.AreRunBelow(Directory.Mirror) : OwnPrograms.AreRun(Directory.Build);

    // What there is now, as it will be compared with the next time.
    private BuildState Look(SeenSource[]? mirror = null, long ended = BuildState.AtWork) => new()
    {
        Identity = _node.Identity,
        Mirrored = _mirrors,
        Source = Source,
        Ended = ended,
        Sources = [.. Scan.Files.Select(Seen)],
        Mirror = mirror ?? [],
        Dependencies = DependencyViews.List(ReplayPlaces.Dependencies(_request)),
    };

    private SeenSource Seen(SourceFile file) =>
        FileSystem.LinkStat(ByteText.Encode($"{Source}/{file.Path}"), out FileStatus status) == Errno.None && file.Kind != SourceFileKind.Directory
            ? new SeenSource(file.Path, file.Kind, file.Content, status.Modified.TotalNanoseconds, status.Changed.TotalNanoseconds)
            : new SeenSource(file.Path, file.Kind, file.Content, 0, 0);

    private bool Touch(string[] paths)
    {
        foreach (string path in paths)
        {
            if (FileSystem.Touch(ByteText.Encode($"{Source}/{path}")) != Errno.None)
                return false;
        }

        if (paths.Length > 0)
            _request.SourceTouched?.Invoke();
        return true;
    }

    private void Remove(BuildPlan plan, BuildState? before)
    {
        string directory = _mirrors ? Directory.Mirror : Directory.Build;
        HashSet<string> sources = new(plan.Wipe == null && _mirrors ? before!.Mirror.Select(file => file.Path) : [], StringComparer.Ordinal);
        if (_node.Kind == NodeKind.Plain && plan.RemovesCompiled)
        {
            BuiltFiles.RemoveAll(directory, sources.Contains);
            return;
        }

        if (plan.RemovesCompiled)
            BuiltFiles.RemoveCompiled(directory, sources.Contains);
        if (plan.RemovesLinked)
            BuiltFiles.RemoveLinked(directory, sources.Contains);
    }

    // meson takes its working directory for the source; for cmake's phases an empty one does, and nothing can be edited in it.
    private string LiveStart()
    {
        Tree.MakeEmpty(Directory.Top);
        Tree.Make(Directory.Build);
        Tree.MakeEmpty(Directory.Work);
        return _node.Kind == NodeKind.Meson ? Source : Directory.Work;
    }

    /// <summary>Brings the mirror in step, by way of the unpack and patch phases where the derivation has something to do there.</summary>
    private (ReplayOutcome? Failed, string Start, SeenSource[] Mirror) Mirror(SeenSource[] before, ReplayLog log, CancellationToken stop)
    {
        Tree.Make(Directory.Mirror);
        string name = SourceName();
        IEnumerable<(string, string)> live = Scan.Files.Select(file => ($"{name}/{file.Path}", $"{Source}/{file.Path}"));
        string start = $"{Directory.Mirror}/{name}";
        IEnumerable<(string, string)> files = live;
        long unpatched = long.MaxValue;
        if (PhaseHooks.ChangeSource(_node.Derivation))
        {
            Tree.MakeEmpty(Directory.Unpack);
            string work = $"{Directory.Unpack}/work";
            Tree.Make(work);
            Tree.Make($"{Directory.Unpack}/in/{UnpackName(name)}");
            SeenSource[] laid = new SourceMirror($"{Directory.Unpack}/in/{UnpackName(name)}", Directory.Altered, Directory.Vanished)
                .Synchronise(Scan.Files.Select(file => (file.Path, $"{Source}/{file.Path}")), []);
            unpatched = laid.Select(file => file.Modified).DefaultIfEmpty(long.MaxValue).Max();
            ChildExit exit = RunScript("unpack", work, ConfigureMode.Skip, log, stop);
            if (!exit.Succeeded)
                return (Judge(exit, BuildPlan.Fresh(""), wasKilled: false).Outcome, "", before);
            string place = ByteText.Decode(FileSystem.ReadAll(ByteText.Encode(Directory.Place), out _, FileSystem.PathMax) ?? []);
            start = place == work || place.StartsWith(work + "/", StringComparison.Ordinal) ? Directory.Mirror + place[work.Length..] : Directory.Mirror;
            HashSet<string> full = new(Tree.Walk(work).Select(entry => Path.GetDirectoryName(entry.Path)!), StringComparer.Ordinal);
            files = [.. Tree.Walk(work)
                .Where(entry => !entry.Status.IsDirectory || !full.Contains(entry.Path))
                .Where(entry => !entry.Path.StartsWith(".attr", StringComparison.Ordinal))
                .Select(entry => (entry.Path, $"{work}/{entry.Path}"))];
        }

        SourceMirror copy = new(Directory.Mirror, Directory.Altered, Directory.Vanished);
        SeenSource[] mirror = copy.Synchronise(files, before, unpatched);
        _isMixed = copy.IsMixed;
        Tree.Remove(Directory.Unpack);

        // What is written from now on is newer, by the kernel's coarse clock too: replay.sh tells by that what nobody has touched since.
        long newest = mirror.Select(file => file.Modified).DefaultIfEmpty(0).Max();
        while (Tree.Exists(Directory.Altered) && Clock.FileTime.TotalNanoseconds <= newest && Clock.Now.TotalNanoseconds - newest < LongestTick)
            Thread.Sleep(1);

        // What the last replay left beside the source in NIX_BUILD_TOP.
        HashSet<string> kept = new(mirror.Select(file => file.Path.Split('/')[0]), StringComparer.Ordinal);
        foreach (string other in DirectoryNames.In(Directory.Mirror).Where(other => !kept.Contains(other)))
            Tree.Remove($"{Directory.Mirror}/{other}");
        Tree.Make(start);
        return (null, start, mirror);
    }

    private ChildExit RunScript(string purpose, string start, ConfigureMode configure, ReplayLog log, CancellationToken stop)
    {
        Derivation derivation = _node.Derivation;
        bool unpacks = purpose == "unpack";
        string top = unpacks ? start : _mirrors ? Directory.Mirror : Directory.Top;
        string source = unpacks ? $"{Directory.Unpack}/in/{UnpackName(SourceName())}" : Source;
        Tree.MakeEmpty(Directory.Masquerade);
        string[] extra = _request.ExtraEnvironment;
        if (_node.Kind == NodeKind.Rust)
        {
            Tree.Write($"{Directory.Masquerade}/rustc", [.. ByteText.Encode($"#!{_bash}\n"), .. RustCompiler], executable: true);
            string incremental = _request.Directories.Incremental(_node.Name, _node.Identity);
            Tree.Make(incremental);
            extra = [.. extra, $"LARDER_RUST_INCREMENTAL={incremental}", $"LARDER_RUST_METADATA={Directory.Metadata}", $"LARDER_RUST_STUBS={(_request.HasStubs ? 1 : 0)}"];
            Tree.MakeEmpty(Directory.Metadata);
        }

        Tree.Remove(Directory.Phase);
        bool checks = _node.Options.RunsChecks;
        string[] words =
        [
            $"purpose={purpose}", $"kind={_node.Kind.ToString().ToLowerInvariant()}", $"start={start}", $"live={(_mirrors ? "" : Source)}", $"build={Directory.Build}",
            $"configure={configure.ToString().ToLowerInvariant()}", $"configured={Directory.Configured}", $"earlier={Directory.ConfiguredBefore}",
            $"phase={Directory.Phase}", $"place={Directory.Place}", $"mirror={Directory.Mirror}", $"altered={Directory.Altered}", $"vanished={Directory.Vanished}", $"masquerade={Directory.Masquerade}",
            $"launcher={_request.Launcher}", $"fixup={(_node.Options.RunsFixup ? 1 : 0)}", $"check={(checks ? 1 : 0)}",
            $"volatile={string.Join(' ', _request.ExtraEnvironment.Select(word => word.Split('=')[0]))}",
        ];
        GuardedProgram program = new()
        {
            Path = _bash,
            Arguments = ["bash", "-e", Directory.Script, .. words],
            Environment = BuilderEnvironment.Prepare(derivation, ReplayPlaces.Of(_request, source), top, _request.Cores, extra),
            Directory = start,
            Marks = ReplayPlaces.Marks(_request, top),
            Bash = _bash,
            Held = _held,
        };
        using MetadataWatch? watch = unpacks || _node.Kind != NodeKind.Rust || _request.MetadataWritten is not { } told ? null : MetadataWatch.Begin(Directory.Metadata, told);
        return program.Run(log, stop);
    }

    // As unpackPhase calls it: the store path's name without its digest.
    private string SourceName()
    {
        string path = _node.Derivation.Attribute("src") ?? _node.SourcePath ?? "source";
        return StorePath.Store(path) != null ? StorePath.Name(path) : Path.GetFileName(path);
    }

    // Something that unpackPhase takes a digest from.
    private static string UnpackName(string name) => new string('0', StorePath.HashLength) + "-" + name;
}
