using System.Buffers.Text;
using System.Numerics;
using Larder.Posix;

namespace Larder.Storage;

/// <summary>
/// Remembers what files hold, and which names directories lack, for as long as their inodes say that nothing changed: one file
/// per uid, valid for one boot. Read and written by pread(2) and pwrite(2), never mapped: a truncated map kills, and a map that
/// others may write lets them forge digests. Not for use by several threads at once.
/// </summary>
/// <remarks>
/// Format: <see cref="FileDigestSlot"/>. A bucket is one block. Files that were made together have neighbouring inodes and are looked
/// up together, so the bucket is chosen by the inode's upper bits, and one pread answers for all of a run of inodes. The table
/// has a fixed size, of which only blocks that are written take space. Processes write without locks; a torn or lost slot is only a
/// memo less.
/// </remarks>
public sealed class FileDigestCache : IDigestMemo
{
    /// <summary>How far in the past, in seconds, both time stamps must lie before content was read: twice the coarsest tick of a
    /// trusted file system (ext3's second), so that a later change must show.</summary>
    public const int MinAgeSeconds = 2;

    private const int BucketSize = 4096;
    private const int SlotsPerBucket = BucketSize / FileDigestSlot.Size;

    /// <summary>131072 slots, 16 MiB where all are in use.</summary>
    private const int BucketCount = 4096;

    /// <summary>Runs of 32 inodes share a bucket, one slot each; two full runs that meet push each other out, which is rare among 4096.</summary>
    private const int InodeRunBits = 5;

    /// <summary>Buckets held in memory, 64 KiB: a fresh page costs a process more than reading a bucket again.</summary>
    private const int HeldCount = 16;

    /// <summary>A build touches a handful of file systems.</summary>
    private const int MaxDevices = 8;

    private const uint OwnerOnly = 0x180; // 0600

    private readonly LocalStore _store;
    private readonly ulong _seed;
    private readonly byte[]?[] _held = new byte[]?[HeldCount];
    private readonly int[] _heldBucket = new int[HeldCount];
    private readonly uint[] _dirty = new uint[HeldCount];
    private readonly (ulong Device, bool IsTrusted)[] _devices = new (ulong, bool)[MaxDevices];
    private int _deviceCount;
    private FileDescriptor _file;
    private bool _disabled;

    private FileDigestCache(LocalStore store, ulong seed, FileDescriptor file, bool disabled)
    {
        _store = store;
        _seed = seed;
        _file = file;
        _disabled = disabled;
        Since = Clock.Now;
    }

    /// <summary>
    /// The time that memos are measured against: no content that is put was read before it. It starts as the time of
    /// opening; one that lives long moves it on before each round of reading.
    /// </summary>
    public TimeSpec Since { get; set; }

    /// <summary>Opens the calling user's cache. Where that is not possible it never finds, and keeps, anything.</summary>
    public static FileDigestCache Open(LocalStore store)
    {
        if (!TryReadSeed(out ulong seed))
            return new FileDigestCache(store, 0, FileDescriptor.None, disabled: true);
        PathText path = new(stackalloc byte[PathText.InlineRoom]);
        AppendPath(ref path, store);
        OpenFlags access = store.Options.ReadOnly ? OpenFlags.ReadOnly : OpenFlags.ReadWrite;
        int error = store.Place.Open(path.Bytes, access | OpenFlags.NonBlocking, out FileDescriptor file);
        if (error == Errno.None && !IsOurs(file))
        {
            file.Dispose();
            file = FileDescriptor.None;
            error = Errno.Invalid;
        }

        // What stands there instead is of no use to anyone; where it can't be taken away, there is no memo.
        if (error is Errno.Invalid or Errno.TooManyLinks or Errno.IsADirectory or Errno.NoSuchDevice && !store.Options.ReadOnly
            && store.Place.Remove(path.Bytes) is Errno.None or Errno.NotFound)
            error = Errno.NotFound;
        bool absent = error == Errno.NotFound && !store.Options.ReadOnly;
        return new FileDigestCache(store, seed, file, disabled: error != Errno.None && !absent);
    }

    /// <summary>Finds the digest of a file's content, and the flags that were put with it.</summary>
    public bool TryGet(in FileStatus status, out Digest digest, out uint flags)
    {
        int at = Find(FileDigestSlot.FileKind, status, default, out byte[] bucket);
        if (at < 0)
        {
            digest = default;
            flags = 0;
            return false;
        }

        digest = FileDigestSlot.Value(bucket.AsSpan(at));
        flags = FileDigestSlot.Flags(bucket.AsSpan(at));
        return true;
    }

