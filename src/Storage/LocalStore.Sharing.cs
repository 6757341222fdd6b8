using Larder.Posix;

namespace Larder.Storage;

/// <content>Results that stand once, however many manifests lead to them.</content>
public sealed partial class LocalStore
{
    /// <summary>
    /// Stores a result under the key of its content (<see cref="ContentKey"/>). Where one stands there it is read, and kept if it is whole and the same, byte for
    /// byte; else it is replaced. Nothing counts who leads to it: each hit marks it as used, so it is as young as the youngest of them, and what nothing leads
    /// to any more ages (<see cref="UnreferencedResults"/> doesn't wait for that).
    /// </summary>
    public SharedWriteOutcome WriteShared(ResultBuilder builder)
    {
        Digest key = ContentKey.Of(builder);
        builder.Metadata = ResultMetadata.ByContent(builder.Metadata.Span);
        FileStatus status = default;
        ReadState standing = Options.ReadOnly ? ReadState.Absent : Compare(in key, builder, out status);
        if (standing != ReadState.Found)
            return new SharedWriteOutcome(WriteResult(in key, builder, replace: standing != ReadState.Absent), key, 0, standing == ReadState.Corrupt);

        Touch(EntryKind.Result, in key, in status);
        NoteUse(EntryKind.Result, in key);
        WriteOutcome present = new(WriteState.AlreadyPresent, 0, Errno.None);
        if (Exchange is not null && ReadWhole(EntryKind.Result, in key, ResultFormat.MaxFileSize, out byte[] entry, out _) == ReadState.Found)
            Offer(in present, EntryKind.Result, in key, entry, default);
        return new SharedWriteOutcome(present, key, status.AllocatedBytes, WasDamaged: false);
    }

    /// <summary>What stands under a content's key: found only where it is whole, and holds just that.</summary>
    /// <remarks>Past the memory, for what others will be led to is what stands on the disk.</remarks>
    private ReadState Compare(in Digest key, ResultBuilder builder, out FileStatus status)
    {
        PathText path = new(stackalloc byte[PathText.InlineRoom]);
        AppendEntryPath(ref path, EntryKind.Result, key);
        ReadState state = EntryFile.Open(Place, path.Bytes, out FileDescriptor file, out status, out _);
        if (state != ReadState.Found || (state = StoredResult.Open(this, file, in status, in key, out StoredResult? found)) != ReadState.Found)
            return state;
        using (found)
            return found!.Holds(builder) ? ReadState.Found : ReadState.Corrupt;
    }
}
