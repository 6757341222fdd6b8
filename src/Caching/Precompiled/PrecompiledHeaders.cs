using Larder.Caching.Inputs;
using Larder.Posix;
using Larder.Storage;
using Larder.Storage.Manifests;

namespace Larder.Caching.Precompiled;

/// <summary>
/// Says what the precompiled headers are made of that stand in a compile's way: those that larder has seen being made. Of others nothing is
/// known (which macros tell the time, which texts a diagnostic may quote), and what uses them isn't cached.
/// </summary>
/// <param name="store">Where that is kept.</param>
/// <param name="digester">Reads files.</param>
public sealed class PrecompiledHeaders(LocalStore store, FileDigester digester)
{
    private Digest _content;
    private ReadOnlyMemory<byte> _known;

    /// <summary>What a file is as a precompiled header.</summary>
    /// <param name="path">The file.</param>
    /// <param name="status">Its status.</param>
    /// <param name="header">What it was made of.</param>
    /// <returns>False where it can't be read, or nothing is known of it.</returns>
    public bool TryFind(ReadOnlySpan<byte> path, in FileStatus status, out PrecompiledHeader header)
    {
        return TryFind(path, in status, out _, out header);
    }

    /// <summary>The same, with the digest of the file's content.</summary>
    internal bool TryFind(ReadOnlySpan<byte> path, in FileStatus status, out Digest content, out PrecompiledHeader header)
    {
        header = default;
        return digester.Digest(path, in status, out content) == Errno.None && TryFind(content, out header);
    }

    /// <summary>Whether all that a header was made of is as it was then.</summary>
    internal bool Holds(in PrecompiledHeader header) => InputValidator.Holds(header.Inputs, digester, headers: null, out _);

    /// <summary>Whether it is known what a precompiled header of this content was made of.</summary>
    /// <param name="content">The digest of its content.</param>
    /// <param name="andHolds">And all of it is as it was then.</param>
    internal bool IsKnown(Digest content, bool andHolds) => TryFind(content, out PrecompiledHeader header) && (!andHolds || Holds(in header));

    /// <summary>Keeps what a precompiled header was made of.</summary>
    /// <param name="content">The digest of its content.</param>
    /// <param name="header">As <see cref="PrecompiledHeader.Write"/> has it.</param>
    internal WriteOutcome Write(in Digest content, byte[] header) =>
        store.WriteEntry(EntryKind.PrecompiledHeader, KeyOf(in content), header, replace: true);

    private bool TryFind(Digest content, out PrecompiledHeader header)
    {
        if (_known.IsEmpty || _content != content)
        {
            Digest key = KeyOf(in content);
            (_content, _known) = (content, default);
            for (LocalStore? layer = store; layer is not null && _known.IsEmpty; layer = layer.Lower)
            {
                EntryReadOutcome entry = layer.ReadEntry(EntryKind.PrecompiledHeader, in key);
                _known = entry.Payload;
                if (entry.IsFound)
                    layer.Touch(EntryKind.PrecompiledHeader, in key, entry.Status);
            }
        }

        return PrecompiledHeader.TryRead(_known.Span, out header);
    }

    private static Digest KeyOf(in Digest content)
    {
        Span<byte> bytes = stackalloc byte[Digest.Size];
        content.CopyTo(bytes);
        KeyRecord key = KeyRecord.For("precompiled header"u8, 1);
        key.Add("content"u8, bytes);
        return key.Finish();
    }
}
