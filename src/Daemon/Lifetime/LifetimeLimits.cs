namespace Larder.Daemon.Lifetime;

/// <summary>How long the parts of an orderly end may take. Their sum stays below the 90 s after which systemd kills (TimeoutStopSec).</summary>
internal sealed record LifetimeLimits
{
    /// <summary>
    /// How long a shutdown waits for leases. A compile takes longer than anybody wants to wait for "stop"; a client whose lease is dropped keeps
    /// its object and loses only the entry.
    /// </summary>
    internal TimeSpan Leases { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long accepted results may take to be stored: each is some milliseconds, on a disk that hangs nothing helps.</summary>
    internal TimeSpan Stores { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long clients that came just before the end are given to ask and be told.</summary>
    internal TimeSpan Connections { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a client that connected before the socket's name went may take to be accepted and counted.</summary>
    internal TimeSpan Arrivals { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How often the counts are looked at while draining.</summary>
    internal TimeSpan Poll { get; init; } = TimeSpan.FromMilliseconds(10);
}
