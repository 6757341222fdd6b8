namespace Larder.Daemon.Storing;

/// <summary>When the janitor does what.</summary>
/// <param name="Look">How often it looks whether the limits are kept where nobody tells it of a store: for entries of others, for limits that were lowered. One read of the statistics.</param>
/// <param name="FirstTour">How long after the first request the store is counted for the first time.</param>
/// <param name="Tour">How long from one count to the next.</param>
/// <param name="AgeTour">The same where entries have an age at which they go.</param>
/// <param name="TourShare">The part of its time that it works on a tour; the rest it leaves the disk to others.</param>
internal sealed record JanitorLimits(TimeSpan Look, TimeSpan FirstTour, TimeSpan Tour, TimeSpan AgeTour, double TourShare)
{
    /// <summary>
    /// A tour of a million entries is some seconds of work, a minute at a tenth of the time; the totals are exact without it, but where somebody was
    /// killed between a store and its count. Not at the start, for builds begin then.
    /// </summary>
    internal static JanitorLimits Default { get; } = new(
        Look: TimeSpan.FromSeconds(10), FirstTour: TimeSpan.FromMinutes(10), Tour: TimeSpan.FromHours(6), AgeTour: TimeSpan.FromHours(1), TourShare: 0.1);
}
