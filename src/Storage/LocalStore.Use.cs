using Larder.Posix;

namespace Larder.Storage;

/// <content>The list of what was used (<see cref="StoreOptions.UsedList"/>).</content>
public sealed partial class LocalStore
{
    private const uint NewListMode = 0x1B6; // 0666

    /// <summary>Null as long as there is no list to be written: a hit of the shim's needs none.</summary>
    private List<byte>? _used;

    /// <summary>
    /// Adds to the list what was found and stored since the last call: in one write, so that any number of processes may write it. A list that
    /// can't be written is no reason to fail, and lacks what it lacks.
    /// </summary>
    public void FlushUse()
    {
        Lower?.FlushUse();
        if (Options.UsedList.Length == 0)
            return;
        byte[] names;
        lock (_publisher)
        {
            names = _used?.ToArray() ?? [];
            _used = null;
        }

        if (names.Length == 0
            || FileSystem.Open(Options.UsedList, OpenFlags.WriteOnly | OpenFlags.Append | OpenFlags.Create, out FileDescriptor list, NewListMode) != Errno.None)
            return;
        using (list)
            list.WriteOnce(names);
    }

    private void NoteUse(EntryKind kind, in Digest key)
    {
        if (Options.UsedList.Length == 0)
            return;
        PathText name = new(stackalloc byte[PathText.InlineRoom]);
        StoreLayout.AppendEntryName(ref name, kind, in key);
        name.Append((byte)'\n');
        lock (_publisher)
            (_used ??= []).AddRange(name.Bytes);
    }
}
