namespace Larder.Bench.Scenarios;

/// <summary>What kind of number a scenario measures.</summary>
internal enum Quantity
{
    /// <summary>Microseconds.</summary>
    Time,

    /// <summary>Bytes.</summary>
    Memory,

    /// <summary>Something per second: more is better.</summary>
    Rate,
}
