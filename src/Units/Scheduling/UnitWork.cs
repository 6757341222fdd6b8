using System.Collections.Concurrent;
using System.Diagnostics;
using Larder.Posix;
using Larder.Storage;
using Larder.Units.Artifacts;
using Larder.Units.Graph;
using Larder.Units.Layout;
using Larder.Units.Replay;
using Larder.Units.Sources;

namespace Larder.Units.Scheduling;

/// <summary>What is done with a node: its key, the artifact of that key, or else a replay of its phases.</summary>
internal sealed class UnitWork : INodeWork
{
    /// <summary>So often a unit runs again whose source was edited while it was built; then what came of it serves this build and isn't kept.</summary>
    private const int MaxAttempts = 3;

    /// <summary>What a unit that was never built is expected to take.</summary>
    private const long UnknownMilliseconds = 1000;

    private readonly Dictionary<string, UnitNode> _nodes;
    private readonly UnitDirectories _directories;
    private readonly SourceTrees _trees;
    private readonly ArtifactStore _artifacts;
    private readonly JobBudget _budget;
    private readonly UnitWorkSettings _settings;
    private readonly Lazy<bool> _boundary;
    private readonly Runners _runners;
    private readonly ConcurrentDictionary<string, Artifact> _made = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SourceScan> _scans = new(StringComparer.Ordinal);

    /// <param name="graph">What is built.</param>
    /// <param name="directories">Where everything stands.</param>
    /// <param name="trees">Digests sources.</param>
    /// <param name="artifacts">Keeps what was made. Not called by two threads at once for one unit.</param>
    /// <param name="budget">The job slots.</param>
    /// <param name="realise">Makes what is needed from the Nix store be there; called once, before the first replay.</param>
    /// <param name="settings">The rest.</param>
    internal UnitWork(
        UnitGraph graph, UnitDirectories directories, SourceTrees trees, ArtifactStore artifacts, JobBudget budget, Action realise, UnitWorkSettings settings)
    {
        _nodes = graph.Nodes.ToDictionary(node => node.Name, StringComparer.Ordinal);
        (_directories, _trees, _artifacts, _budget, _settings) = (directories, trees, artifacts, budget, settings);
        _runners = new Runners(directories);
        _boundary = new Lazy<bool>(() =>
        {
            realise();
            settings.Prepare();
            return true;
        });
    }

    /// <summary>Looks at all sources, with all processors.</summary>
    internal void Scan() =>
        Parallel.ForEach(_nodes.Values, node =>
        {
            if (node.Source is not null)
                _scans[node.Name] = _trees.Scan(node.Source, node.Options.Ignored);
        });

    public NodeOutcome? TryWithoutBuilding(UnitNode node) => TryArtifact(node, KeyOf(node));

