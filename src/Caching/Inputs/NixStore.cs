using Larder.Posix;
using Larder.Storage;
using Larder.Storage.Manifests;

namespace Larder.Caching.Inputs;

/// <summary>
/// What Nix has registered can't change: a path in its store is its content's identity, so nothing below it need be looked at, let alone
/// digested, as long as it is the same path.
/// </summary>
/// <remarks>
/// Registered is what Nix has made canonical (nix/src/libstore, canonicalisePathMetaData): no write permission for anybody, and a modification
/// time of 1. What the running build makes is its own user's, and can be written. A link that leads out of the store, or to something in it that isn't
/// registered, leaves the whole path to be looked at as any other.
/// </remarks>
internal static class NixStore
{
    /// <summary>Characters of a hash in base 32; a digest has as many bytes.</summary>
    internal const int HashLength = 32;

    private const uint AnyWrite = 0x92; // 0222

    private const int CanonicalTime = 1;

    /// <summary>Where paths of the store begin.</summary>
    internal static ReadOnlySpan<byte> Prefix => "/nix/store/"u8;

    /// <summary>"/nix/store/HASH-name" of a path that lies there or below; empty for any other.</summary>
    internal static ReadOnlySpan<byte> TopOf(ReadOnlySpan<byte> path)
    {
        if (!path.StartsWith(Prefix) || path.Length <= Prefix.Length + HashLength || path[Prefix.Length + HashLength] != (byte)'-'
            || path.IndexOf("/../"u8) >= 0 || path.EndsWith("/.."u8))
            return default;
        int slash = path[Prefix.Length..].IndexOf((byte)'/');
        return slash < 0 ? path : path[..(Prefix.Length + slash)];
    }

    /// <summary>The hash of such a path.</summary>
    internal static ReadOnlySpan<byte> HashOf(ReadOnlySpan<byte> top) => top.Slice(Prefix.Length, HashLength);

    /// <summary>Whether it is there, registered, and nothing that this build makes.</summary>
    internal static bool IsRegistered(ReadOnlySpan<byte> top)
    {
        if (FileSystem.LinkStat(top, out FileStatus status) != Errno.None || status.Modified != new TimeSpec(CanonicalTime, 0))
            return false;
        uint self = User.EffectiveId;
        return (status.IsSymbolicLink || (status.Permissions & AnyWrite) == 0) && (status.Uid != self || self == 0);
    }

    /// <summary>The same inputs, with those paths of the store named first that need not be looked at.</summary>
    internal static InputSetBuilder WithIdentities(InputSetBuilder inputs)
    {
        Dictionary<byte[], bool> tops = new(ByteStringComparer.Instance);
        foreach ((byte[] path, InputKind kind, _) in inputs.Files)
        {
            if (kind == InputKind.Content)
                Judge(path, tops);
        }

        foreach ((byte[] directory, List<byte[]> names) in inputs.Absent)
        {
            if (Judge(directory, tops) && names.Exists(name => IsThere(directory, name)))
                tops[TopOf(directory).ToArray()] = false;
        }

        List<(byte[] Path, Digest Hash)> immutable = [];
        foreach ((byte[] top, bool holds) in tops)
        {
            if (holds)
                immutable.Add((top, Digest.FromBytes(HashOf(top))));
        }

        return immutable.Count == 0 ? inputs : inputs.Behind(immutable);
    }

    /// <summary>A link that leads nowhere yet: something can appear there, without a trace in the store.</summary>
    private static bool IsThere(byte[] directory, byte[] name) =>
        FileSystem.LinkStat(ByteString.JoinPath(directory, name), out _) == Errno.None;

    private static bool Judge(byte[] path, Dictionary<byte[], bool> tops)
    {
        ReadOnlySpan<byte> top = TopOf(path);
        if (top.IsEmpty)
            return false;
        Dictionary<byte[], bool>.AlternateLookup<ReadOnlySpan<byte>> known = tops.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (!known.TryGetValue(top, out bool holds))
            known[top] = holds = IsRegistered(top);
        if (!holds)
            return false;
        ReadOnlySpan<byte> real = TopOf(FileSystem.RealPath(path));
        if (!real.IsEmpty && (real.SequenceEqual(top) || IsRegistered(real)))
            return true;
        known[top] = false;
        return false;
    }
}
