using System.Runtime.InteropServices;

namespace Larder.Posix;

/// <summary>libzstd, linked statically into the shim. One-shot compression of byte ranges whose sizes are known.</summary>
public static unsafe partial class Zstandard
{
    private const string Library = "libzstd";

    /// <summary>The range of levels that a user may choose.</summary>
    public const int MinLevel = 1;

    public const int MaxLevel = 19;

    [LibraryImport(Library)]
    private static partial nuint ZSTD_compressBound(nuint size);

    [LibraryImport(Library)]
    private static partial nuint ZSTD_compress(byte* target, nuint capacity, byte* source, nuint size, int level);

    [LibraryImport(Library)]
    private static partial nuint ZSTD_decompress(byte* target, nuint capacity, byte* source, nuint size);

    [LibraryImport(Library)]
    private static partial uint ZSTD_isError(nuint code);

    /// <summary>How many bytes the compressed form of <paramref name="size"/> bytes takes at most.</summary>
    public static int Bound(int size) => (int)ZSTD_compressBound((nuint)size);

    /// <summary>Compresses into <paramref name="target"/>. Bytes written, or -1 where it doesn't fit.</summary>
    public static int Compress(ReadOnlySpan<byte> source, Span<byte> target, int level)
    {
        fixed (byte* s = source)
        fixed (byte* t = target)
        {
            nuint written = ZSTD_compress(t, (nuint)target.Length, s, (nuint)source.Length, level);
            return ZSTD_isError(written) != 0 ? -1 : (int)written;
        }
    }

    /// <summary>Expands one frame, which must fill <paramref name="target"/> exactly. False where it is damaged or of another size.</summary>
    public static bool Decompress(ReadOnlySpan<byte> source, Span<byte> target)
    {
        fixed (byte* s = source)
        fixed (byte* t = target)
        {
            nuint written = ZSTD_decompress(t, (nuint)target.Length, s, (nuint)source.Length);
            return ZSTD_isError(written) == 0 && (int)written == target.Length;
        }
    }
}