    /// <summary>
    /// Remembers the digest of a file's content, unless its time stamps are too young against <see cref="Since"/> or its file
    /// system's can't be trusted. Written when the cache is disposed.
    /// </summary>
    /// <param name="status">The file's status, the same before and after the content was read.</param>
    /// <param name="digest">The content's digest.</param>
    /// <param name="flags">The caller's.</param>
    /// <param name="path">The file, or anything on the same file system.</param>
    /// <returns>Whether it was remembered.</returns>
    public bool Put(in FileStatus status, in Digest digest, uint flags, ReadOnlySpan<byte> path) =>
        Put(path, FileDigestSlot.FileKind, status, digest, default, flags);

    /// <summary>Tells whether a directory is known to hold none of a set of names, whatever canonical digest names that set.</summary>
    public bool TryGetAbsence(in FileStatus directory, in Digest nameSet) =>
        Find(FileDigestSlot.AbsenceKind, directory, nameSet, out _) >= 0;

    /// <summary>Remembers that a directory holds none of a set of names, under the conditions of <see cref="Put(in FileStatus, in Digest, uint, ReadOnlySpan{byte})"/>.</summary>
    public bool PutAbsence(in FileStatus directory, in Digest nameSet, ReadOnlySpan<byte> path) =>
        Put(path, FileDigestSlot.AbsenceKind, directory, default, nameSet, 0);

    /// <summary>Writes what was put. A memo that can't be written is dropped.</summary>
    public void Flush()
    {
        for (int index = 0; index < HeldCount; index++)
            Flush(index);
    }

    /// <summary>Flushes and closes.</summary>
    public void Dispose()
    {
        Flush();
        _file.Dispose();
        _file = FileDescriptor.None;
        _disabled = true;
    }

    private static bool TryReadSeed(out ulong seed)
    {
        seed = 0;
        if (FileSystem.Open("/proc/sys/kernel/random/boot_id"u8, OpenFlags.ReadOnly, out FileDescriptor file) != Errno.None)
            return false;
        Span<byte> id = stackalloc byte[64];
        id.Clear();
        using (file)
        {
            if (file.Read(id, out _) < 32)
                return false;
        }

        seed = Checksum64.Of(id, FileDigestSlot.Version);
        return true;
    }

    /// <summary>Nobody else may have written the file, and writing it must not write another file of ours.</summary>
    private static bool IsOurs(FileDescriptor file)
    {
        const uint GroupOrOthersWrite = 0x12;
        return file.Stat(out FileStatus status) == Errno.None
            && status.IsRegular && status.LinkCount == 1
            && status.Uid == User.EffectiveId
            && (status.Permissions & GroupOrOthersWrite) == 0
            && status.Size <= (long)BucketCount * BucketSize;
    }

    private static void AppendPath(scoped ref PathText path, LocalStore store)
    {
        path.Append(store.Root);
        path.Append(StoreLayout.Digests);
        path.Append((byte)'/');
        Span<byte> digits = stackalloc byte[10];
        Utf8Formatter.TryFormat(User.EffectiveId, digits, out int length);
        path.Append(digits[..length]);
    }

    private static int BucketOf(byte kind, in FileStatus status, in Digest names)
    {
        ulong hash = Checksum64.Mix(status.Device) ^ kind;
        hash ^= kind == FileDigestSlot.FileKind
            ? status.Inode >> InodeRunBits
            : Checksum64.Mix(status.Inode) ^ (uint)names.GetHashCode();
        return (int)(Checksum64.Mix(hash) % BucketCount);
    }

    /// <summary>Where in the bucket the current slot stands, or -1.</summary>
    private int Find(byte kind, in FileStatus status, in Digest names, out byte[] bucket)
    {
        bucket = [];
        if (_disabled)
            return -1;
        bucket = Hold(BucketOf(kind, status, names), out _);
        int preferred = PreferredSlot(status, names);
        for (int i = 0; i < SlotsPerBucket; i++)
        {
            int at = (preferred + i) % SlotsPerBucket * FileDigestSlot.Size;
            ReadOnlySpan<byte> slot = bucket.AsSpan(at, FileDigestSlot.Size);
            if (FileDigestSlot.IsAbout(slot, kind, status, names) && FileDigestSlot.IsCurrent(slot, status)
                && FileDigestSlot.IsValid(slot, _seed))
                return at;
        }

        return -1;
    }

