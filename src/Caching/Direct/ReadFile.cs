using Larder.Compilers.Scanning;
using Larder.Posix;
using Larder.Storage;

namespace Larder.Caching.Direct;

/// <summary>A file that the compiler read: the digest of what it held, and what its text can pull in.</summary>
internal sealed record ReadFile(byte[] Path, FileStatus Status, Digest Digest, SourceScan Scan)
{
    private const ScanFindings Once = ScanFindings.PragmaOnce | ScanFindings.Import;

    /// <summary>The text asks to be included once only.</summary>
    internal bool IsOnceOnly => (Scan.Findings & Once) != 0;
}
