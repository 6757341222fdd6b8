namespace Larder.Storage;

/// <summary>Which entries somebody wants removed. Where both are given, both must hold.</summary>
public sealed record EvictionChoice
{
    /// <summary>Entries that were not used for so many seconds; null for any. Use is noted once an hour (<see cref="LocalStore.Touch"/>).</summary>
    public long? UnusedSeconds { get; init; }

    /// <summary>Results that were stored in this namespace, and manifests that lead to nothing else; null for any.</summary>
    public byte[]? Namespace { get; init; }
}
