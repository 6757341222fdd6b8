namespace Larder.Units.Garbage;

/// <summary>How a collection of one repository's units ended.</summary>
/// <param name="Root">Where they stand.</param>
/// <param name="IsBusy">Somebody builds there: nothing was looked at.</param>
/// <param name="Taken">What went, or would go; in the order in which it did.</param>
/// <param name="Left">Bytes on disk of what is left.</param>
internal sealed record GarbageOutcome(string Root, bool IsBusy, IReadOnlyList<GarbageItem> Taken, long Left)
{
    /// <summary>Bytes on disk that were (would be) freed.</summary>
    internal long Freed => Taken.Sum(static item => item.Size);
}
