using System.Diagnostics;
using Larder.Posix;
using Larder.Storage;
using Larder.Units.Artifacts;
using Larder.Units.Graph;
using Larder.Units.Replay;
using Larder.Units.Sources;

namespace Larder.Units.Scheduling;

/// <summary>The building of one node: replays, until one has seen what there is in the end.</summary>
internal sealed class NodeBuild
{
    /// <summary>So often a unit runs again whose source was edited while it was built; then what came of it serves this build and isn't kept.</summary>
    private const int MaxAttempts = 3;

    private readonly UnitWork _work;
    private readonly UnitNode _node;
    private readonly INodeProgress _progress;
    private int _attempt = 1;

    // Dependencies that count whole by way of trial: without their code it failed, and nobody can say why.
    private string[] _tried = [];

    internal NodeBuild(UnitWork work, UnitNode node, INodeProgress progress) => (_work, _node, _progress) = (work, node, progress);

    internal NodeOutcome Run(CancellationToken stop)
    {
        long started = Stopwatch.GetTimestamp();
        NodeOutcome? outcome;
        do
        {
            // What counts whole must have ended; an announcement is enough for the rest.
            bool isThere = _work.TryKeyOf(_node) is not null || _progress.WaitForDependencies(stop);
            outcome = isThere ? Attempt(stop) : new NodeOutcome(NodeState.Skipped);
        }
        while (outcome is null);

        if (outcome.State == NodeState.Failed)
            _work.Habits.SetLinked(_node, _tried, links: false);
        return outcome.State is NodeState.Built or NodeState.Failed ? outcome with { Milliseconds = (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds } : outcome;
    }

    /// <summary>One replay. Null: it has to be done again.</summary>
    private NodeOutcome? Attempt(CancellationToken stop)
    {
        ReplayOutcome outcome;
        SourceScan? scan;
        NodeKey key;
        bool isEdited = false;
        long started = Stopwatch.GetTimestamp();
        bool isEnded = false;
        _work.Budget.Enter(_node.Name, stop);
        try
        {
            bool isEarly = !_progress.HasDependencies;
            try
            {
                using IDisposable? slot = _work.Settings.Enter(stop);
                // Time has passed since all was looked at, and what was put back may be known.
                scan = _work.Rescan(_node);
                if (_work.TryKeyOf(_node) is not { } now)
                    return null;
                key = now;
                if (!isEarly && _work.TryArtifact(_node, key) is { } known)
                {
                    isEnded = true;
                    return known;
                }

                _work.Artifacts.Begin(_node);
                Digest? stamp = scan?.Stamp;
                outcome = _work.Replay(_node, scan, key, () => stamp = _work.Rescan(_node) is { } touched && touched.Digest == scan?.Digest ? touched.Stamp : stamp, _progress, stop);
                if (outcome.Succeeded)
                    isEdited = _work.Rescan(_node)?.Stamp != stamp;
            }
            finally
            {
                _work.Budget.Leave(_node.Name);
            }

            long milliseconds = (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            if (outcome.Crate is { Linked: { Length: > 0 } linked })
            {
                _work.Habits.SetLinked(_node, linked, links: true);
                return null;
            }

            if (isEarly && !_progress.WaitForDependencies(stop))
                return new NodeOutcome(NodeState.Skipped);
            // What it saw is not what there is.
            if (!_work.KeyOf(_node).Dependencies.SequenceEqual(key.Dependencies))
                return null;
            NodeOutcome? end = outcome.Succeeded ? Keep(scan, outcome, isEdited, milliseconds) : Fail(key, outcome, stop);
            isEnded = end?.State == NodeState.Built;
            return end;
        }
        finally
        {
            if (!isEnded)
                _work.Artifacts.Rollback(_node);
        }
    }

    private NodeOutcome? Keep(SourceScan? scan, ReplayOutcome outcome, bool isEdited, long milliseconds)
    {
        if (isEdited && _attempt++ < MaxAttempts)
            return null;

        // What the build has turned out to run may make another side of its dependencies count.
        _work.Runners.Set(_node.Name, outcome.RunsOwnPrograms);
        NodeKey key = _work.KeyOf(_node);
        Artifact? artifact = isEdited ? _work.Artifacts.CommitUnkeyed(_node) : _work.Artifacts.Commit(_node, key.Digest);
        if (artifact is null)
        {
            // It passes on what it was shown of its dependencies.
            string[] shown = OnlyMetadata(key);
            if (shown.Length == 0)
                throw new UnitFault($"{_node}: a file of its outputs names a path below {_work.Stubs}, where larder shows crates to each other while they are built; nothing stays there");
            _work.Habits.SetLinked(_node, shown, links: true);
            return null;
        }

        _work.Made(_node, artifact, isEdited ? null : (scan, key, milliseconds));
        return new NodeOutcome(NodeState.Built, artifact, outcome, isEdited ? EditedMeanwhile() : null);
    }

    private NodeOutcome? Fail(NodeKey key, ReplayOutcome outcome, CancellationToken stop)
    {
        string[] without = OnlyMetadata(key);
        if (stop.IsCancellationRequested || without.Length == 0 || outcome.Crate?.CompilerFailed != false)
            return new NodeOutcome(stop.IsCancellationRequested ? NodeState.Stopped : NodeState.Failed, Replay: outcome);
        _tried = without;
        _work.Habits.SetLinked(_node, _tried, links: true);
        return null;
    }

    private static string[] OnlyMetadata(NodeKey key) => [.. key.Dependencies.Where(dependency => dependency.Use == DependencyUse.Metadata).Select(dependency => dependency.Name)];

    private string EditedMeanwhile() =>
        $"files in {_node.Source} change whenever {_node.Name} is built, so nothing of it is kept; what a build writes there belongs into .gitignore, or among the unit's \"ignored\"";
}
