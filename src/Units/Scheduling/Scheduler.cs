using Larder.Units.Graph;

namespace Larder.Units.Scheduling;

/// <summary>
/// Brings the nodes of a graph about: each when its dependencies are there, what lies on the longest way to the end first, so many at once as there are
/// jobs. What needs no building is done in passing and takes no job.
/// </summary>
/// <remarks>
/// A node may announce itself before its end: then its dependents may begin, if that is enough for them. They wait for its end before theirs, outside the jobs.
/// </remarks>
internal sealed class Scheduler
{
    private readonly UnitGraph _graph;
    private readonly INodeWork _work;
    private readonly IBuildObserver _observer;
    private readonly int _jobs;
    private readonly bool _keepsGoing;

    private readonly object _gate = new();
    private readonly Dictionary<UnitNode, NodeOutcome> _outcomes = [];
    private readonly Dictionary<UnitNode, int> _missing = [];
    private readonly Dictionary<UnitNode, List<UnitNode>> _dependents = [];
    private readonly Dictionary<UnitNode, long> _distances = [];
    private readonly HashSet<UnitNode> _announced = [];
    private readonly HashSet<UnitNode> _begun = [];
    private readonly Queue<UnitNode> _ready = new();
    private readonly PriorityQueue<UnitNode, long> _toBuild = new();
    private int _running;
    private int _waiting;

    /// <param name="graph">What is wanted.</param>
    /// <param name="work">What is done with a node.</param>
    /// <param name="observer">Is told.</param>
    /// <param name="jobs">How many nodes may be built at once; at least 1.</param>
    /// <param name="keepsGoing">A failure stops only what depends on it; else everything.</param>
    internal Scheduler(UnitGraph graph, INodeWork work, IBuildObserver observer, int jobs, bool keepsGoing)
    {
        (_graph, _work, _observer, _jobs, _keepsGoing) = (graph, work, observer, jobs, keepsGoing);
        foreach (UnitNode node in graph.Nodes)
        {
            _missing[node] = node.Dependencies.Length;
            if (node.Dependencies.Length == 0)
                _ready.Enqueue(node);
            foreach (UnitNode dependency in node.Dependencies)
            {
                if (!_dependents.TryGetValue(dependency, out List<UnitNode>? dependents))
                    _dependents[dependency] = dependents = [];
                dependents.Add(node);
            }
        }
    }

    /// <summary>Does it. Every node has an outcome then.</summary>
    /// <param name="stop">Stops what runs and begins nothing more.</param>
    internal IReadOnlyDictionary<UnitNode, NodeOutcome> Run(CancellationToken stop)
    {
        using CancellationTokenSource failure = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using CancellationTokenRegistration wake = failure.Token.Register(Wake);
        Monitor.Enter(_gate);
        try
        {
            while (true)
            {
                while (!failure.IsCancellationRequested && _ready.TryDequeue(out UnitNode? node))
                    Take(node, failure);
                while (!failure.IsCancellationRequested && _running < _jobs && _toBuild.TryDequeue(out UnitNode? node, out _))
                    Start(node, failure);
                if (_running + _waiting == 0 && (failure.IsCancellationRequested || (_ready.Count == 0 && _toBuild.Count == 0)))
                    break;
                Monitor.Wait(_gate);
            }

            foreach (UnitNode node in _graph.Nodes)
            {
                if (!_outcomes.ContainsKey(node))
                    End(node, new NodeOutcome(WaitsForFailed(node) ? NodeState.Skipped : NodeState.Stopped));
            }

            return _outcomes;
        }
        finally
        {
            Monitor.Exit(_gate);
        }
    }

    private void Wake()
    {
        lock (_gate)
            Monitor.PulseAll(_gate);
    }

    private bool WaitsForFailed(UnitNode node) =>
        Array.Exists(node.Dependencies, dependency => _outcomes[dependency].State is NodeState.Failed or NodeState.Skipped);

    private bool HasLost(UnitNode node) => Array.Exists(node.Dependencies, dependency => _outcomes.TryGetValue(dependency, out NodeOutcome? outcome) && !outcome.IsGood);

