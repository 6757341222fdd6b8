using Larder.Units.Graph;

namespace Larder.Units.Scheduling;

/// <summary>Is told what becomes of each node, from several threads, one call at a time.</summary>
internal interface IBuildObserver
{
    internal void Started(UnitNode node);

    internal void Ended(UnitNode node, NodeOutcome outcome);

    /// <summary>What takes so long that somebody will wonder, in a sentence.</summary>
    internal void Tell(string line);
}
