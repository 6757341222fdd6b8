namespace Larder.Caching;

/// <summary>What became of collecting the inputs of a compile.</summary>
internal enum StoreState
{
    /// <summary>It can be stored.</summary>
    Storable,

    /// <summary>It can't; the counter says why.</summary>
    NotStorable,

    /// <summary>Only the preprocessor can tell, and may not be run here.</summary>
    NeedsPrograms,
}
