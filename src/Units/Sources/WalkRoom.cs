using System.Buffers;
using Larder.Posix;

namespace Larder.Units.Sources;

/// <summary>The memory of a walk, which the next one uses again.</summary>
internal sealed class WalkRoom
{
    internal SourceListing Listing { get; } = new();

    /// <summary>For getdents64(2).</summary>
    internal byte[] Names { get; } = new byte[32 * 1024];

    /// <summary>The path that the walk is at, from the repository's root.</summary>
    internal byte[] Path { get; } = new byte[FileSystem.PathMax * 2];

    /// <summary>The names of the directories that the walk is in, one above the other.</summary>
    internal List<WalkName> Stack { get; } = [];

    internal List<byte> Letters { get; } = [];

    /// <summary>The directories and .gitignore files that the walk has looked at.</summary>
    internal List<TreeWitness> Witnesses { get; } = [];

    /// <summary>The tree has something of which its files' and directories' statuses don't tell all.</summary>
    internal bool IsSpecial { get; set; }

    /// <summary>For statuses that are digested.</summary>
    internal ArrayBufferWriter<byte> Statuses { get; } = new(1024);
}
