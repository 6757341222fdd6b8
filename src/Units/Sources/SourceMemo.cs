using System.Collections.Concurrent;
using System.Numerics;
using Larder.Posix;
using Larder.Storage;
using Larder.Units.Layout;
using Larder.Units.StateFiles;

namespace Larder.Units.Sources;

/// <summary>
/// Remembers what source files hold for as long as their inodes say that nothing changed. One file, read whole when it is opened; for use by several
/// threads. Where it can't be read or written, files are digested anew.
/// </summary>
/// <remarks>
/// <code>
/// fields = number boot, record*          <see cref="SourceMemoRecord"/>, in no order
/// boot   = of the kernel's boot id: after a power cut a file may hold other bytes under the same status
/// </code>
/// </remarks>
internal sealed class SourceMemo
{
    /// <summary>
    /// How far in the past, in seconds, both of a file's time stamps must lie before its content is read: twice the coarsest tick of a trusted file
    /// system (ext3's second), so that a later change must show. As <see cref="FileDigestCache.MinAgeSeconds"/>.
    /// </summary>
    private const int MinAgeSeconds = FileDigestCache.MinAgeSeconds;

    /// <summary>More files than any repository has; 80 MiB. What was met last is kept.</summary>
    private const int MaxRecords = 1 << 20;

    /// <summary>A file that wasn't met so often has gone, or is digested anew; a thousand edits of one unit don't age the others out.</summary>
    private const ulong MaxAge = 1000;

    /// <summary>Versions: 1, the first.</summary>
    private static readonly StateFormat s_format = new("larder unit sources 1", ((long)MaxRecords * SourceMemoRecord.Size) + 256);

    private readonly UnitDirectories _directories;
    private readonly Func<TimeSpec> _now;
    private readonly ulong _boot = ReadBoot();
    private readonly ArraySegment<byte> _records;

    /// <summary>Open addressing by device and inode: a record's number plus one, 0: free. The length is a power of two.</summary>
    private readonly int[] _index;
    private readonly bool[] _met;
    private readonly ConcurrentDictionary<(ulong Device, ulong Inode), byte[]> _added = new();
    private readonly ConcurrentDictionary<ulong, bool> _trusted = new();
    private volatile bool _isChanged;

    /// <param name="directories">Where it stands.</param>
    /// <param name="now">The wall clock.</param>
    internal SourceMemo(UnitDirectories directories, Func<TimeSpec> now)
    {
        _directories = directories;
        _now = now;
        _records = Load(directories.Sources, _boot);
        int count = _records.Count / SourceMemoRecord.Size;
        _met = new bool[count];
        _index = new int[(int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(count * 2, 16))];
        for (int i = 0; i < count; i++)
        {
            SourceMemoRecord record = At(i);
            int slot = SlotOf(record.Device, record.Inode);
            while (_index[slot] != 0)
                slot = (slot + 1) & (_index.Length - 1);
            _index[slot] = i + 1;
        }
    }

    /// <summary>The wall clock's time.</summary>
    internal TimeSpec Now => _now();

    /// <summary>A number that stands for this boot of the machine; 0 where it can't be told, and nothing is to be remembered.</summary>
    internal ulong Boot => _boot;

    /// <summary>Whether a status tells of every later change of what it is of.</summary>
    /// <param name="status">The status, which was taken before the content was read.</param>
    /// <param name="read">When reading began (<see cref="Now"/>).</param>
    /// <param name="path">Something on the same file system.</param>
    internal bool IsTrusted(in FileStatus status, TimeSpec read, ReadOnlySpan<byte> path) =>
        IsOld(status.Modified, read) && IsOld(status.Changed, read) && IsTrusted(status.Device, path);

    /// <summary>Finds the digest of a file's content.</summary>
    internal bool TryGet(in FileStatus status, out Digest digest)
    {
        if (!_added.IsEmpty && _added.TryGetValue((status.Device, status.Inode), out byte[]? added))
        {
            digest = new SourceMemoRecord(added).Digest;
            return new SourceMemoRecord(added).IsCurrent(in status);
        }

        for (int slot = SlotOf(status.Device, status.Inode); _index[slot] != 0; slot = (slot + 1) & (_index.Length - 1))
        {
            int number = _index[slot] - 1;
            SourceMemoRecord record = At(number);
            if (record.Inode != status.Inode || record.Device != status.Device)
                continue;
            digest = record.Digest;
            return _met[number] = record.IsCurrent(in status);
        }

        digest = default;
        return false;
    }

