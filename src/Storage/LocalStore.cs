using Larder.Posix;

namespace Larder.Storage;

/// <summary>
/// The entries of one cache directory. Any number of processes of any uid use the directory at once, without locks: entries
/// are immutable files that appear whole. Safe for use by several threads.
/// </summary>
public sealed partial class LocalStore
{
    /// <summary>
    /// Refreshing an entry's time more often than hourly would cost every hit a write and sharpen nothing that matters. Where entries are
    /// kept for less than two hours, those in use are noted sooner, or they would go all the same.
    /// </summary>
    private const long TouchIntervalSeconds = 3600;

    private readonly byte[] _root;
    private readonly EntryPublisher _publisher;
    private long _bytes;
    private long _files;
    private int _fetched;
    private bool? _isRemote;

    private readonly IEntryMemory? _memory;

    /// <summary>A store over a directory, which is made when something is first stored.</summary>
    /// <param name="options">How it behaves.</param>
    /// <param name="memory">Where entries are held between requests, if anywhere.</param>
    public LocalStore(StoreOptions options, IEntryMemory? memory = null)
    {
        Options = options;
        _memory = memory;
        _root = new byte[options.Directory.Length + StoreLayout.Root.Length];
        options.Directory.CopyTo(_root, 0);
        StoreLayout.Root.CopyTo(_root.AsSpan(options.Directory.Length));
        Place = new StoreDirectory(options.Directory);
        _publisher = new EntryPublisher(options, _root, Place, () => IsRemote);
        Lower = LowerOf(options, memory);
    }

    /// <summary>The settings it was made with.</summary>
    public StoreOptions Options { get; }

    /// <summary>Who keeps the limits, so that those who store needn't; null where everybody does a share. Set before the store is used.</summary>
    public IStoreKeeper? Keeper { get; init; }

    /// <summary>
    /// Whether the file system is one whose changes don't all go through this kernel, or none that is known: appends may be lost there, and what
    /// another host wrote may be seen late. See <see cref="LocalFileSystems"/>.
    /// </summary>
    internal bool IsRemote => (_isRemote ??= !LocalFileSystems.Contains(Options.FileSystemType ?? FileSystemType())) == true;

    /// <summary>The directory that everything but the tag stands in, with a slash at its end.</summary>
    internal ReadOnlySpan<byte> Root => _root;

    /// <summary>How what lies below the directory is reached.</summary>
    internal StoreDirectory Place { get; }

    internal EntryPublisher Publisher => _publisher;

    /// <summary>
    /// What this object's writes and removals changed in the store's size since the last call: to be put into the
    /// <see cref="StatisticsDelta"/> that the process appends, so that the total is known without scanning.
    /// </summary>
    public StoreDelta TakeDelta() => new(Interlocked.Exchange(ref _bytes, 0), Interlocked.Exchange(ref _files, 0));

    /// <summary>How many entries came from the <see cref="Exchange"/> since the last call.</summary>
    public int TakeFetched() => Interlocked.Exchange(ref _fetched, 0);

    /// <summary>Reads a manifest or toolchain.</summary>
    public EntryReadOutcome ReadEntry(EntryKind kind, in Digest key)
    {
        PathText path = new(stackalloc byte[PathText.InlineRoom]);
        AppendEntryPath(ref path, kind, key);
        ReadOnlyMemory<byte> payload = default;
        if (_memory is not null && FileSystem.LinkStat(path.Bytes, out FileStatus held) == Errno.None
            && _memory.TryGet(KindInMemory(kind), key, held, out payload))
        {
            NoteUse(kind, in key);
            return new EntryReadOutcome(ReadState.Found, payload, held, Errno.None);
        }

        ReadState state = EntryFile.Open(Place, path.Bytes, out FileDescriptor file, out FileStatus status, out int error);
        if (state == ReadState.Found)
        {
            using (file)
                state = ReadEntry(file, status, kind, key, out payload);
        }

        if (state == ReadState.Found)
        {
            NoteUse(kind, in key);
            _memory?.Put(KindInMemory(kind), key, status, payload);
        }

        if (state == ReadState.Corrupt)
            RemoveCorrupt(path.Bytes, status);
        return Exchange is not null && (state is ReadState.Absent or ReadState.Failed)
            ? FetchEntry(kind, key, new EntryReadOutcome(state, payload, status, error))
            : new EntryReadOutcome(state, payload, status, error);
    }

