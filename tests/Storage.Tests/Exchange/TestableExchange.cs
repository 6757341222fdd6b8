namespace Larder.Storage.Tests.Exchange;

/// <summary>Gives what it was given to give, and notes what it is asked for and offered.</summary>
internal sealed class TestableExchange : IEntryExchange
{
    internal Dictionary<(EntryKind Kind, Digest Key), byte[]> Entries { get; } = [];

    internal List<(EntryKind Kind, Digest Key)> Asked { get; } = [];

    internal List<(EntryKind Kind, Digest Key, byte[] Entry)> Offered { get; } = [];

    public byte[]? TryFetch(EntryKind kind, in Digest key)
    {
        Asked.Add((kind, key));
        return Entries.GetValueOrDefault((kind, key));
    }

    public void Offer(EntryKind kind, in Digest key, ReadOnlyMemory<byte> entry) => Offered.Add((kind, key, entry.ToArray()));
}
