using System.Buffers.Binary;
using Larder.Posix;

namespace Larder.Protocol.Endpoints;

/// <summary>
/// The name of a daemon's files. Whatever two daemons mustn't share goes into it: the protocol's version, the build, the user and the cache's
/// directory. It only keeps them apart; who answers under it is checked again by peer credentials and by the build id in each request.
/// <code>
/// name = 16 hexadecimal digits of FNV-1a, 64 bits, over: version, build id, uid, directory, each but the last of a fixed length
/// </code>
/// </summary>
internal static class EndpointName
{
    /// <summary>
    /// Grows when a client of one version can't talk to a daemon of another.
    /// 1: the first.
    /// </summary>
    internal const uint ProtocolVersion = 1;

    internal const int Length = 16;

    internal static void Write(uint uid, ReadOnlySpan<byte> cacheDirectory, Span<byte> name)
    {
        Span<byte> numbers = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(numbers, ProtocolVersion);
        BinaryPrimitives.WriteUInt32LittleEndian(numbers[4..], uid);
        ulong hash = Add(14695981039346656037, numbers);
        hash = Add(hash, BuildIdentity.Id);
        hash = Add(hash, cacheDirectory);

        // FNV-1a mixes its last bytes little: paths that differ there differ in all digits after this (murmur3's finaliser).
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
        hash ^= hash >> 33;
        for (int i = 0; i < Length; i++)
            name[i] = "0123456789abcdef"u8[(int)(hash >> (60 - (4 * i))) & 15];
    }

    private static ulong Add(ulong hash, ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
            hash = (hash ^ b) * 1099511628211;
        return hash;
    }
}
