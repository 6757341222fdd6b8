using Larder.Caching.Settings;
using Larder.Caching.Toolchains;
using Larder.Daemon.Compiles;
using Larder.Daemon.Grpc;
using Larder.Daemon.Messages;
using Larder.Posix;
using Larder.Protocol.Wire;
using Larder.Storage;
using Bytes = Google.Protobuf.ByteString;

namespace Larder.Daemon.Exchange;

/// <summary>
/// Lookup and Store: whole entries for clients that restore by themselves. What a client stores lands in the store of its user; what it is given
/// comes from there, and beyond that from where the setting share_entries permits. All of an entry is checked on its way in and on its
/// way out, and nothing in it decides where anything is written: its place follows from the user, as the kernel says, the kind and the key.
/// </summary>
internal sealed class EntryExchange(ServedCache served) : IDisposable
{
    /// <summary>The user that the kernel puts in place of one that has no number here (user_namespaces(7)): anybody.</summary>
    private const uint NoUser = 65534;

    /// <summary>Entries are read, expanded and checked by so many calls at once; each may take the memory of what one expands to.</summary>
    private const int MaxAtOnce = 2;

    /// <summary>Everybody's entries are looked for one user after the other; a machine with more users than this has other means.</summary>
    private const int MaxSearched = 256;

    private readonly UserStores _stores = new(served.Settings.StoreOptions());
    private readonly SemaphoreSlim _gate = new(MaxAtOnce);

    /// <summary>Finds an entry that the user may have.</summary>
    internal async Task<LookupReply> LookupAsync(LookupRequest request, uint user, CancellationToken cancellation)
    {
        (EntryKind kind, Digest key) = Demand(request.Kind, request.Key, user);
        await _gate.WaitAsync(cancellation);
        try
        {
            foreach (LocalStore store in Readable(user))
            {
                if (TryRead(store, kind, key) is { } entry)
                    return new LookupReply { Found = true, Entry = Google.Protobuf.UnsafeByteOperations.UnsafeWrap(entry) };
            }

            return new LookupReply();
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Keeps an entry for the user.</summary>
    internal async Task<StoreReply> StoreAsync(StoreRequest request, uint user, CancellationToken cancellation)
    {
        (EntryKind kind, Digest key) = Demand(request.Kind, request.Key, user);
        if (request.Entry.Length > Protocol.Messages.StoreRequest.LargestEntry)
            throw new GrpcFault(GrpcStatusCode.ResourceExhausted, "the entry is too large to be exchanged");
        await _gate.WaitAsync(cancellation);
        try
        {
            if (!EntryCheck.IsWhole(kind, key, request.Entry.Memory, out ReadOnlyMemory<byte> payload)
                || (kind == EntryKind.Toolchain && !ToolchainEntry.IsWhole(payload.Span)))
                throw new GrpcFault(GrpcStatusCode.InvalidArgument, "that is no whole entry of this kind and key");
            return new StoreReply { Stored = IsOurs(kind, key, request.Entry.Span, user) || Keep(_stores.Of(user), kind, key, request.Entry.Span) };
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    /// <summary>What the daemon itself stores: its own user's.</summary>
    private LocalStore Main => new(served.Settings.StoreOptions());

    /// <summary>Where a user's entries are looked for, in order: what is nearest the user's own.</summary>
    private IEnumerable<LocalStore> Readable(uint user)
    {
        uint own = User.EffectiveId;
        EntrySharing sharing = served.Settings.ShareEntries;
        yield return _stores.Of(user);
        if (user != own && sharing == EntrySharing.None)
            yield break;
        yield return Main;

        // The daemon's own user never gets what others stored: what it makes of that would be handed on as its own.
        if (user == own)
            yield break;
        yield return _stores.Of(own);
        if (sharing != EntrySharing.All)
            yield break;
        foreach (uint other in _stores.All(MaxSearched))
        {
            if (other != user && other != own)
                yield return _stores.Of(other);
        }
    }

    private static byte[]? TryRead(LocalStore store, EntryKind kind, in Digest key)
    {
        ReadState state = store.ReadWhole(kind, key, Protocol.Messages.StoreRequest.LargestEntry, out byte[] entry, out FileStatus status);
        if (state == ReadState.Corrupt && !store.Options.ReadOnly)
        {
            StatisticsDelta delta = new();
            delta.Add(Counter.CorruptEntry);
            delta.Add(store.TakeDelta());
            new Statistics(store).Record(delta);
        }

        if (state != ReadState.Found)
            return null;
        store.Touch(kind, key, status);
        return entry;
    }

    /// <summary>
    /// The daemon's own user, in another mount namespace but with this very directory: then it stands already, and needs no second place.
    /// </summary>
    private bool IsOurs(EntryKind kind, in Digest key, ReadOnlySpan<byte> entry, uint user) =>
        user == User.EffectiveId && TryRead(Main, kind, key) is { } known && entry.SequenceEqual(known);

    private bool Keep(LocalStore store, EntryKind kind, in Digest key, ReadOnlySpan<byte> entry)
    {
        _stores.Prepare();

        // A manifest or toolchain that comes later says more; a result of one key is as good as another.
        WriteOutcome written = store.WriteWhole(kind, key, entry, replace: kind != EntryKind.Result);
        if (written.State != WriteState.Stored)
            return written.IsPresent;
        StatisticsDelta delta = new();
        if (kind == EntryKind.Result)
            delta.Add(Counter.Stored);
        delta.Add(store.TakeDelta());
        Statistics statistics = new(store);
        statistics.Record(delta);
        new Evictor(store, statistics).AfterStore(delta.Store);
        return true;
    }

    private static (EntryKind Kind, Digest Key) Demand(uint kind, Bytes key, uint user)
    {
        if (user == NoUser)
            throw new GrpcFault(GrpcStatusCode.PermissionDenied, "this user has no number of its own here");
        if (kind > byte.MaxValue || !Enum.IsDefined((EntryKind)kind))
            throw new GrpcFault(GrpcStatusCode.InvalidArgument, "there is no such kind of entry");
        if (key.Length != Digest.Size)
            throw new GrpcFault(GrpcStatusCode.InvalidArgument, $"a key has {Digest.Size} bytes");
        return ((EntryKind)kind, Digest.FromBytes(key.Span));
    }
}
