namespace Larder.Posix;

/// <summary>Compares byte strings by content, for dictionaries and sets; spans can be looked up without a copy.</summary>
public sealed class ByteStringComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    public static readonly ByteStringComparer Instance = new();

    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

    public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

    public int GetHashCode(ReadOnlySpan<byte> alternate)
    {
        // FNV-1a: the keys are paths of our own making, so no defence against chosen collisions is needed.
        uint hash = 2166136261;
        foreach (byte b in alternate)
            hash = (hash ^ b) * 16777619;
        return (int)hash;
    }

    public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
}
