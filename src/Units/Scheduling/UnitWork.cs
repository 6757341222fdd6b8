using System.Collections.Concurrent;
using Larder.Posix;
using Larder.Storage;
using Larder.Units.Artifacts;
using Larder.Units.Files;
using Larder.Units.Graph;
using Larder.Units.Layout;
using Larder.Units.Replay;
using Larder.Units.Sources;

namespace Larder.Units.Scheduling;

/// <summary>What is done with a node: its key, the artifact of that key, or else a replay of its phases.</summary>
internal sealed class UnitWork : INodeWork
{
    /// <summary>What a unit that was never built is expected to take.</summary>
    private const long UnknownMilliseconds = 1000;

    private readonly Dictionary<string, UnitNode> _nodes;
    private readonly UnitDirectories _directories;
    private readonly SourceTrees _trees;
    private readonly Lazy<bool> _boundary;
    private readonly MetadataViews _metadata;
    private readonly ConcurrentDictionary<string, Artifact> _made = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _announced = new(StringComparer.Ordinal);
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
        (_directories, _trees) = (directories, trees);
        (Artifacts, Budget, Settings) = (artifacts, budget, settings);
        Runners = new Runners(directories);
        Habits = new CrateHabits(directories);
        _metadata = new MetadataViews(directories);
        _boundary = new Lazy<bool>(() =>
        {
            realise();
            settings.Prepare();
            return true;
        });
    }

    internal ArtifactStore Artifacts { get; }

    internal JobBudget Budget { get; }

    internal UnitWorkSettings Settings { get; }

    internal Runners Runners { get; }

    internal CrateHabits Habits { get; }

    /// <summary>Looks at all sources, with all processors.</summary>
    internal void Scan() =>
        ParallelWork.Each(_nodes.Values, node =>
        {
            if (node.Source is not null)
                _scans[node.Name] = _trees.Scan(node.Source, node.Options.Ignored);
        });

    /// <summary>Where nodes are shown to each other by metadata only.</summary>
    internal string Stubs => _directories.AllStubs;

    public NodeOutcome? TryWithoutBuilding(UnitNode node) => TryArtifact(node, KeyOf(node));

    public bool CanBeginEarly(UnitNode node)
    {
        try
        {
            return TryKeyOf(node) is { } key && Artifacts.Find(key.Digest) is null;
        }
        catch (UnitFault)
        {
            // It is met again when the time has come.
            return false;
        }
    }

    public NodeOutcome Build(UnitNode node, INodeProgress progress, CancellationToken stop)
    {
        _ = _boundary.Value;
        return new NodeBuild(this, node, progress).Run(stop);
    }

    public long ExpectedMilliseconds(UnitNode node) => BuildRecordFile.Read(_directories, node.Name)?.Milliseconds ?? UnknownMilliseconds;

    /// <summary>What the node's artifact would be kept under now; all that it depends on has ended.</summary>
    internal NodeKey KeyOf(UnitNode node) => TryKeyOf(node) ?? throw new InvalidOperationException($"{node}: a dependency is missing.");

    /// <summary>The same. Null where something that counts isn't there: a dependency that has announced itself counts with its metadata only.</summary>
    internal NodeKey? TryKeyOf(UnitNode node)
    {
        if (Array.Exists(node.Dependencies, dependency => ArtifactOf(dependency.Name) is null))
            return null;
        DependencyView[] dependencies = VisibleDependencies.Of(node, ArtifactOf, Runners.Contains(node.Name), Habits.LinkedBy(node));
        return Array.Exists(dependencies, dependency => dependency.Digest == default)
            ? null
            : NodeKey.Of(node, _scans.GetValueOrDefault(node.Name)?.Digest ?? default, dependencies);
    }

    /// <summary>The node's source as it was looked at last; null: it has none.</summary>
    internal SourceScan? ScanOf(UnitNode node) => _scans.GetValueOrDefault(node.Name);

    internal SourceScan? Rescan(UnitNode node) =>
        node.Source is null ? null : _scans[node.Name] = _trees.Scan(node.Source, node.Options.Ignored);

    /// <summary>Selects the artifact of a key. Null: there is none, or none that is whole.</summary>
    internal NodeOutcome? TryArtifact(UnitNode node, NodeKey key)
    {
        // What the view holds needs no look at where contents are kept.
        Artifact? selected = Artifacts.Selected(node.Name);
        bool wasSelected = selected?.Key == key.Digest;
        Artifact? artifact = wasSelected ? selected : Artifacts.Find(key.Digest);
        if (artifact is null || !Artifacts.Select(node, artifact))
            return null;
        _made[node.Name] = artifact;
        return new NodeOutcome(wasSelected ? NodeState.Kept : NodeState.Restored, artifact);
    }

    /// <summary>Runs a node's phases.</summary>
    /// <param name="node">The node; its view is put aside.</param>
    /// <param name="scan">Its source.</param>
    /// <param name="key">What it sees.</param>
    /// <param name="touched">Called when the replay itself has touched the source.</param>
    /// <param name="progress">Is told when others may begin.</param>
    /// <param name="stop">Stops it.</param>
    internal ReplayOutcome Replay(UnitNode node, SourceScan? scan, NodeKey key, Action touched, INodeProgress progress, CancellationToken stop)
    {
        ReplayRequest request = new()
        {
            Node = node,
            Directories = _directories,
            Scan = scan,
            Views = ViewsFor(node, key),
            HasStubs = Array.Exists(key.Dependencies, dependency => dependency.Use == DependencyUse.Metadata),
            Cores = Settings.Jobs,
            Launcher = Settings.Launcher,
            SourceTouched = touched,
            MetadataWritten = early => Foretell(node, early, progress),
            ExtraEnvironment = [.. Settings.ExtraEnvironment, Budget.VariableFor(node.Name)],
        };
        return Settings.Run(request, stop);
    }

    /// <summary>A node has been built.</summary>
    /// <param name="node">The node.</param>
    /// <param name="artifact">What its view holds.</param>
    /// <param name="record">What it was made of, and how long that took; null: nobody can say.</param>
    internal void Made(UnitNode node, Artifact artifact, (SourceScan? Scan, NodeKey Key, long Milliseconds)? record)
    {
        _made[node.Name] = artifact;
        if (_metadata.Foretold(node.Name) is { } foretold)
            Habits.SetSurprises(node, foretold.Metadata != artifact.Metadata);
        if (record is (var scan, var key, var milliseconds))
            WriteRecord(node, scan, key, milliseconds);
    }

    /// <summary>To be called at the end.</summary>
    internal void Close()
    {
        Habits.Save();
        Artifacts.RemoveStubs();
    }

    private Artifact? ArtifactOf(string unit) => _made.GetValueOrDefault(unit) ?? (_announced.ContainsKey(unit) ? _metadata.Foretold(unit) : null);

    /// <summary>A crate's metadata is there, and the rest is being made.</summary>
    private void Foretell(UnitNode node, EarlyMetadata early, INodeProgress progress)
    {
        try
        {
            if (!_metadata.Foretell(node, early.Crate, early.Metadata, early.Target) || Habits.Surprises(node))
                return;
            _announced[node.Name] = true;
            progress.Announce();
        }
        catch (UnitFault)
        {
            // Then nobody begins early.
        }
    }

    /// <summary>What the derivation names, and what else the node can see: a change there is a change for it.</summary>
    private Dictionary<string, string> ViewsFor(UnitNode node, NodeKey key)
    {
        Dictionary<string, DependencyUse> uses = key.Dependencies.ToDictionary(dependency => dependency.Name, dependency => dependency.Use, StringComparer.Ordinal);
        Dictionary<string, string> views = new(StringComparer.Ordinal);
        foreach (UnitNode each in node.Dependencies.Prepend(node).Concat(key.Dependencies.Select(dependency => _nodes[dependency.Name])).Distinct())
        {
            bool isStub = uses.GetValueOrDefault(each.Name) == DependencyUse.Metadata;
            if (isStub && _made.TryGetValue(each.Name, out Artifact? artifact))
                _metadata.Show(each, artifact);
            foreach ((string output, Derivations.DerivationOutput place) in each.Outputs)
            {
                if (place.Path.Length > 0)
                    views[place.Path] = isStub ? _directories.Stub(each.Name, output) : _directories.View(each.Name, output);
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
