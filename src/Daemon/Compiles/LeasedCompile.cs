using Larder.Daemon.Jobs;

namespace Larder.Daemon.Compiles;

/// <summary>A compile whose lease is out.</summary>
/// <param name="Pending">The request.</param>
/// <param name="Owner">The connection that holds the lease.</param>
/// <param name="Session">The build that it belongs to.</param>
/// <param name="Stages">Where its time went so far.</param>
internal sealed record LeasedCompile(PendingCompile Pending, JobOwner Owner, ulong Session, StageClock Stages);
