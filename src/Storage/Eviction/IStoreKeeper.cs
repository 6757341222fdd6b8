namespace Larder.Storage;

/// <summary>Keeps a store's limits in the background. Neither call waits for anything.</summary>
public interface IStoreKeeper
{
    /// <summary>Something was stored, and counted. The limits are those of whoever stored it.</summary>
    public void Stored(StoreOptions options);

    /// <summary>Something was used. The limits may be others than before.</summary>
    public void Used(StoreOptions options);
}
