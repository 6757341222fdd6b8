using System.Diagnostics.CodeAnalysis;

namespace Larder.Daemon.Jobs;

/// <summary>What became of a request for a lease: one of a closed set of ends, with a lease where it was granted.</summary>
internal readonly record struct LeaseOutcome
{
    private LeaseOutcome(LeaseOutcomeKind kind, JobLease? lease) => (Kind, Lease) = (kind, lease);

    /// <summary>Which end.</summary>
    internal LeaseOutcomeKind Kind { get; }

    /// <summary>The lease, where it was granted.</summary>
    internal JobLease? Lease { get; }

    /// <summary>Whether there is a lease, which must then be given back.</summary>
    [MemberNotNullWhen(true, nameof(Lease))]
    internal bool IsGranted => Kind == LeaseOutcomeKind.Granted;

    internal static LeaseOutcome Granted(JobLease lease) => new(LeaseOutcomeKind.Granted, lease);

    /// <summary>An end without a lease.</summary>
    internal static LeaseOutcome Without(LeaseOutcomeKind kind) => new(kind, null);
}
