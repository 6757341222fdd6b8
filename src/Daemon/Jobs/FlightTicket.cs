namespace Larder.Daemon.Jobs;

/// <summary>
/// The rest of a job whose compiler is through and whose slot is free, while its result is being stored. Disposing it without
/// <see cref="Land"/> means that nothing was stored. A client that dies changes nothing any more.
/// </summary>
internal sealed class FlightTicket(JobPool pool, JobFlight? flight) : IDisposable
{
    private JobFlight? _flight = flight;

    /// <summary>The result is stored, or can't be. Only the first call counts; thread-safe.</summary>
    internal void Land(LeaseEnd end)
    {
        if (Interlocked.Exchange(ref _flight, null) is { } flight)
            pool.Land(flight, end);
    }

    /// <inheritdoc/>
    public void Dispose() => Land(LeaseEnd.NotStored);
}
