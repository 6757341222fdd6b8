using System.Text;
using Larder.Daemon.Messages;
using Larder.Posix;
using Larder.Storage;

namespace Larder.Daemon.Compiles;

/// <summary>
/// The outputs of a compile, in files in memory that the client made and filled before it tells us. They are opened through its
/// /proc entry while it waits, and stay readable after its end.
/// </summary>
internal sealed class CapturedOutputs : IDisposable
{
    /// <summary>As many files as one compile can write.</summary>
    private const int MaxFiles = 16;

    /// <summary>More than any compile writes, in bytes.</summary>
    private const long MaxSize = 512L << 20;

    private readonly List<(ResultMemberKind Kind, FileDescriptor File, long Size)> _files = [];

    private CapturedOutputs()
    {
    }

    /// <summary>What all of them hold, in bytes.</summary>
    internal long Size { get; private set; }

    /// <summary>Opens all of them; null where one can't be had as it was announced.</summary>
    internal static CapturedOutputs? TryOpen(int process, IReadOnlyList<CapturedOutput> announced)
    {
        CapturedOutputs outputs = new();
        if (announced.Count <= MaxFiles && announced.All(output => outputs.TryAdd(process, output)))
            return outputs;
        outputs.Dispose();
        return null;
    }

    /// <summary>Reads all of it. Null where a file isn't what it was said to be.</summary>
    internal ResultBuilder? Read(byte[] standardOutput, byte[] standardError)
    {
        ResultBuilder builder = new();
        foreach ((ResultMemberKind kind, FileDescriptor file, long size) in _files)
        {
            byte[] content = GC.AllocateUninitializedArray<byte>((int)size);
            if (file.ReadAt(0, content) != size || !builder.Add(kind, content))
                return null;
        }

        if (standardOutput.Length > 0)
            builder.Add(ResultMemberKind.StandardOutput, standardOutput);
        if (standardError.Length > 0)
            builder.Add(ResultMemberKind.StandardError, standardError);
        return builder;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((_, FileDescriptor file, _) in _files)
            file.Dispose();
        _files.Clear();
    }

    private bool TryAdd(int process, CapturedOutput announced)
    {
        byte[] path = Encoding.ASCII.GetBytes($"/proc/{process}/fd/{announced.Descriptor_}");

        // The process may be another one by now: a client that was killed leaves its number to the next, and a /proc of another PID namespace has other processes. What
        // they have open may be a terminal, or a pipe, for which opening it means something.
        if (!Enum.IsDefined((ResultMemberKind)announced.Kind) || announced.Size > MaxSize
            || FileSystem.Stat(path, out FileStatus found) != Errno.None || !IsAsAnnounced(in found, announced)
            || FileSystem.Open(path, OpenFlags.ReadOnly | OpenFlags.NonBlocking, out FileDescriptor file) != Errno.None)
            return false;
        _files.Add(((ResultMemberKind)announced.Kind, file, (long)announced.Size));
        Size += (long)announced.Size;
        return file.Stat(out FileStatus status) == Errno.None && IsAsAnnounced(in status, announced);
    }

    private static bool IsAsAnnounced(in FileStatus status, CapturedOutput announced) =>
        status.IsRegular && status.Size == (long)announced.Size && status.Inode == announced.Inode;
}