    private bool Put(ReadOnlySpan<byte> path, byte kind, in FileStatus status, in Digest value, in Digest names, uint flags)
    {
        if (_disabled || _store.Options.ReadOnly
            || !IsTrusted(in status, path))
            return false;

        byte[] bucket = Hold(BucketOf(kind, status, names), out int index);
        int slot = SlotFor(bucket, kind, status, names);
        FileDigestSlot.Write(
            bucket.AsSpan(slot * FileDigestSlot.Size, FileDigestSlot.Size), _seed, kind, status, value, names, flags);
        _dirty[index] |= 1u << slot;
        return true;
    }

    /// <summary>Where to look first: of neighbouring inodes each has its own.</summary>
    private static int PreferredSlot(in FileStatus status, in Digest names) =>
        (int)((status.Inode ^ (uint)names.GetHashCode()) % SlotsPerBucket);

    /// <summary>The slot about the same inode, else the next free one, else the preferred one.</summary>
    private int SlotFor(ReadOnlySpan<byte> bucket, byte kind, in FileStatus status, in Digest names)
    {
        int preferred = PreferredSlot(status, names);
        int free = -1;
        for (int i = 0; i < SlotsPerBucket; i++)
        {
            int number = (preferred + i) % SlotsPerBucket;
            ReadOnlySpan<byte> slot = bucket.Slice(number * FileDigestSlot.Size, FileDigestSlot.Size);
            if (FileDigestSlot.IsAbout(slot, kind, status, names))
                return number;
            if (free < 0 && !FileDigestSlot.IsValid(slot, _seed))
                free = number;
        }

        return free >= 0 ? free : preferred;
    }

    /// <summary>Whether a status tells of every later change: stamps old enough, on a file system whose stamps mean something.</summary>
    internal bool IsTrusted(in FileStatus status, ReadOnlySpan<byte> path) =>
        IsOld(status.Modified) && IsOld(status.Changed) && IsTrusted(status.Device, path);

    private bool IsOld(TimeSpec stamp)
    {
        TimeSpec since = Since;
        return stamp.Seconds < since.Seconds - MinAgeSeconds
            || (stamp.Seconds == since.Seconds - MinAgeSeconds && stamp.Nanoseconds <= since.Nanoseconds);
    }

    private bool IsTrusted(ulong device, ReadOnlySpan<byte> path)
    {
        for (int i = 0; i < _deviceCount; i++)
        {
            if (_devices[i].Device == device)
                return _devices[i].IsTrusted;
        }

        bool trusted = LocalFileSystems.Contains(FileSystem.FileSystemType(path));
        if (_deviceCount < MaxDevices)
            _devices[_deviceCount++] = (device, trusted);
        return trusted;
    }

    /// <summary>Brings a bucket into memory. What the file lacks is zero, which is no valid slot.</summary>
    private byte[] Hold(int bucket, out int index)
    {
        index = bucket % HeldCount;
        byte[]? held = _held[index];
        if (held is not null && _heldBucket[index] == bucket)
            return held;
        if (held is not null)
            Flush(index);
        else
            _held[index] = held = GC.AllocateUninitializedArray<byte>(BucketSize);

        int read = _file.IsOpen ? _file.ReadAt((long)bucket * BucketSize, held) : 0;
        held.AsSpan(Math.Max(read, 0)).Clear();
        _heldBucket[index] = bucket;
        return held;
    }

    private void Flush(int index)
    {
        uint dirty = _dirty[index];
        _dirty[index] = 0;
        if (dirty == 0 || _disabled || (!_file.IsOpen && !TryCreate()))
            return;
        // From the first changed slot to the last: what another process put in between meanwhile is lost to it, and only that.
        int first = BitOperations.TrailingZeroCount(dirty) * FileDigestSlot.Size;
        int end = (32 - BitOperations.LeadingZeroCount(dirty)) * FileDigestSlot.Size;
        if (!_file.WriteAt(((long)_heldBucket[index] * BucketSize) + first, _held[index].AsSpan(first, end - first)))
            _disabled = true;
    }

    private bool TryCreate()
    {
        PathText path = new(stackalloc byte[PathText.InlineRoom]);
        AppendPath(ref path, _store);
        OpenFlags flags = OpenFlags.ReadWrite | OpenFlags.Create | OpenFlags.NonBlocking;
        int error = _store.Place.Open(path.Bytes, flags, out _file, OwnerOnly);
        if (error == Errno.NotFound
            && _store.Publisher.MakeDirectory(path.Bytes[..path.Bytes.LastIndexOf((byte)'/')]) == Errno.None)
            error = _store.Place.Open(path.Bytes, flags, out _file, OwnerOnly);
        if (error == Errno.None && IsOurs(_file))
            return true;
        _file.Dispose();
        _file = FileDescriptor.None;
        _disabled = true;
        return false;
    }
}
