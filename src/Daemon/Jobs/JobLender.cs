namespace Larder.Daemon.Jobs;

/// <summary>A process that holds slots for others: its replays wait most of the time for the compiles that they have started, which run in their slots meanwhile.</summary>
internal sealed class JobLender(int process)
{
    /// <summary>Its number.</summary>
    internal int Process { get; } = process;

    /// <summary>Slots that it holds.</summary>
    internal int Slots { get; set; }

    /// <summary>Compiles that run in them.</summary>
    internal int Lent { get; set; }

    /// <summary>Compiles below it that wait, the oldest first: for one of its slots, or like everybody for another one.</summary>
    internal LinkedList<LeaseWaiter> Waiters { get; } = [];

    /// <summary>It holds nothing, and nobody waits for what it might get.</summary>
    internal bool IsIdle => Slots == 0 && Waiters.Count == 0;

    /// <summary>Who gets a slot of its now; null: nobody.</summary>
    internal LeaseWaiter? Next(bool heavyMayRun)
    {
        if (Lent >= Slots)
            return null;

        // Who waits for the result of another's compile needs none.
        return Waiters.FirstOrDefault(waiter => waiter.Flight is not { IsLed: true } && (heavyMayRun || waiter.Request.Weight != JobWeight.Heavy));
    }
}
