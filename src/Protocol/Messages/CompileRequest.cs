namespace Larder.Protocol.Messages;

/// <summary>A compile, for the daemon to answer from the cache or to give a lease for.</summary>
public sealed class CompileRequest
{
    /// <summary>The build of larder that asks.</summary>
    public ReadOnlyMemory<byte> BuildId { get; init; }

    /// <summary>The compiler's path, found already: absolute, or relative to the working directory.</summary>
    public ReadOnlyMemory<byte> Compiler { get; init; }

    /// <summary>argv as the compiler would get it.</summary>
    public byte[][] Arguments { get; init; } = [];

    /// <summary>getcwd(3).</summary>
    public ReadOnlyMemory<byte> WorkingDirectory { get; init; }

    /// <summary>Of what <see cref="WorkingDirectory"/> must lead to.</summary>
    public ulong WorkingDirectoryDevice { get; init; }

    /// <summary>Of what <see cref="WorkingDirectory"/> must lead to.</summary>
    public ulong WorkingDirectoryInode { get; init; }

    /// <summary>The client's.</summary>
    public uint Umask { get; init; }

    /// <summary><c>NAME=value</c> of all that can be keyed or that settings are made of.</summary>
    public byte[][] Environment { get; init; } = [];

    /// <summary>Diagnostics go to a terminal.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>The inode of /proc/self/ns/mnt.</summary>
    public ulong MountNamespace { get; init; }

    /// <summary>Of the client's root directory.</summary>
    public ulong RootDevice { get; init; }

    /// <summary>Of the client's root directory.</summary>
    public ulong RootInode { get; init; }

    /// <summary>What leases are shared out fairly between: the client's session.</summary>
    public ulong Session { get; init; }

    /// <summary>How long the client will wait for a lease, in milliseconds.</summary>
    public uint Patience { get; init; }

    /// <summary>The size of the files named on the command line, in bytes; 0 where not known.</summary>
    public ulong SourceSize { get; init; }

    /// <summary>What the client's log calls the request; empty where there is no such log.</summary>
    public ReadOnlyMemory<byte> Id { get; init; }

    /// <summary>Encodes it, in the order of the fields' numbers.</summary>
    public void WriteTo(ProtobufWriter writer)
    {
        writer.WriteBytes(1, BuildId);
        writer.WriteBytes(2, Compiler);
        writer.WriteElements(3, Arguments);
        writer.WriteBytes(4, WorkingDirectory);
        writer.WriteNumber(5, WorkingDirectoryDevice);
        writer.WriteNumber(6, WorkingDirectoryInode);
        writer.WriteNumber(7, Umask);
        writer.WriteElements(8, Environment);
        writer.WriteFlag(9, ErrorIsTerminal);
        writer.WriteNumber(10, MountNamespace);
        writer.WriteNumber(11, RootDevice);
        writer.WriteNumber(12, RootInode);
        writer.WriteNumber(13, Session);
        writer.WriteNumber(14, Patience);
        writer.WriteNumber(15, SourceSize);
        writer.WriteBytes(16, Id);
    }
}