    /// <summary>A node whose dependencies are there, or have announced themselves.</summary>
    private void Take(UnitNode node, CancellationTokenSource failure)
    {
        // It may have been found ready twice: by its dependencies' announcements, and by their ends.
        if (_begun.Contains(node) || _outcomes.ContainsKey(node))
            return;
        if (_missing[node] > 0)
        {
            if (!HasLost(node) && _work.CanBeginEarly(node))
                Enqueue(node);
        }
        else if (HasLost(node))
        {
            End(node, new NodeOutcome(NodeState.Skipped));
        }
        else if (Guarded(() => _work.TryWithoutBuilding(node)) is { } outcome)
        {
            End(node, outcome, failure);
        }
        else
        {
            Enqueue(node);
        }
    }

    private void Enqueue(UnitNode node)
    {
        _begun.Add(node);
        _toBuild.Enqueue(node, -Distance(node));
    }

    private void Start(UnitNode node, CancellationTokenSource failure)
    {
        if (HasLost(node))
        {
            End(node, new NodeOutcome(NodeState.Skipped));
            return;
        }

        _running++;
        _observer.Started(node);
        Thread thread = new(() =>
        {
            NodeOutcome outcome = Guarded(() => _work.Build(node, new Progress(this, node), failure.Token))!;
            lock (_gate)
            {
                _running--;
                End(node, outcome, failure);
            }
        })
        {
            Name = node.Name,
            IsBackground = true,
        };
        thread.Start();
    }

    private void End(UnitNode node, NodeOutcome outcome, CancellationTokenSource? failure = null)
    {
        _outcomes[node] = outcome;
        _observer.Ended(node, outcome);
        foreach (UnitNode dependent in _dependents.GetValueOrDefault(node, []))
        {
            if (--_missing[dependent] == 0 || HasAnnounced(dependent))
                _ready.Enqueue(dependent);
        }

        Monitor.PulseAll(_gate);

        // Not on this thread: it holds the gate, and whoever is told may wait for it.
        if (outcome.State == NodeState.Failed && !_keepsGoing && failure is not null)
            _ = failure.CancelAsync();
    }

    private bool HasAnnounced(UnitNode node) =>
        _announced.Count > 0 && Array.TrueForAll(node.Dependencies, dependency => _announced.Contains(dependency) || _outcomes.ContainsKey(dependency));

    private void Announce(UnitNode node)
    {
        lock (_gate)
        {
            if (_outcomes.ContainsKey(node) || !_announced.Add(node))
                return;
            foreach (UnitNode dependent in _dependents.GetValueOrDefault(node, []))
            {
                if (HasAnnounced(dependent))
                    _ready.Enqueue(dependent);
            }

            Monitor.PulseAll(_gate);
        }
    }

    private bool WaitForDependencies(UnitNode node, CancellationToken stop)
    {
        lock (_gate)
        {
            _running--;
            _waiting++;
            Monitor.PulseAll(_gate);
            try
            {
                while (_missing[node] > 0)
                {
                    stop.ThrowIfCancellationRequested();
                    Monitor.Wait(_gate);
                }
            }
            finally
            {
                _waiting--;
                _running++;
            }

            return !HasLost(node);
        }
    }

    private static NodeOutcome? Guarded(Func<NodeOutcome?> work)
    {
        try
        {
            return work();
        }
        catch (UnitFault fault)
        {
            return new NodeOutcome(NodeState.Failed, Problem: fault.Message);
        }
        catch (OperationCanceledException)
        {
            return new NodeOutcome(NodeState.Stopped);
        }
        catch (Exception fault)
        {
            return new NodeOutcome(NodeState.Failed, Problem: "internal error: " + fault);
        }
    }

    /// <summary>The milliseconds from a node's start to the end of all that waits for it.</summary>
    private long Distance(UnitNode node)
    {
        if (_distances.Count == 0)
        {
            for (int i = _graph.Nodes.Length - 1; i >= 0; i--)
            {
                UnitNode each = _graph.Nodes[i];
                long behind = 0;
                foreach (UnitNode dependent in _dependents.GetValueOrDefault(each, []))
                    behind = Math.Max(behind, _distances[dependent]);
                _distances[each] = behind + _work.ExpectedMilliseconds(each);
            }
        }

        return _distances[node];
    }

    /// <summary>A node's own end of the line.</summary>
    private sealed class Progress(Scheduler scheduler, UnitNode node) : INodeProgress
    {
        public bool HasDependencies
        {
            get
            {
                lock (scheduler._gate)
                    return scheduler._missing[node] == 0 && !scheduler.HasLost(node);
            }
        }

        public void Announce() => scheduler.Announce(node);

        public bool WaitForDependencies(CancellationToken stop) => scheduler.WaitForDependencies(node, stop);
    }
}
