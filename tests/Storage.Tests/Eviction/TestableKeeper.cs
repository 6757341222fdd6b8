namespace Larder.Storage.Tests.Eviction;

/// <summary>A keeper that counts its calls, and does nothing.</summary>
internal sealed class TestableKeeper : IStoreKeeper
{
    internal int StoredCount { get; private set; }

    internal int UsedCount { get; private set; }

    public void Stored(StoreOptions options) => StoredCount++;

    public void Used(StoreOptions options) => UsedCount++;
}