    /// <summary>Stores a manifest or toolchain.</summary>
    /// <param name="kind">The kind, other than <see cref="EntryKind.Result"/>.</param>
    /// <param name="key">Its key.</param>
    /// <param name="payload">Its content.</param>
    /// <param name="replace">Whether one that stands there is replaced; else it is kept.</param>
    public WriteOutcome WriteEntry(EntryKind kind, in Digest key, ReadOnlySpan<byte> payload, bool replace)
    {
        if (payload.Length > EntryEnvelope.MaxPayload)
            return new WriteOutcome(WriteState.TooLarge, 0, Errno.None);
        (byte[] buffer, int length) = EntryEnvelope.Encode(kind, key, payload, Math.Min(Options.CompressionLevel, 1));
        WriteOutcome outcome = Publish(kind, key, buffer.AsSpan(0, length), default, replace);
        Offer(outcome, kind, key, buffer.AsMemory(0, length), default);
        return outcome;
    }

    /// <summary>Opens a result. Its members are verified when they are read.</summary>
    public ResultReadOutcome OpenResult(in Digest key)
    {
        PathText path = new(stackalloc byte[PathText.InlineRoom]);
        AppendEntryPath(ref path, EntryKind.Result, key);
        if (_memory is not null && FileSystem.LinkStat(path.Bytes, out FileStatus held) == Errno.None
            && _memory.TryGetResult(key, held) is { } known)
        {
            NoteUse(EntryKind.Result, in key);
            return new ResultReadOutcome(ReadState.Found, known, Errno.None);
        }

        ReadState state = EntryFile.Open(Place, path.Bytes, out FileDescriptor file, out FileStatus status, out int error);
        StoredResult? result = null;
        if (state == ReadState.Found)
            state = StoredResult.Open(this, file, status, key, out result);
        if (state == ReadState.Found)
            NoteUse(EntryKind.Result, in key);
        if (state == ReadState.Corrupt)
            RemoveCorrupt(path.Bytes, status);
        return Exchange is not null && (state is ReadState.Absent or ReadState.Failed)
            ? FetchResult(key, new ResultReadOutcome(state, result, error))
            : new ResultReadOutcome(state, result, error);
    }

    /// <summary>Offers a result that was served to the memory, where there is one.</summary>
    public void Remember(in Digest key, StoredResult result) => _memory?.PutResult(key, result);

    /// <summary>Stores a result.</summary>
    public WriteOutcome WriteResult(in Digest key, ResultBuilder builder, bool replace)
    {
        if (!ResultFormat.TryEncode(key, builder, Options.CompressionLevel, out ArraySegment<byte> start, out ReadOnlyMemory<byte> last))
            return new WriteOutcome(WriteState.TooLarge, 0, Errno.None);
        WriteOutcome outcome = Publish(EntryKind.Result, key, start, last.Span, replace);
        Offer(outcome, EntryKind.Result, key, start, last);
        return outcome;
    }

    /// <summary>Whether an entry of that name stands, whole or not.</summary>
    public bool Contains(EntryKind kind, in Digest key)
    {
        PathText path = new(stackalloc byte[PathText.InlineRoom]);
        AppendEntryPath(ref path, kind, key);
        return FileSystem.LinkStat(path.Bytes, out _) == Errno.None;
    }

    /// <summary>
    /// Marks an entry as used just now, where its file time, as the read saw it, is more than an hour off. That needs write
    /// permission, not ownership; where it fails, the entry merely ages.
    /// </summary>
    public void Touch(EntryKind kind, in Digest key, in FileStatus status)
    {
        long interval = Options.MaxAge > 0 ? Math.Min(TouchIntervalSeconds, Options.MaxAge / 2) : TouchIntervalSeconds;
        if (Options.ReadOnly || Math.Abs(Clock.FileTime.Seconds - status.Modified.Seconds) < interval)
            return;
        PathText path = new(stackalloc byte[PathText.InlineRoom]);
        AppendEntryPath(ref path, kind, key);
        FileSystem.Touch(path.Bytes);
    }

    /// <summary>Sets the time of an entry's last use, in seconds since the epoch. Where the file is another's, it merely looks younger.</summary>
    internal void Age(EntryKind kind, in Digest key, long used)
    {
        PathText path = new(stackalloc byte[PathText.InlineRoom]);
        AppendEntryPath(ref path, kind, key);
        FileSystem.SetTimes(path.Bytes, new TimeSpec(used, 0));
    }

