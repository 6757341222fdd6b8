using System.Collections.Concurrent;
using Larder.Units.Graph;
using Larder.Units.Scheduling;

namespace Larder.Units.Tests.Scheduling;

/// <summary>Work that a test decides about, and remembers what was done.</summary>
internal sealed class TestableWork : INodeWork, IBuildObserver
{
    private int _running;

    /// <summary>What needs no building.</summary>
    internal HashSet<string> Known { get; } = [];

    internal Func<UnitNode, CancellationToken, NodeOutcome> OnBuild { get; init; } = (_, _) => new NodeOutcome(NodeState.Built);

    /// <summary>The same with the node's line to its neighbours; null: the other one.</summary>
    internal Func<UnitNode, INodeProgress, CancellationToken, NodeOutcome>? OnProgress { get; init; }

    /// <summary>For whom an announcement is enough.</summary>
    internal HashSet<string> Early { get; } = [];

    internal Dictionary<string, long> Expected { get; } = [];

    internal ConcurrentQueue<string> Begun { get; } = new();

    internal int MostAtOnce { get; private set; }

    internal List<string> Ends { get; } = [];

    /// <summary>Called when it is asked whether a node needs building.</summary>
    internal Action<UnitNode> OnTry { get; init; } = _ => { };

    public NodeOutcome? TryWithoutBuilding(UnitNode node)
    {
        OnTry(node);
        return Known.Contains(node.Name) ? new NodeOutcome(NodeState.Kept) : null;
    }

    public bool CanBeginEarly(UnitNode node) => Early.Contains(node.Name);

    public NodeOutcome Build(UnitNode node, INodeProgress progress, CancellationToken stop)
    {
        Begun.Enqueue(node.Name);
        MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _running));
        try
        {
            return OnProgress is { } on ? on(node, progress, stop) : OnBuild(node, stop);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    public long ExpectedMilliseconds(UnitNode node) => Expected.GetValueOrDefault(node.Name, 1);

    public void Started(UnitNode node)
    {
    }

    public void Tell(string line)
    {
    }

    public void Ended(UnitNode node, NodeOutcome outcome) => Ends.Add($"{node.Name} {outcome.State}");
}
