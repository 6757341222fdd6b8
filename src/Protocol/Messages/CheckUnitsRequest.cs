namespace Larder.Protocol.Messages;

/// <summary>Whether a build of units would find nothing to do.</summary>
public sealed class CheckUnitsRequest
{
    /// <summary>The build of larder that asks.</summary>
    public ReadOnlyMemory<byte> BuildId { get; init; }

    /// <summary>getcwd(3).</summary>
    public ReadOnlyMemory<byte> WorkingDirectory { get; init; }

    /// <summary>The inode of /proc/self/ns/mnt.</summary>
    public ulong MountNamespace { get; init; }

    /// <summary>Of the client's root directory.</summary>
    public ulong RootDevice { get; init; }

    /// <summary>Of the client's root directory.</summary>
    public ulong RootInode { get; init; }

    /// <summary>The client's.</summary>
    public ReadOnlyMemory<byte> CacheDirectory { get; init; }

    /// <summary>What is to be built, in the command line's words; none: all.</summary>
    public byte[][] Wanted { get; init; } = [];

    /// <summary>The client's, all of it.</summary>
    public byte[][] Environment { get; init; } = [];

    /// <summary>A build has just ended well: nothing is asked, the daemon is to look at what it left.</summary>
    public bool IsBuilt { get; init; }

    /// <summary>Encodes it, in the order of the fields' numbers.</summary>
    public void WriteTo(ProtobufWriter writer)
    {
        writer.WriteBytes(1, BuildId);
        writer.WriteBytes(2, WorkingDirectory);
        writer.WriteNumber(3, MountNamespace);
        writer.WriteNumber(4, RootDevice);
        writer.WriteNumber(5, RootInode);
        writer.WriteBytes(6, CacheDirectory);
        writer.WriteElements(7, Wanted);
        writer.WriteElements(8, Environment);
        writer.WriteFlag(9, IsBuilt);
    }
}
