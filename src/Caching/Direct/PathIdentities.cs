using Larder.Caching.Toolchains;
using Larder.Compilers;
using Larder.Posix;
using Larder.Storage;
using Larder.Storage.Manifests;

namespace Larder.Caching.Direct;

/// <summary>
/// clang knows files and directories by device and inode (FileManager): one that it meets again under another path keeps the
/// name of an earlier meeting, in <c>__FILE__</c>, dependency files and debug information, and in the paths of what is included
/// from there. So which paths lead to one and the same place is an input of its own. (gcc keeps names as they are spelled.)
/// </summary>
internal sealed class PathIdentities
{
    private readonly InputSetBuilder _inputs;
    private readonly HashSet<byte[]> _spelled = new(ByteStringComparer.Instance);
    private readonly Dictionary<(ulong Device, ulong Inode), int> _known = [];

    private PathIdentities(InputSetBuilder inputs) => _inputs = inputs;

    /// <summary>
    /// Adds the identities that count. Files matter only where two have the same content: all others can't become one while their
    /// contents hold.
    /// </summary>
    /// <param name="inputs">Where they are added.</param>
    /// <param name="toolchain">Whose search path it is.</param>
    /// <param name="files">All files read, the source among them.</param>
    internal static void Add(InputSetBuilder inputs, Toolchain toolchain, IReadOnlyList<(byte[] Path, Digest Digest)> files)
    {
        if (toolchain.Family != CompilerFamily.Clang)
            return;
        PathIdentities identities = new(inputs);
        foreach (byte[] directory in toolchain.QuoteDirectories)
            identities.Add(directory, InputKind.DistinctDirectory);
        foreach (byte[] directory in toolchain.AngleDirectories)
            identities.Add(directory, InputKind.DistinctDirectory);
        Dictionary<Digest, byte[]> contents = [];
        HashSet<byte[]> twins = new(ByteStringComparer.Instance);
        foreach ((byte[] path, Digest digest) in files)
        {
            ReadOnlySpan<byte> directory = ByteString.DirectoryPrefix(path);
            identities.Add(directory.IsEmpty ? "."u8.ToArray() : directory.ToArray(), InputKind.DistinctDirectory);
            if (contents.TryAdd(digest, path))
                continue;
            twins.Add(contents[digest]);
            twins.Add(path);
        }

        foreach (byte[] twin in twins)
            identities.Add(twin, InputKind.DistinctFile);
    }

    private void Add(byte[] path, InputKind kind)
    {
        byte[] spelled = kind == InputKind.DistinctDirectory ? WithoutSlash(PathSpelling.Normalize(path)) : path;
        if (!_spelled.Add(spelled) || FileSystem.Stat(spelled, out FileStatus status) != Errno.None)
            return;
        if (_known.TryGetValue((status.Device, status.Inode), out int ordinal))
        {
            _inputs.AddSame(spelled, ordinal);
            return;
        }

        _known.Add((status.Device, status.Inode), _known.Count);
        _inputs.Add(spelled, kind, default);
    }

    private static byte[] WithoutSlash(byte[] directory) => directory is [.., _, (byte)'/'] ? directory[..^1] : directory;
}
