namespace Larder.Daemon.Jobs;

/// <summary>How much memory a compile is likely to take. It holds one slot either way.</summary>
internal enum JobWeight
{
    /// <summary>Like most compiles: what fits the cores fits the memory.</summary>
    Ordinary,

    /// <summary>May take gigabytes: while memory is short, heavy jobs run one at a time.</summary>
    Heavy,
}
