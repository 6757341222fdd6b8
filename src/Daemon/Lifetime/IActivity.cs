namespace Larder.Daemon.Lifetime;

/// <summary>What the daemon must not end in the middle of. A service that has such things registers one; all are summed up.</summary>
internal interface IActivity
{
    /// <summary>Leases that are out.</summary>
    public int Leases { get; }

    /// <summary>Results that were accepted and aren't stored yet.</summary>
    public int PendingStores { get; }
}
