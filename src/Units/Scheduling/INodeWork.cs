using Larder.Units.Graph;

namespace Larder.Units.Scheduling;

/// <summary>What the scheduler does with a node, once all that it depends on is there. A seam: tests of the order of work have a work of their own.</summary>
internal interface INodeWork
{
    /// <summary>
    /// What can be had without running anything, on the scheduler's own thread; null: the node has to be built. Asked once, when the node's dependencies are
    /// there.
    /// </summary>
    internal NodeOutcome? TryWithoutBuilding(UnitNode node);

    /// <summary>
    /// Whether the node has to be built and can be, though of its dependencies some have only announced themselves; on the scheduler's own thread. Asked whenever
    /// another one has, until it is true.
    /// </summary>
    internal bool CanBeginEarly(UnitNode node);

    /// <summary>Runs the node's phases, on a thread of its own.</summary>
    internal NodeOutcome Build(UnitNode node, INodeProgress progress, CancellationToken stop);

    /// <summary>How long the node took last, in milliseconds: the longest path through these decides what comes first.</summary>
    internal long ExpectedMilliseconds(UnitNode node);
}
