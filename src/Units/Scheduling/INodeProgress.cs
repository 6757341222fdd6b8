namespace Larder.Units.Scheduling;

/// <summary>What a node that is being built and its neighbours hear of each other.</summary>
internal interface INodeProgress
{
    /// <summary>All dependencies have ended, and well.</summary>
    internal bool HasDependencies { get; }

    /// <summary>Says that what some dependents need of the node is there, though it goes on: they are looked at again. From any thread.</summary>
    internal void Announce();

    /// <summary>Waits until all dependencies have ended. Meanwhile the node is none of those that run. False: one of them did not end well.</summary>
    /// <exception cref="OperationCanceledException">The build was stopped.</exception>
    internal bool WaitForDependencies(CancellationToken stop);
}
