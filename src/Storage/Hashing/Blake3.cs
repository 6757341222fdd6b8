using static Larder.Storage.Hashing.Blake3Constants;

namespace Larder.Storage.Hashing;

/// <summary>BLAKE3 in its default mode, of bytes that are in memory as a whole.</summary>
public static class Blake3
{
    /// <summary>
    /// Writes the digest of <paramref name="input"/> into the first 32 bytes of <paramref name="digest"/>; throws when
    /// there are fewer.
    /// </summary>
    public static void Hash(ReadOnlySpan<byte> input, Span<byte> digest) => Hash(Blake3Path.Best, input, digest);

    /// <summary>The same on a path of the caller's choice, which this processor must support.</summary>
    internal static unsafe void Hash(Blake3Path path, ReadOnlySpan<byte> input, Span<byte> digest)
    {
        if (input.Length > ChunkSize)
        {
            var hasher = new Blake3Hasher(path);
            hasher.Update(input);
            hasher.Finish(digest);
            return;
        }

        // One chunk has no tree, and needs none of its memory.
        if (path == Blake3Path.Best)
            path = Blake3Engine.Best;
        digest = digest[..Digest.Size];
        var chunk = default(ChunkState);
        fixed (byte* start = input)
        fixed (byte* output = digest)
        {
            chunk.Append(path, start, input.Length, 0);
            chunk.Finish(path, 0, Root, output);
        }
    }
}
