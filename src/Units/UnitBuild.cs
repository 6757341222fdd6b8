using Larder.Units.Graph;
using Larder.Units.Layout;
using Larder.Units.Scheduling;

namespace Larder.Units;

/// <summary>One build of a repository's units.</summary>
internal sealed class UnitBuild(UnitSession session, UnitGraph graph, IBuildObserver observer, UnitWorkSettings settings, bool keepsGoing)
{
    /// <summary>Does it, and gives every node's outcome.</summary>
    internal IReadOnlyDictionary<UnitNode, NodeOutcome> Run(CancellationToken stop)
    {
        using JobBudget budget = new(settings.Jobs);
        UnitWork work = new(
            graph,
            session.Directories,
            session.Trees,
            session.Artifacts,
            budget,
            () => session.Realise(graph, observer.Tell),
            settings);
        work.Scan();
        try
        {
            return new Scheduler(graph, work, observer, settings.Jobs, keepsGoing).Run(stop);
        }
        finally
        {
            work.Close();
        }
    }
}
