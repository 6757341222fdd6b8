using Larder.Caching.Direct;
using Larder.Compilers.Scanning;
using Larder.Posix;
using Larder.Storage;
using Larder.Storage.Hashing;
using Larder.Storage.Manifests;

namespace Larder.Caching.Seen;

/// <summary>Digests of what a compiler sees of files. Reads each file whole; nothing of it is remembered beyond the request.</summary>
internal sealed class SeenTexts(SeenTextDialect dialect)
{
    private readonly HeaderReader _reader = new();
    private readonly Dictionary<byte[], (Digest Content, Digest Seen)> _known = new(ByteStringComparer.Instance);
    private byte[] _seen = [];

    /// <summary>The digest of what is seen of a text; null where only its content says that.</summary>
    internal Digest? DigestOf(ReadOnlySpan<byte> content)
    {
        if (_seen.Length < content.Length + SeenText.Overhead)
            _seen = GC.AllocateUninitializedArray<byte>(Math.Max(64 * 1024, content.Length + SeenText.Overhead));
        if (!SeenText.TryWrite(content, dialect, _seen, out int length))
            return null;
        Blake3Hasher hasher = new();
        hasher.Update([SeenText.Version, (byte)dialect]);
        hasher.Update(_seen.AsSpan(0, length));
        Span<byte> digest = stackalloc byte[Digest.Size];
        hasher.Finish(digest);
        return Digest.FromBytes(digest);
    }

    /// <summary>Digests of a file's content and of what is seen of it, both of the same bytes. False where there is no such thing.</summary>
    internal bool TryDigest(ReadOnlySpan<byte> path, out Digest content, out Digest seen)
    {
        if (_known.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(path, out (Digest Content, Digest Seen) known))
        {
            (content, seen) = known;
            return true;
        }

        (content, seen) = (default, default);
        if (_reader.Read(path, out ReadOnlySpan<byte> text, out _) != Errno.None || DigestOf(text) is not { } digest)
            return false;
        (content, seen) = (Digest.Of(text), digest);
        _known.Add(path.ToArray(), (content, seen));
        return true;
    }

    /// <summary>
    /// Whether a file of an input set is seen as it was. Where its content is another one, it must not be that of another file in the set: compilers take
    /// files for one that are alike.
    /// </summary>
    /// <param name="inputs">The set.</param>
    /// <param name="file">Number of an <see cref="InputKind.Seen"/>.</param>
    /// <param name="content">The content, as it was when the file was looked at with its other inputs.</param>
    internal bool Holds(in InputSet inputs, int file, in Digest content)
    {
        int last = file - 1;
        if (last < 0 || inputs.FileKind(last) != InputKind.SeenContent || inputs.FilePath(last) != inputs.FilePath(file))
            return false;
        if (content == inputs.FileDigest(last))
            return true;
        if (!TryDigest(inputs.TextAt(inputs.FilePath(file)), out Digest now, out Digest seen) || now != content || seen != inputs.FileDigest(file))
            return false;
        for (int i = 0; i < inputs.FileCount; i++)
        {
            if (inputs.FileKind(i) is InputKind.Content or InputKind.SeenContent && inputs.FileDigest(i) == now)
                return false;
        }

        return true;
    }

    /// <summary>The inputs with the contents that the files have now: what a set that holds says of this very state.</summary>
    internal InputSetBuilder AsContents(in InputSet inputs)
    {
        InputSetBuilder contents = new();
        for (int i = 0; i < inputs.FileCount; i++)
        {
            byte[] path = inputs.TextAt(inputs.FilePath(i)).ToArray();
            switch (inputs.FileKind(i))
            {
                case InputKind.SeenContent:
                    bool isChanged = _known.TryGetValue(path, out (Digest Content, Digest Seen) known);
                    contents.Add(path, InputKind.Content, isChanged ? known.Content : inputs.FileDigest(i));
                    break;
                case InputKind.Seen:
                    break;
                default:
                    contents.Add(path, inputs.FileKind(i), inputs.FileDigest(i));
                    break;
            }
        }

        for (int group = 0; group < inputs.GroupCount; group++)
        {
            for (int name = 0; name < inputs.GroupNameCount(group); name++)
                contents.AddAbsent(inputs.TextAt(inputs.GroupDirectory(group)), inputs.TextAt(inputs.GroupName(group, name)));
        }

        return contents;
    }
}
