using System.Text;
using Larder.Posix;

namespace Larder.Storage;

/// <summary>One report of a <see cref="Quarantine"/>: a directory with an entry, what else belongs to it, and words.</summary>
public sealed class QuarantineReport
{
    private readonly LocalStore _store;
    private long _room;

    internal QuarantineReport(LocalStore store, byte[] directory, long room) => (_store, Directory, _room) = (store, directory, room);

    /// <summary>Its path.</summary>
    public byte[] Directory { get; }

    /// <summary>Copies an entry here, as it stands: it need not be whole. False where there is no room for it, or it is gone.</summary>
    /// <param name="layer">Where it is.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="key">Its key.</param>
    public bool TryKeep(LocalStore layer, EntryKind kind, in Digest key)
    {
        PathText path = new(stackalloc byte[PathText.InlineRoom]);
        layer.AppendEntryPath(ref path, kind, key);
        if (EntryFile.Open(layer.Place, path.Bytes, out FileDescriptor file, out FileStatus status, out _) != ReadState.Found)
            return false;
        using (file)
        {
            if (status.Size > _room)
                return false;
            byte[] entry = GC.AllocateUninitializedArray<byte>((int)status.Size);
            return file.ReadAt(0, entry) == entry.Length && TryAdd($"{key}.{(char)StoreLayout.Extension(kind)}", entry);
        }
    }

    /// <summary>Adds a file, if there is room.</summary>
    public bool TryAdd(string name, ReadOnlySpan<byte> content) => content.Length <= _room && TryWrite(name, content);

    /// <summary>Adds a file that is worth more than the limit: some words.</summary>
    public bool TryWrite(string name, ReadOnlySpan<byte> content)
    {
        _room -= content.Length;
        byte[] path = ByteString.JoinPath(Directory, Encoding.UTF8.GetBytes(name));
        return _store.Publisher.Publish(Directory, path, content, default, replace: false, out _).IsPresent;
    }
}
