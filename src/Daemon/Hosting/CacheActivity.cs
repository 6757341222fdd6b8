using Larder.Daemon.Jobs;
using Larder.Daemon.Lifetime;
using Larder.Daemon.Storing;

namespace Larder.Daemon.Hosting;

/// <summary>What is under way in the cache.</summary>
internal sealed class CacheActivity(JobPool pool, StoreQueue stores) : IActivity
{
    public int Leases => pool.Snapshot().LeasesHeld;

    public int PendingStores => stores.Snapshot.Pending;
}
