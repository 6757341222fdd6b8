using Larder.Caching.Direct;
using Larder.Caching.Inputs;
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

    /// <summary>What the files of a set hold now, by path; null where one of them isn't seen as it was.</summary>
    /// <param name="inputs">Pairs of <see cref="InputKind.SeenContent"/> and <see cref="InputKind.Seen"/>, and an <see cref="InputKind.SeenRest"/>.</param>
    /// <param name="digester">Knows contents.</param>
    /// <param name="rest">The key of the manifest that has the other inputs.</param>
    internal Dictionary<byte[], Digest>? ContentsNow(in InputSet inputs, FileDigester digester, out Digest rest)
    {
        Dictionary<byte[], Digest> contents = new(ByteStringComparer.Instance);
        rest = default;
        for (int i = 0; i < inputs.FileCount; i++)
        {
            ReadOnlySpan<byte> path = inputs.TextAt(inputs.FilePath(i));
            if (inputs.FileKind(i) == InputKind.SeenRest)
            {
                rest = inputs.FileDigest(i);
                continue;
            }

            bool isPair = inputs.FileKind(i) == InputKind.SeenContent && i + 1 < inputs.FileCount
                && inputs.FileKind(i + 1) == InputKind.Seen && inputs.FilePath(i + 1) == inputs.FilePath(i);
            if (!isPair || digester.Digest(path, out Digest content, out _) != Errno.None)
                return null;
            bool isSame = content == inputs.FileDigest(i)
                || (TryDigest(path, out Digest now, out Digest seen) && now == content && seen == inputs.FileDigest(i + 1));
            if (!isSame)
                return null;
            contents[path.ToArray()] = content;
            i++;
        }

        return contents;
    }

    /// <summary>Whether every file that both know has the content in the one that was seen in the other (<see cref="InputKind.SeenContent"/>).</summary>
    internal static bool AreOf(in InputSet inputs, in InputSet seen)
    {
        Dictionary<byte[], Digest> known = new(ByteStringComparer.Instance);
        for (int i = 0; i < seen.FileCount; i++)
        {
            if (seen.FileKind(i) == InputKind.SeenContent)
                known[seen.TextAt(seen.FilePath(i)).ToArray()] = seen.FileDigest(i);
        }

        for (int i = 0; i < inputs.FileCount; i++)
        {
            if (inputs.FileKind(i) == InputKind.Content && known.TryGetValue(inputs.TextAt(inputs.FilePath(i)).ToArray(), out Digest content)
                && content != inputs.FileDigest(i))
                return false;
        }

        return true;
    }

    /// <summary>
    /// A set of inputs with other contents of some files, that are seen alike. Null where a file's new content is that of another file: compilers take
    /// files for one that are alike.
    /// </summary>
    internal static InputSetBuilder? WithContents(in InputSet inputs, Dictionary<byte[], Digest> contents)
    {
        InputSetBuilder replaced = new();
        List<Digest> changed = [];
        List<Digest> others = [];
        for (int i = 0; i < inputs.FileCount; i++)
        {
            byte[] path = inputs.TextAt(inputs.FilePath(i)).ToArray();
            Digest digest = inputs.FileDigest(i);
            if (inputs.FileKind(i) == InputKind.Content)
            {
                bool isChanged = contents.TryGetValue(path, out Digest now) && now != digest;
                if (isChanged)
                    digest = now;
                (isChanged ? changed : others).Add(digest);
            }

            replaced.Add(path, inputs.FileKind(i), in digest);
        }

        for (int i = 0; i < changed.Count; i++)
        {
            if (others.Contains(changed[i]) || changed.IndexOf(changed[i]) != i)
                return null;
        }

        for (int group = 0; group < inputs.GroupCount; group++)
        {
            for (int name = 0; name < inputs.GroupNameCount(group); name++)
                replaced.AddAbsent(inputs.TextAt(inputs.GroupDirectory(group)), inputs.TextAt(inputs.GroupName(group, name)));
        }

        return replaced;
    }

    /// <summary>A set as <see cref="ContentsNow"/> reads one, with other contents.</summary>
    internal static InputSetBuilder Renew(in InputSet inputs, Dictionary<byte[], Digest> contents, in Digest rest)
    {
        InputSetBuilder renewed = new();
        for (int i = 0; i < inputs.FileCount; i++)
        {
            byte[] path = inputs.TextAt(inputs.FilePath(i)).ToArray();
            Digest digest = inputs.FileKind(i) switch
            {
                InputKind.SeenContent => contents[path],
                InputKind.SeenRest => rest,
                _ => inputs.FileDigest(i),
            };
            renewed.Add(path, inputs.FileKind(i), in digest);
        }

        return renewed;
    }
}
