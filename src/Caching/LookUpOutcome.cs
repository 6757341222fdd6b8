using Larder.Caching.Running;

namespace Larder.Caching;

/// <summary>
/// How a look-up ended. Closed: the request is served or not one for the cache (<see cref="Outcome"/>), the compiler has to run
/// (<see cref="Plan"/>), or neither can be told without running a program, which the asker may not (both null).
/// </summary>
public sealed class LookUpOutcome
{
    private LookUpOutcome(CacheOutcome? outcome, CompilePlan? plan)
    {
        Outcome = outcome;
        Plan = plan;
    }

    /// <summary>A program would have to run for an answer.</summary>
    public static LookUpOutcome NeedsPrograms { get; } = new(null, null);

    public CacheOutcome? Outcome { get; }

    public CompilePlan? Plan { get; }

    internal static LookUpOutcome Ended(CacheOutcome outcome) => new(outcome, null);

    internal static LookUpOutcome Missed(CompilePlan plan) => new(null, plan);
}
