using Larder.Storage;

namespace Larder.Daemon.Jobs;

/// <summary>
/// Single flight: who waits for whose result. Decides which waiters are in the schedule's queues; completes none. Under the pool's lock.
/// </summary>
internal sealed class JobFlights(JobSchedule schedule)
{
    // Bounded by the waiters, the leases and what is being stored: an idle flight is forgotten.
    private readonly Dictionary<Digest, JobFlight> _flights = [];

    /// <summary>Keys that somebody works on or waits for.</summary>
    internal int Count => _flights.Count;

    /// <summary>A request came: it waits for its flight where that is led, else for a slot.</summary>
    internal void Join(LeaseWaiter waiter)
    {
        if (waiter.Request.FlightKey is { } key)
        {
            if (!_flights.TryGetValue(key, out JobFlight? flight))
                _flights.Add(key, flight = new JobFlight(key));
            flight.Waiters.Add(waiter);
            waiter.Flight = flight;
        }

        if (waiter.Flight is not { IsLed: true })
            schedule.Enqueue(waiter);
    }

    /// <summary>A request got its lease: it leads, and the others of its flight wait for it, unless there is a leader already.</summary>
    internal void Lead(LeaseWaiter waiter, JobLease lease)
    {
        if (waiter.Flight is not { IsLed: false } flight)
            return;
        flight.IsLed = true;
        lease.Flight = flight;
        foreach (LeaseWaiter other in flight.Waiters)
            schedule.Dequeue(other);
    }

    /// <summary>A request has its outcome.</summary>
    internal void Leave(LeaseWaiter waiter)
    {
        if (waiter.Flight is not { } flight)
            return;
        flight.Waiters.Remove(waiter);
        ForgetIdle(flight);
    }

    /// <summary>The leader is through.</summary>
    /// <returns>Those who are to look up again, and leave; all others wait for a slot now.</returns>
    internal LeaseWaiter[] End(JobFlight flight, LeaseEnd end)
    {
        flight.IsLed = false;
        if (end == LeaseEnd.Stored && flight.Waiters.Count > 0)
            return [.. flight.Waiters];
        foreach (LeaseWaiter waiter in flight.Waiters)
        {
            if (end is LeaseEnd.CompilerFailed or LeaseEnd.Unstorable)
                waiter.Flight = null;
            schedule.Enqueue(waiter);
        }

        flight.Waiters.RemoveWhere(static waiter => waiter.Flight is null);
        ForgetIdle(flight);
        return [];
    }

    private void ForgetIdle(JobFlight flight)
    {
        if (!flight.IsLed && flight.Waiters.Count == 0)
            _flights.Remove(flight.Key);
    }
}
