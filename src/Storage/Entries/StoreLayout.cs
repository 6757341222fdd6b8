namespace Larder.Storage;

/// <summary>
/// Where everything of a store stands.
/// <code>
/// DIR/CACHEDIR.TAG             see bford.info/cachedir: backups leave the directory out
/// DIR/v1/00 … ff/KEY.m|r|t|p   entries, sharded by the first byte of the key; KEY is 64 hexadecimal digits
/// DIR/v1/tmp/RANDOM            files that are being written where unnamed ones are not supported
/// DIR/v1/stats/…               see <see cref="Statistics"/>
/// DIR/v1/digests/UID           see <see cref="FileDigestCache"/>
/// DIR/v1/journal/…             see <see cref="CompileJournal"/>, <see cref="EvictionMemory"/>, <see cref="LineMemory"/>
/// DIR/v1/quarantine/…          see <see cref="Quarantine"/>
/// DIR/users/UID/…              a whole store of this layout: what a daemon keeps for that user
/// </code>
/// Versions of the layout: 1, the first.
/// </summary>
internal static class StoreLayout
{
    internal const int ShardCount = 256;

    internal const int EntryNameLength = Digest.HexSize + 2;

    internal static ReadOnlySpan<byte> TagName => "/CACHEDIR.TAG"u8;

    internal static ReadOnlySpan<byte> TagContent =>
        "Signature: 8a477f597d28d172789f06886806bc55\n# This file marks a cache of compiler results, made by larder.\n"u8;

    internal static ReadOnlySpan<byte> Root => "/v1/"u8;

    internal static ReadOnlySpan<byte> Temporary => "tmp"u8;

    internal static ReadOnlySpan<byte> Statistics => "stats"u8;

    internal static ReadOnlySpan<byte> Digests => "digests"u8;

    internal static ReadOnlySpan<byte> Journal => "journal"u8;

    internal static ReadOnlySpan<byte> Quarantine => "quarantine"u8;

    internal static ReadOnlySpan<byte> Users => "/users"u8;

    private static ReadOnlySpan<byte> HexDigits => "0123456789abcdef"u8;

    internal static byte Extension(EntryKind kind) => kind switch
    {
        EntryKind.Manifest => (byte)'m',
        EntryKind.Result => (byte)'r',
        EntryKind.PrecompiledHeader => (byte)'p',
        _ => (byte)'t',
    };

    internal static void AppendShard(scoped ref PathText path, int shard)
    {
        Span<byte> digits = path.Take(2);
        digits[0] = HexDigits[(shard >> 4) & 15];
        digits[1] = HexDigits[shard & 15];
    }

    internal static void AppendEntryName(scoped ref PathText path, EntryKind kind, in Digest key)
    {
        Span<byte> name = path.Take(EntryNameLength);
        key.WriteHex(name);
        name[Digest.HexSize] = (byte)'.';
        name[Digest.HexSize + 1] = Extension(kind);
    }

    /// <summary>The shard that holds a key: its first byte.</summary>
    internal static int ShardOf(in Digest key)
    {
        Span<byte> bytes = stackalloc byte[Digest.Size];
        key.CopyTo(bytes);
        return bytes[0];
    }

    /// <summary>Tells whether a name in a shard is an entry's; other names are left alone.</summary>
    internal static bool TryParseEntryName(ReadOnlySpan<byte> name, out EntryKind kind, out Digest key)
    {
        kind = default;
        key = default;
        if (name.Length != EntryNameLength || name[Digest.HexSize] != '.')
            return false;
        switch (name[^1])
        {
            case (byte)'m':
                kind = EntryKind.Manifest;
                break;
            case (byte)'r':
                kind = EntryKind.Result;
                break;
            case (byte)'t':
                kind = EntryKind.Toolchain;
                break;
            case (byte)'p':
                kind = EntryKind.PrecompiledHeader;
                break;
            default:
                return false;
        }

        return Digest.TryParse(name[..Digest.HexSize], out key);
    }
}
