namespace Larder.Daemon.Jobs;

/// <summary>The pool at one moment.</summary>
/// <param name="MaxJobs">Slots.</param>
/// <param name="LeasesHeld">Leases that are out, nested ones too.</param>
/// <param name="NestedHeld">Of these, those over the limit.</param>
/// <param name="LeasesWaitedFor">Requests that wait, for a slot or for an identical job.</param>
/// <param name="Flights">Keys that somebody works on or waits for.</param>
/// <param name="IsDraining">Nothing is granted any more.</param>
/// <param name="Sessions">The builds, in no order.</param>
internal sealed record JobPoolSnapshot(
    int MaxJobs,
    int LeasesHeld,
    int NestedHeld,
    int LeasesWaitedFor,
    int Flights,
    bool IsDraining,
    IReadOnlyList<JobSessionSnapshot> Sessions);
