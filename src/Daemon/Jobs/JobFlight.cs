using Larder.Storage;

namespace Larder.Daemon.Jobs;

/// <summary>
/// Identical jobs: one leads (it holds a lease, or its result is being stored), the others wait for what it makes and are in no
/// queue for slots. Without a leader all of them queue, each in its own session, and whoever gets a slot first leads. Under the pool's lock.
/// </summary>
internal sealed class JobFlight(Digest key)
{
    internal Digest Key { get; } = key;

    /// <summary>Somebody works on the result.</summary>
    internal bool IsLed { get; set; }

    /// <summary>All who want the result, but the leader.</summary>
    internal HashSet<LeaseWaiter> Waiters { get; } = [];
}
