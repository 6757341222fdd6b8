namespace Larder.Bench;

/// <summary>How often things are measured. A scenario that takes long has few rounds and does not need more: its relative noise is small.</summary>
internal sealed record Rounds
{
    /// <summary>For numbers to publish: some twenty minutes.</summary>
    internal static Rounds Full { get; } = new()
    {
        SmallHit = 200,
        HeavyHit = 100,
        SmallMiss = 60,
        HeavyMiss = 15,
        PassThrough = 100,
        Project = 5,
        RoundTrip = 2000,
        StartUp = 20,
        Requests = 10_000,
        Storm = 9,
        StormHits = 50,
    };

    /// <summary>For a look in between: two or three minutes.</summary>
    internal static Rounds Quick { get; } = new()
    {
        SmallHit = 40,
        HeavyHit = 20,
        SmallMiss = 12,
        HeavyMiss = 3,
        PassThrough = 30,
        Project = 1,
        RoundTrip = 300,
        StartUp = 5,
        Requests = 1000,
        Storm = 3,
        StormHits = 20,
    };

    internal required int SmallHit { get; init; }

    internal required int HeavyHit { get; init; }

    internal required int SmallMiss { get; init; }

    internal required int HeavyMiss { get; init; }

    internal required int PassThrough { get; init; }

    /// <summary>Builds of each project.</summary>
    internal required int Project { get; init; }

    /// <summary>Requests to the daemon without a process around them.</summary>
    internal required int RoundTrip { get; init; }

    /// <summary>Starts of the daemon.</summary>
    internal required int StartUp { get; init; }

    /// <summary>Compiles for one daemon, before its memory is looked at.</summary>
    internal required int Requests { get; init; }

    /// <summary>Rounds of concurrent clients.</summary>
    internal required int Storm { get; init; }

    /// <summary>Hits of each concurrent client in a round.</summary>
    internal required int StormHits { get; init; }
}
