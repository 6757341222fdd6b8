using Larder.Posix;

namespace Larder.Storage;

/// <content>Further cache directories behind this one (<see cref="StoreOptions.LowerDirectories"/>), which are only read.</content>
public sealed partial class LocalStore
{
    private const byte BelowBit = 0x80;

    /// <summary>
    /// The next layer below, or null. It is a store of its own that writes, touches and removes nothing. Who looks something up goes from layer to
    /// layer; what is found below stays there, and what is stored goes into the topmost alone. A list of variants is looked at in each layer:
    /// one that stands above hides none below.
    /// </summary>
    public LocalStore? Lower { get; }

    /// <summary>Whether this is a layer below another.</summary>
    private bool IsBelow { get; init; }

    /// <summary>
    /// Why this directory can't be read, an error number; none where it can, be it empty. A look-up doesn't ask: what isn't there is merely not found.
    /// </summary>
    public int FindObstacle()
    {
        int error = FileSystem.Stat(_root, out _);
        if (error == Errno.None)
            return FileSystem.IsExecutable(_root) ? Errno.None : Errno.AccessDenied;
        if (error != Errno.NotFound)
            return error;
        error = FileSystem.Stat(Options.Directory, out FileStatus status);
        return error != Errno.None || status.IsDirectory ? error : Errno.NotADirectory;
    }

    private static LocalStore? LowerOf(StoreOptions options, IEntryMemory? memory)
    {
        if (options.LowerDirectories.Length == 0)
            return null;
        List<byte[]> others = [];
        foreach (byte[] directory in options.LowerDirectories)
        {
            if (!directory.AsSpan().SequenceEqual(options.Directory))
                others.Add(directory);
        }

        if (others.Count == 0)
            return null;
        byte[] next = others[0];
        others.RemoveAt(0);
        return new LocalStore(options with { Directory = next, LowerDirectories = others.ToArray(), ReadOnly = true }, memory) { IsBelow = true };
    }

    /// <summary>A list of variants that stands in two layers is held twice: one of them would always push the other out.</summary>
    private EntryKind KindInMemory(EntryKind kind) => IsBelow ? (EntryKind)((byte)kind | BelowBit) : kind;
}
