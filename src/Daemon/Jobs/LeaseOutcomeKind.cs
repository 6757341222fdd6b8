namespace Larder.Daemon.Jobs;

/// <summary>How a request for a lease ended.</summary>
internal enum LeaseOutcomeKind
{
    /// <summary>The client runs the compiler, and the lease is to be given back, whatever happens.</summary>
    Granted,

    /// <summary>
    /// An identical job has completed meanwhile: look up again, a hit is to be expected. Where it misses all the same, ask again
    /// without a flight key, so that nobody goes in circles.
    /// </summary>
    FlightLanded,

    /// <summary>Patience is over: the client compiles without a lease.</summary>
    TimedOut,

    /// <summary>Too many wait already: as <see cref="TimedOut"/>, at once.</summary>
    Busy,

    /// <summary>The daemon is about to end: the client works in process.</summary>
    Draining,

    /// <summary>The request was cancelled, or its owner is gone.</summary>
    Cancelled,
}
