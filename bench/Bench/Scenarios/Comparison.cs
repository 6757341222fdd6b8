namespace Larder.Bench.Scenarios;

/// <summary>What a scenario's tools are compared by.</summary>
internal enum Comparison
{
    /// <summary>The whole time.</summary>
    Total,

    /// <summary>The time on top of the bare command's in the same round.</summary>
    Added,
}
