using System.Buffers.Binary;
using Larder.Posix;

namespace Larder.Storage;

/// <summary>Measures how far a store's entries are compressed, and writes its results anew with another level.</summary>
public sealed class Recompressor(LocalStore store, Statistics statistics)
{
    private const int EnvelopeRawSizeAt = 16;

    /// <summary>Looks at the head of every entry.</summary>
    public StoreVolume Measure()
    {
        StoreVolume volume = default;
        StoreWalk.Visit(store, (ReadOnlySpan<byte> path, EntryKind kind, in Digest key, in FileStatus status) =>
        {
            long raw = RawSize(path, kind, in key, in status);
            volume = new StoreVolume(
                volume.Files + 1,
                volume.FileBytes + status.Size,
                volume.DiskBytes + status.AllocatedBytes,
                volume.RawBytes + Math.Max(raw, 0),
                volume.ReadableBytes + (raw < 0 ? 0 : status.Size));
        });
        return volume;
    }

    /// <summary>
    /// Writes every result anew; each is verified before and keeps its time of last use. Manifests and toolchains are small, and stay as they are.
    /// </summary>
    /// <param name="level">A zstd level, 1 to 19, or 0 for raw.</param>
    /// <param name="progress">Told how far it is, from 0 to 1.</param>
    public RecompressionOutcome Run(int level, IProgress<double>? progress = null)
    {
        // Of the same directory, with a level of its own.
        LocalStore target = new(store.Options with { CompressionLevel = level });
        RecompressionOutcome all = default;
        StoreWalk.Visit(store, (ReadOnlySpan<byte> path, EntryKind kind, in Digest key, in FileStatus status) =>
        {
            if (kind == EntryKind.Result)
                all = Add(all, Rewrite(target, path, in key, in status));
        }, progress);
        StatisticsDelta delta = new();
        delta.Add(store.TakeDelta());
        delta.Add(target.TakeDelta());
        statistics.Record(delta);
        return all;
    }

    private static RecompressionOutcome Add(RecompressionOutcome a, RecompressionOutcome b) =>
        new(a.Files + b.Files, a.RawBytes + b.RawBytes, a.OldBytes + b.OldBytes, a.NewBytes + b.NewBytes, a.Remaining + b.Remaining);

    private RecompressionOutcome Rewrite(LocalStore target, ReadOnlySpan<byte> path, in Digest key, in FileStatus status)
    {
        ResultReadOutcome found = store.OpenResult(in key);
        if (found.Result is null)
            return new RecompressionOutcome(0, 0, 0, 0, 1);
        using StoredResult result = found.Result;
        ResultBuilder builder = new() { Metadata = result.Metadata.ToArray() };
        foreach (ResultMember member in result.Members)
        {
            if (!result.TryRead(in member, out ReadOnlyMemory<byte> content) || !builder.Add(member.Kind, content))
                return new RecompressionOutcome(0, 0, 0, 0, 1);
        }

        if (target.WriteResult(in key, builder, replace: true).State != WriteState.Stored || FileSystem.LinkStat(path, out FileStatus now) != Errno.None)
            return new RecompressionOutcome(0, 0, 0, 0, 1);

        // Where the file is another's, it merely looks younger.
        FileSystem.SetTimes(path, status.Modified);
        return new RecompressionOutcome(1, builder.RawBytes, status.Size, now.Size, 0);
    }

    /// <summary>An entry's length uncompressed, with what stands around its content; -1 where its head can't be read.</summary>
    private long RawSize(ReadOnlySpan<byte> path, EntryKind kind, in Digest key, in FileStatus status)
    {
        if (EntryFile.Open(store.Place, path, out FileDescriptor file, out _, out _) != ReadState.Found)
            return -1;
        using (file)
        {
            byte[] head = new byte[Math.Min(status.Size, ResultFormat.MaxHeadSize)];
            int length = file.ReadAt(0, head);
            if (length < EntryEnvelope.HeaderSize || !head.AsSpan().StartsWith(EntryEnvelope.Magic))
                return -1;
            if (kind != EntryKind.Result)
                return EntryEnvelope.Overhead + Math.Clamp(BinaryPrimitives.ReadInt64LittleEndian(head.AsSpan(EnvelopeRawSizeAt)), 0, EntryEnvelope.MaxPayload);
            if (!ResultFormat.TryDecode(head.AsSpan(0, length), status.Size, key, out ResultMember[] members, out _))
                return -1;
            long raw = status.Size;
            foreach (ResultMember member in members)
                raw += member.RawSize - member.StoredSize;
            return raw;
        }
    }
}
