namespace Larder.Daemon.Lifetime;

/// <summary>How the daemon's services see its life, and end it.</summary>
internal interface IDaemonLifetime
{
    /// <summary>No new leases: whoever asks for one is told to work in process.</summary>
    public bool IsDraining { get; }

    /// <summary>Fires when draining begins.</summary>
    public CancellationToken Draining { get; }

    /// <summary>The socket's name goes; leases that are out may complete, and with the last of them the daemon ends. Returns at once.</summary>
    public void BeginDrain();

    /// <summary>As <see cref="BeginDrain"/>, but leases that aren't back after a moment are dropped. Returns at once.</summary>
    public void BeginShutdown();
}