    public NodeOutcome Build(UnitNode node, CancellationToken stop)
    {
        _ = _boundary.Value;
        long started = Stopwatch.GetTimestamp();
        _budget.Enter(node.Name, stop);
        try
        {
            using IDisposable? slot = _settings.Enter(stop);
            for (int attempt = 1; ; attempt++)
            {
                // Time has passed since all was looked at, and what was put back may be known.
                SourceScan? scan = Rescan(node);
                NodeKey key = KeyOf(node);
                if (TryArtifact(node, key) is { } known)
                    return known;
                if (Replay(node, scan, key, isLast: attempt == MaxAttempts, stop) is { } outcome)
                    return outcome with { Milliseconds = (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds };
            }
        }
        finally
        {
            _budget.Leave(node.Name);
        }
    }

    public long ExpectedMilliseconds(UnitNode node) => BuildRecordFile.Read(_directories, node.Name)?.Milliseconds ?? UnknownMilliseconds;

    /// <summary>What the node's artifact would be kept under now.</summary>
    internal NodeKey KeyOf(UnitNode node) =>
        NodeKey.Of(node, _scans.GetValueOrDefault(node.Name)?.Digest ?? default, VisibleDependencies.Of(node, name => _made.GetValueOrDefault(name), _runners.Contains(node.Name)));

    /// <summary>The node's source as it was looked at last; null: it has none.</summary>
    internal SourceScan? ScanOf(UnitNode node) => _scans.GetValueOrDefault(node.Name);

    private SourceScan? Rescan(UnitNode node) =>
        node.Source is null ? null : _scans[node.Name] = _trees.Scan(node.Source, node.Options.Ignored);

    private NodeOutcome? TryArtifact(UnitNode node, NodeKey key)
    {
        // What the view holds needs no look at where contents are kept.
        Artifact? selected = _artifacts.Selected(node.Name);
        bool wasSelected = selected?.Key == key.Digest;
        Artifact? artifact = wasSelected ? selected : _artifacts.Find(key.Digest);
        if (artifact is null || !_artifacts.Select(node, artifact))
            return null;
        _made[node.Name] = artifact;
        return new NodeOutcome(wasSelected ? NodeState.Kept : NodeState.Restored, artifact);
    }

    /// <summary>One replay. Null: the source was edited meanwhile, and it has to be done again.</summary>
    private NodeOutcome? Replay(UnitNode node, SourceScan? scan, NodeKey key, bool isLast, CancellationToken stop)
    {
        long started = Stopwatch.GetTimestamp();
        bool isEnded = false;
        Digest? stamp = scan?.Stamp;
        _artifacts.Begin(node);
        try
        {
            ReplayRequest request = new()
            {
                Node = node,
                Directories = _directories,
                Scan = scan,
                Views = ViewsFor(node, key),
                Cores = _settings.Jobs,
                Launcher = _settings.Launcher,
                SourceTouched = () => stamp = Rescan(node) is { } touched && touched.Digest == scan?.Digest ? touched.Stamp : stamp,
                ExtraEnvironment = [.. _settings.ExtraEnvironment, _budget.VariableFor(node.Name)],
            };
            ReplayOutcome outcome = _settings.Run(request, stop);
            if (!outcome.Succeeded)
                return new NodeOutcome(stop.IsCancellationRequested ? NodeState.Stopped : NodeState.Failed, Replay: outcome);
            bool isEdited = Rescan(node)?.Stamp != stamp;
            if (isEdited && !isLast)
                return null;

            // What the build has turned out to run may make another side of its dependencies count.
            _runners.Set(node.Name, outcome.RunsOwnPrograms);
            key = KeyOf(node);
            Artifact artifact = isEdited ? _artifacts.CommitUnkeyed(node) : _artifacts.Commit(node, key.Digest);
            isEnded = true;
            _made[node.Name] = artifact;
            if (!isEdited)
                WriteRecord(node, scan, key, (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            return new NodeOutcome(NodeState.Built, artifact, outcome, isEdited ? EditedMeanwhile(node) : null);
        }
        finally
        {
            if (!isEnded)
                _artifacts.Rollback(node);
        }
    }

    private static string EditedMeanwhile(UnitNode node) =>
        $"files in {node.Source} change whenever {node.Name} is built, so nothing of it is kept; what a build writes there belongs into .gitignore, or among the unit's \"ignored\"";

    /// <summary>What the derivation names, and what else the node can see: a change there is a change for it.</summary>
    private Dictionary<string, string> ViewsFor(UnitNode node, NodeKey key)
    {
        Dictionary<string, string> views = new(StringComparer.Ordinal);
        foreach (UnitNode each in node.Dependencies.Prepend(node).Concat(key.Dependencies.Select(dependency => _nodes[dependency.Name])))
        {
            foreach ((string output, Derivations.DerivationOutput place) in each.Outputs)
            {
                if (place.Path.Length > 0)
                    views[place.Path] = _directories.View(each.Name, output);
            }
        }

        return views;
    }

    private void WriteRecord(UnitNode node, SourceScan? scan, NodeKey key, long milliseconds) =>
        BuildRecordFile.Write(_directories, node.Name, new BuildRecord
        {
            Key = key.Digest,
            Time = Clock.FileTime.Seconds,
            Milliseconds = milliseconds,
            Identity = node.Identity,
            Attributes = BuildRecord.AttributesOf(node.Derivation),
            Source = scan?.Digest ?? default,
            Files = scan?.Files ?? [],
            Dependencies = key.Dependencies,
        });
}