    /// <summary>Removes an entry. False where none stood there or it may not be removed.</summary>
    public bool Remove(EntryKind kind, in Digest key)
    {
        PathText path = new(stackalloc byte[PathText.InlineRoom]);
        AppendEntryPath(ref path, kind, key);
        return !Options.ReadOnly
            && FileSystem.LinkStat(path.Bytes, out FileStatus status) == Errno.None
            && RemoveFile(path.Bytes, status.AllocatedBytes) == Errno.None;
    }

    /// <summary>Removes all entries and what is left of interrupted writes. Others may store meanwhile.</summary>
    public ClearOutcome Clear()
    {
        ClearOutcome outcome = StoreWalk.Clear(this);
        if (outcome.Files > 0)
            new EvictionMemory(this).NoteClear();
        return outcome;
    }

    /// <summary>Counts all entries by looking at each.</summary>
    public StoreSize Scan() => StoreWalk.Scan(this);

    /// <summary>Unlinks an entry's file and accounts for it, if it was this call that removed it. An error number.</summary>
    internal int RemoveFile(ReadOnlySpan<byte> path, long allocatedBytes)
    {
        int error = FileSystem.Unlink(path);
        if (error == Errno.None)
            Account(-allocatedBytes, -1);
        return error;
    }

    internal void RemoveCorrupt(EntryKind kind, in Digest key, in FileStatus status)
    {
        PathText path = new(stackalloc byte[PathText.InlineRoom]);
        AppendEntryPath(ref path, kind, key);
        RemoveCorrupt(path.Bytes, status);
    }

    internal void AppendEntryPath(scoped ref PathText path, EntryKind kind, in Digest key)
    {
        path.Append(_root);
        StoreLayout.AppendShard(ref path, StoreLayout.ShardOf(key));
        path.Append((byte)'/');
        StoreLayout.AppendEntryName(ref path, kind, key);
    }

    private static ReadState ReadEntry(
        FileDescriptor file, in FileStatus status, EntryKind kind, in Digest key, out ReadOnlyMemory<byte> payload)
    {
        payload = default;
        if (status.Size is < EntryEnvelope.Overhead or > EntryEnvelope.Overhead + EntryEnvelope.MaxPayload)
            return ReadState.Corrupt;
        byte[] buffer = GC.AllocateUninitializedArray<byte>((int)status.Size);
        int read = file.ReadAt(0, buffer);
        if (read < 0)
            return ReadState.Failed;
        return EntryEnvelope.TryDecode(buffer.AsMemory(0, read), kind, key, out payload) ? ReadState.Found : ReadState.Corrupt;
    }

    private WriteOutcome Publish(EntryKind kind, in Digest key, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, bool replace)
    {
        if (Options.ReadOnly)
            return new WriteOutcome(WriteState.NotPermitted, 0, Errno.None);
        PathText path = new(stackalloc byte[PathText.InlineRoom]);
        AppendEntryPath(ref path, kind, key);
        ReadOnlySpan<byte> shard = path.Bytes[..^(StoreLayout.EntryNameLength + 1)];
        WriteOutcome outcome = _publisher.Publish(shard, path.Bytes, first, second, replace, out long replaced);
        if (outcome.IsPresent)
            NoteUse(kind, in key);
        if (outcome.State == WriteState.Stored)
            Account(outcome.AllocatedBytes - Math.Max(replaced, 0), replaced < 0 ? 1 : 0);
        return outcome;
    }

    private void RemoveCorrupt(ReadOnlySpan<byte> path, in FileStatus status)
    {
        // Whatever put an empty directory there, it would keep the entry from ever being stored.
        if (!Options.ReadOnly && Place.Remove(path) == Errno.None && !status.IsDirectory)
            Account(-status.AllocatedBytes, -1);
    }

    /// <summary>That of the directory; while it is missing, of the one that it will be made in.</summary>
    private long FileSystemType()
    {
        ReadOnlySpan<byte> path = _root;
        long type = FileSystem.FileSystemType(path);
        while (type == 0 && path.Length > 1)
        {
            path = path[..Math.Max(path[..^1].LastIndexOf((byte)'/'), 1)];
            type = FileSystem.FileSystemType(path);
        }

        return type;
    }

    private void Account(long bytes, long files)
    {
        Interlocked.Add(ref _bytes, bytes);
        Interlocked.Add(ref _files, files);
    }
}
