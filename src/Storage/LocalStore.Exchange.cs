using Larder.Posix;

namespace Larder.Storage;

/// <content>Entries as whole files: from somebody else and for somebody else.</content>
public sealed partial class LocalStore
{
    /// <summary>Entries of somebody else's, behind this store's own; null where it stands alone. Set before the store is used.</summary>
    public IEntryExchange? Exchange { get; set; }

    /// <summary>Reads an entry's file whole, and checks all of it. A damaged one is removed where that is permitted.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="key">Its key.</param>
    /// <param name="limit">Larger ones are left alone, as though they weren't there.</param>
    /// <param name="entry">The file's bytes; empty unless found.</param>
    /// <param name="status">The file as it was read, for <see cref="Touch"/>.</param>
    public ReadState ReadWhole(EntryKind kind, in Digest key, int limit, out byte[] entry, out FileStatus status)
    {
        entry = [];
        PathText path = new(stackalloc byte[PathText.InlineRoom]);
        AppendEntryPath(ref path, kind, key);
        ReadState state = EntryFile.Open(Place, path.Bytes, out FileDescriptor file, out status, out _);
        if (state == ReadState.Found)
        {
            using (file)
                state = ReadWhole(file, status, kind, key, limit, out entry);
        }

        if (state == ReadState.Corrupt)
            RemoveCorrupt(path.Bytes, status);
        return state;
    }

    /// <summary>
    /// Stores an entry that comes as a whole file. The caller has checked it (<see cref="EntryCheck.IsWhole"/>): it is published as it is.
    /// It is not offered to the <see cref="Exchange"/>.
    /// </summary>
    public WriteOutcome WriteWhole(EntryKind kind, in Digest key, ReadOnlySpan<byte> entry, bool replace) =>
        Publish(kind, key, entry, default, replace);

    private static ReadState ReadWhole(
        FileDescriptor file, in FileStatus status, EntryKind kind, in Digest key, int limit, out byte[] entry)
    {
        entry = [];
        if (status.Size > limit)
            return ReadState.Absent;
        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)status.Size);
        int read = file.ReadAt(0, bytes);
        if (read < 0)
            return ReadState.Failed;
        if (read != bytes.Length || !EntryCheck.IsWhole(kind, key, bytes))
            return ReadState.Corrupt;
        entry = bytes;
        return ReadState.Found;
    }

    /// <summary>Asks the exchange for what isn't here. Where it has none either, it stays with what was found here.</summary>
    private EntryReadOutcome FetchEntry(EntryKind kind, in Digest key, in EntryReadOutcome here)
    {
        if (Exchange?.TryFetch(kind, key) is not { } entry)
            return here;
        if (!EntryCheck.IsWhole(kind, key, entry) || !EntryEnvelope.TryDecode(entry, kind, key, out ReadOnlyMemory<byte> payload))
            return new EntryReadOutcome(ReadState.Corrupt, default, default, Errno.None);
        Interlocked.Increment(ref _fetched);
        Publish(kind, key, entry, default, replace: false);
        PathText path = new(stackalloc byte[PathText.InlineRoom]);
        AppendEntryPath(ref path, kind, key);
        FileSystem.LinkStat(path.Bytes, out FileStatus status);
        return new EntryReadOutcome(ReadState.Found, payload, status, Errno.None);
    }

    private ResultReadOutcome FetchResult(in Digest key, in ResultReadOutcome here)
    {
        if (Exchange?.TryFetch(EntryKind.Result, key) is not { } entry)
            return here;
        if (!EntryCheck.IsWhole(EntryKind.Result, key, entry))
            return new ResultReadOutcome(ReadState.Corrupt, null, Errno.None);
        Interlocked.Increment(ref _fetched);
        Publish(EntryKind.Result, key, entry, default, replace: false);

        // From memory, also where it stands here now: others may evict it, and it was read already.
        if (MemoryFile.Create(out FileDescriptor file) is var error and not Errno.None)
            return new ResultReadOutcome(ReadState.Failed, null, error);
        error = file.WriteAll(entry);
        FileStatus status = default;
        if (error == Errno.None)
            error = file.Stat(out status);
        if (error != Errno.None)
        {
            file.Dispose();
            return new ResultReadOutcome(ReadState.Failed, null, error);
        }

        ReadState state = StoredResult.Open(this, file, status, key, out StoredResult? result);
        return new ResultReadOutcome(state, result, Errno.None);
    }

    /// <summary>Offers what stands here now and was made here. The bytes are taken over: nobody writes to them any more.</summary>
    private void Offer(in WriteOutcome written, EntryKind kind, in Digest key, ReadOnlyMemory<byte> first, ReadOnlyMemory<byte> second)
    {
        if (Exchange is null || !written.IsPresent)
            return;
        if (!second.IsEmpty)
        {
            byte[] whole = GC.AllocateUninitializedArray<byte>(first.Length + second.Length);
            first.CopyTo(whole);
            second.CopyTo(whole.AsMemory(first.Length));
            first = whole;
        }

        Exchange.Offer(kind, key, first);
    }
}
