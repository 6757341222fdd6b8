namespace Larder.Bench;

/// <summary>How often things are measured. A scenario that takes long has few rounds and does not need more: its relative noise is small.</summary>
internal sealed record Rounds(int SmallHit, int HeavyHit, int SmallMiss, int HeavyMiss, int PassThrough, int Project)
{
    /// <summary>For numbers to publish: some ten minutes.</summary>
    internal static Rounds Full { get; } = new(SmallHit: 200, HeavyHit: 100, SmallMiss: 60, HeavyMiss: 15, PassThrough: 100, Project: 5);

    /// <summary>For a look in between: a minute or two.</summary>
    internal static Rounds Quick { get; } = new(SmallHit: 40, HeavyHit: 20, SmallMiss: 12, HeavyMiss: 3, PassThrough: 30, Project: 1);
}
