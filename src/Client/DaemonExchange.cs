using Larder.Posix;
using Larder.Protocol.Endpoints;
using Larder.Protocol.Messages;
using Larder.Protocol.Wire;
using Larder.Storage;

namespace Larder.Client;

/// <summary>
/// The entries of a daemon that doesn't work for this process itself (it is another user's, or sees other files), behind our own cache.
/// What is offered is kept until the compile is over in its caller's eyes and sent then. The first trouble ends it: from there
/// on it has nothing and takes nothing, and the compile goes on as without a daemon.
/// </summary>
/// <param name="connection">To the daemon.</param>
/// <param name="store">Our own cache, in whose statistics the entries are counted.</param>
/// <param name="isCounted">They are.</param>
internal sealed class DaemonExchange(DaemonConnection connection, LocalStore store, bool isCounted) : IEntryExchange
{
    /// <summary>
    /// How long one answer may take, in milliseconds. It takes a fraction of one; on a machine that is loaded many times over, some hundreds. A
    /// stuck daemon costs this once.
    /// </summary>
    private const int FetchLimit = 1000;

    /// <summary>How long all that is offered may hold up the end of this process, in milliseconds.</summary>
    private const int OffersLimit = 1000;

    private readonly List<(EntryKind Kind, Digest Key, ReadOnlyMemory<byte> Entry)> _offers = [];
    private bool _isOver;
    private bool _takesOffers = true;

    public byte[]? TryFetch(EntryKind kind, in Digest key)
    {
        if (_isOver)
            return null;
        ProtobufWriter writer = new();
        new LookupRequest { BuildId = BuildIdentity.Id.ToArray(), Kind = (uint)kind, Key = Bytes(in key) }.WriteTo(writer);
        CallOutcome called = connection.Call(DaemonMethods.Lookup, writer.Written, UnixSocketDeadline.In(FetchLimit));
        LookupReply? reply = called.State == CallState.Reply ? LookupReply.Read(called.Reply) : null;
        _isOver = reply is null;
        return reply is { Found: true } ? reply.Entry.ToArray() : null;
    }

    public void Offer(EntryKind kind, in Digest key, ReadOnlyMemory<byte> entry)
    {
        // A manifest follows the result that it leads to, and is of no use without it.
        _takesOffers &= !_isOver && entry.Length <= StoreRequest.LargestEntry;
        if (_takesOffers)
            _offers.Add((kind, key, entry));
    }

    /// <summary>Sends what was offered. To be called when nobody waits for this process's outputs any more.</summary>
    internal void SendOffers()
    {
        UnixSocketDeadline deadline = UnixSocketDeadline.In(OffersLimit);
        ProtobufWriter writer = new();
        uint taken = 0;
        foreach ((EntryKind kind, Digest key, ReadOnlyMemory<byte> entry) in _offers)
        {
            if (_isOver)
                break;
            writer.Clear();
            new StoreRequest { BuildId = BuildIdentity.Id.ToArray(), Kind = (uint)kind, Key = Bytes(in key), Entry = entry }.WriteTo(writer);
            CallOutcome called = connection.Call(DaemonMethods.Store, writer.Written, deadline);
            _isOver = called.State != CallState.Reply || StoreReply.Read(called.Reply) is not { Stored: true };
            taken += _isOver ? 0U : 1;
        }

        if (taken == 0 || !isCounted)
            return;
        StatisticsDelta delta = new();
        delta.Add(Counter.Offered, taken);
        new Statistics(store).Record(delta);
    }

    private static byte[] Bytes(in Digest key)
    {
        byte[] bytes = new byte[Digest.Size];
        key.CopyTo(bytes);
        return bytes;
    }
}