    /// <summary>Remembers what a file holds, where its status can be trusted to tell of a later change.</summary>
    /// <param name="status">Its status, the same before and after the content was read.</param>
    /// <param name="digest">The content's digest.</param>
    /// <param name="read">When reading began (<see cref="Now"/>).</param>
    /// <param name="path">Something on the same file system.</param>
    internal void Put(in FileStatus status, in Digest digest, TimeSpec read, ReadOnlySpan<byte> path)
    {
        if (_boot == 0 || !IsTrusted(in status, read, path))
            return;
        byte[] record = new byte[SourceMemoRecord.Size];
        SourceMemoRecord.Write(record, in status, in digest);
        _added[(status.Device, status.Inode)] = record;
        _isChanged = true;
    }

    /// <summary>Writes what was put since it was opened, with what was there; nothing where nothing was put.</summary>
    internal void Save()
    {
        if (!_isChanged)
            return;
        _isChanged = false;
        StateWriter writer = new(s_format);
        writer.Number((long)_boot);
        int room = MaxRecords;
        foreach (byte[] record in _added.Values.Take(MaxRecords))
        {
            writer.Raw(record);
            room--;
        }

        byte[] kept = new byte[SourceMemoRecord.Size];
        foreach (bool met in (ReadOnlySpan<bool>)[true, false])
        {
            for (int i = 0; i < _met.Length && room > 0; i++)
            {
                SourceMemoRecord record = At(i);
                ulong age = met ? 0 : record.Age + 1;
                if (_met[i] != met || age > MaxAge || _added.ContainsKey((record.Device, record.Inode)))
                    continue;
                At(i, kept);
                SourceMemoRecord.WriteAge(kept, age);
                writer.Raw(kept);
                room--;
            }
        }

        _ = StateFile.TrySave(_directories, _directories.Sources, writer);
    }

    private static ArraySegment<byte> Load(string path, ulong boot)
    {
        if (boot == 0 || StateFile.Open(path, s_format) is not { } reader || (ulong)reader.Number() != boot)
            return [];
        ArraySegment<byte> records = reader.Rest();
        return records.Count % SourceMemoRecord.Size == 0 ? records : [];
    }

    private static ulong ReadBoot() =>
        FileSystem.ReadAll("/proc/sys/kernel/random/boot_id"u8, out _) is { Length: >= 32 } id ? Number(Digest.Of(id)) | 1 : 0;

    private static ulong Number(Digest digest)
    {
        Span<byte> bytes = stackalloc byte[Digest.Size];
        digest.CopyTo(bytes);
        return BitConverter.ToUInt64(bytes);
    }

    private static bool IsOld(TimeSpec stamp, TimeSpec read) => stamp.TotalNanoseconds <= read.TotalNanoseconds - (MinAgeSeconds * 1_000_000_000L);

    private bool IsTrusted(ulong device, ReadOnlySpan<byte> path)
    {
        if (!_trusted.TryGetValue(device, out bool trusted))
            _trusted[device] = trusted = LocalFileSystems.Contains(FileSystem.FileSystemType(path));
        return trusted;
    }

    private SourceMemoRecord At(int number) => new(_records.AsSpan(number * SourceMemoRecord.Size, SourceMemoRecord.Size));

    private void At(int number, Span<byte> copy) => _records.AsSpan(number * SourceMemoRecord.Size, SourceMemoRecord.Size).CopyTo(copy);

    private int SlotOf(ulong device, ulong inode)
    {
        // The upper bits of a product are mixed best; neighbouring inodes are spread.
        const ulong Multiplier = 0x9E3779B97F4A7C15; // 2^64 / golden ratio
        return (int)(((inode * Multiplier) ^ (device * Multiplier >> 7)) >> 33) & (_index.Length - 1);
    }
}
