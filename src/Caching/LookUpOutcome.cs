using Larder.Caching.Running;
using Larder.Caching.Verification;

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

    /// <summary>It is a hit that was held back: the compiler runs, and the two are compared.</summary>
    public bool IsHeld => Held is not null;

    internal HeldHit? Held { get; private init; }

    public CompilePlan? Plan { get; }

    internal static LookUpOutcome Ended(CacheOutcome outcome) => new(outcome, null);

    internal static LookUpOutcome HeldBack(HeldHit hit, CompilePlan plan) => new(null, plan) { Held = hit };

    internal static LookUpOutcome Missed(CompilePlan plan) => new(null, plan);
}
