namespace Larder.Storage;

/// <summary>What a process changed in the size of a store.</summary>
/// <param name="Bytes">Bytes on disk added, less those removed.</param>
/// <param name="Files">Entries added, less those removed.</param>
public readonly record struct StoreDelta(long Bytes, long Files)
{
    /// <summary>True where nothing changed.</summary>
    public bool IsEmpty => Bytes == 0 && Files == 0;
}
