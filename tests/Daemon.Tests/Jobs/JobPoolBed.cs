using Larder.Daemon.Jobs;
using Larder.Storage;

namespace Larder.Daemon.Tests.Jobs;

/// <summary>A pool with a clock, a memory and a family of processes that the test holds in its hands.</summary>
internal sealed class JobPoolBed : IDisposable
{
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    internal JobPoolBed(int maxJobs) => Pool = new JobPool(maxJobs, Time, Memory, Ancestry);

    internal TestableTimeProvider Time { get; } = new();

    internal TestableMemoryGauge Memory { get; } = new();

    internal TestableProcessAncestry Ancestry { get; } = new();

    internal JobPool Pool { get; }

    internal static Digest Key(int number) => Digest.Of(BitConverter.GetBytes(number));

    /// <summary>Asks on a connection of its own, unless one is given.</summary>
    internal Asked Ask(
        ulong session = 1,
        int? key = null,
        JobOwner? owner = null,
        JobWeight weight = JobWeight.Ordinary,
        TimeSpan? patience = null,
        CancellationToken cancellation = default)
    {
        owner ??= new JobOwner(0);
        JobRequest request = new(owner, session, weight, key is { } number ? Key(number) : null, patience ?? Patience);
        return new Asked(Pool, owner, Pool.AcquireAsync(request, cancellation).AsTask());
    }

    /// <summary>Asks for a replay's slot.</summary>
    internal Asked AskToReplay(int process, JobOwner? owner = null)
    {
        owner ??= new JobOwner(process);
        return new Asked(Pool, owner, Pool.AcquireAsync(new JobRequest(owner, 1, JobWeight.Ordinary, null, Patience, Lends: true), default).AsTask());
    }

    public void Dispose() => Pool.Dispose();

    /// <summary>A request and what became of it.</summary>
    internal sealed record Asked(JobPool Pool, JobOwner Owner, Task<LeaseOutcome> Task)
    {
        internal bool Waits => !Task.IsCompleted;

        internal bool IsGranted => Kind == LeaseOutcomeKind.Granted;

        internal JobLease Lease
        {
            get
            {
                Assert.Equal(LeaseOutcomeKind.Granted, Kind);
                return Outcome.Lease!;
            }
        }

        /// <summary>The outcome; null while it waits.</summary>
        internal LeaseOutcomeKind? Kind => Waits ? null : Outcome.Kind;

        internal void End(LeaseEnd end = LeaseEnd.Stored) => Assert.True(Pool.Release(Owner, Lease.Id, end));

        internal FlightTicket Capture()
        {
            Assert.True(Pool.TryCapture(Owner, Lease.Id, out FlightTicket? ticket));
            return ticket;
        }

#pragma warning disable xUnit1031 // Completed tasks only.
        private LeaseOutcome Outcome => Task.Result;
#pragma warning restore xUnit1031
    }
}
