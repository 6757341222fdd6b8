namespace Larder.Storage;

/// <summary>The size of a store.</summary>
/// <param name="Bytes">What its entries take on disk.</param>
/// <param name="Files">How many entries there are.</param>
public readonly record struct StoreSize(long Bytes, long Files);
