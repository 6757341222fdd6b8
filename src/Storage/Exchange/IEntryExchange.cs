namespace Larder.Storage;

/// <summary>
/// Somebody else's entries behind a store's own: where the store has none, it asks here, and what it stores itself it offers here. An
/// entry is the bytes of its file. Nothing that comes from here is believed before it was checked as a file is; nothing here fails or holds up
/// who asks, beyond short times of its own. Used by the one thread that uses the store.
/// </summary>
public interface IEntryExchange
{
    /// <summary>The bytes of an entry's file, or null where there is none to be had.</summary>
    public byte[]? TryFetch(EntryKind kind, in Digest key);

    /// <summary>Offers an entry that was stored; what becomes of it is no matter of the store's.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="key">Its key.</param>
    /// <param name="entry">Its file's bytes, which stay as they are.</param>
    public void Offer(EntryKind kind, in Digest key, ReadOnlyMemory<byte> entry);
}
