using Larder.Compilers;
using Larder.Posix;

namespace Larder.Caching;

/// <summary>Response files as they stand on disk.</summary>
internal sealed class ResponseFiles : IResponseFileReader
{
    /// <summary>Larger ones are longer than any command line that a compiler accepts.</summary>
    private const long MaxSize = 64 * 1024 * 1024;

    internal static readonly ResponseFiles Instance = new();

    public byte[]? Read(ReadOnlySpan<byte> path) =>
        FileSystem.Stat(path, out FileStatus status) == Errno.None && status.IsRegular
            ? FileSystem.ReadAll(path, out _, MaxSize)
            : null;
}
