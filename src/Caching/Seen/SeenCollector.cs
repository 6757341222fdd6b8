using Larder.Caching.Inputs;
using Larder.Compilers.Scanning;
using Larder.Posix;
using Larder.Storage;
using Larder.Storage.Manifests;

namespace Larder.Caching.Seen;

/// <summary>Notes what a compiler saw of the files that it has just read, so that the result can be found after comments have been edited.</summary>
internal sealed class SeenCollector(SeenTextDialect dialect)
{
    /// <summary>
    /// gcc numbers lines and columns in one sequence, in which long comments take room too, and knows no columns any more where that is used up
    /// (libcpp's line-map: 0x50000000 numbers with ranges, 0x10000000 without). A line takes up to 16,384 numbers, later 512, or 64, later 2, for each of
    /// its bytes: twice this many lines, read once each, fit.
    /// </summary>
    private const int MostLines = 200_000;

    /// <summary>Bytes of them.</summary>
    private const int MostText = 8 << 20;

    private readonly SeenTexts _texts = new(dialect);
    private readonly Dictionary<byte[], Digest> _seen = new(ByteStringComparer.Instance);
    private readonly Dictionary<Digest, byte[]> _first = [];
    private long _size;
    private long _lines;
    private bool _isSpoilt;

    /// <summary>Told of each file that was read, the source first.</summary>
    internal void Notice(byte[] path, ReadOnlySpan<byte> content)
    {
        _size += content.Length;
        _lines += content.Count((byte)'\n');
        _isSpoilt = _isSpoilt || _size > MostText || _lines > MostLines || TurnsOnWarnings(content);
        if (_isSpoilt || SystemPaths.Have(path) || _texts.DigestOf(content) is not { } seen)
            return;

        // Files that are alike but for comments could become one to a compiler.
        if (_first.TryGetValue(seen, out byte[]? other))
        {
            _seen.Remove(other);
            return;
        }

        _first.Add(seen, path);
        _seen.Add(path, seen);
    }

    /// <summary>What was seen of the source; null where comments in it count, or nothing can be found again so.</summary>
    internal Digest? Source(byte[] path) => !_isSpoilt && _seen.TryGetValue(path, out Digest seen) ? seen : null;

    /// <summary>What was seen of which files, and where all other inputs are to be found: the manifest that the compile is stored in by contents.</summary>
    internal InputSetBuilder Spell(InputSetBuilder inputs, in Digest rest)
    {
        InputSetBuilder spelled = new();
        foreach ((byte[] path, InputKind kind, Digest digest) in inputs.Files)
        {
            if (kind != InputKind.Content || !_seen.TryGetValue(path, out Digest seen))
                continue;
            spelled.Add(path, InputKind.SeenContent, in digest);
            spelled.Add(path, InputKind.Seen, in seen);
        }

        spelled.Add([], InputKind.SeenRest, in rest);
        return spelled;
    }

    /// <summary>A pragma can have a compiler warn of comments, which no option says.</summary>
    private static bool TurnsOnWarnings(ReadOnlySpan<byte> text)
    {
        for (int at; (at = text.IndexOf("-W"u8)) >= 0; text = text[(at + 2)..])
        {
            if (SeenRules.WarnsOfComments(text.Slice(at, Math.Min(40, text.Length - at))))
                return true;
        }

        return false;
    }
}
