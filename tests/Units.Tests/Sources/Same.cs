using System.Diagnostics.CodeAnalysis;
using Larder.Units.Sources;

namespace Larder.Units.Tests.Sources;

/// <summary>Compares scans with all their files.</summary>
internal sealed class Same : IEqualityComparer<SourceScan>
{
    internal static readonly Same Scan = new();

    public bool Equals(SourceScan? x, SourceScan? y) => x is not null && y is not null && x.Stamp == y.Stamp && x.Digest == y.Digest && x.Files.SequenceEqual(y.Files);

    public int GetHashCode([DisallowNull] SourceScan obj) => obj.Digest.GetHashCode();
}
