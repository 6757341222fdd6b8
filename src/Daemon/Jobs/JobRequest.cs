using Larder.Storage;

namespace Larder.Daemon.Jobs;

/// <summary>A wish to compile, or to replay a unit's phases.</summary>
/// <param name="Owner">The connection that asks.</param>
/// <param name="Session">The build that it belongs to: leases are shared out fairly between sessions.</param>
/// <param name="Weight">Whether it may take much memory.</param>
/// <param name="FlightKey">Jobs of the same key make the same result, so only one of them runs. Null: runs by itself.</param>
/// <param name="Patience">How long it may wait; cut at <see cref="JobPool.MaxPatience"/>. Zero or less: not at all.</param>
/// <param name="Lends">The slot is for a replay, in which compiles below its process run (<see cref="JobLender"/>).</param>
internal readonly record struct JobRequest(JobOwner Owner, ulong Session, JobWeight Weight, Digest? FlightKey, TimeSpan Patience, bool Lends = false);
