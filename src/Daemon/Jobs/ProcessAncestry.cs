using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Larder.Posix;

namespace Larder.Daemon.Jobs;

/// <summary>Parents and states from /proc/PID/stat (proc_pid_stat(5)).</summary>
internal sealed class ProcessAncestry : IProcessAncestry
{
    /// <summary>In bytes; the line has some 300.</summary>
    private const int LongestFile = 16 << 10;

    /// <inheritdoc/>
    public int ParentOf(int processId) => Read(processId) is { } line ? Parse(line) : 0;

    /// <inheritdoc/>
    public bool IsSuspended(int processId) => Read(processId) is { } line && StateOf(line) == (byte)'T';

    /// <summary>
    /// The fourth field. The second, the program's name in parentheses, may itself hold spaces, parentheses and line ends: what
    /// counts is the last closing one, for after it come only a letter and numbers.
    /// </summary>
    internal static int Parse(ReadOnlySpan<byte> line)
    {
        int name = line.LastIndexOf(") "u8);
        if (name < 0)
            return 0;
        ReadOnlySpan<byte> fields = line[(name + 2)..];
        int state = fields.IndexOf((byte)' ');
        return state >= 0 && Utf8Parser.TryParse(fields[(state + 1)..], out int parent, out _) && parent > 0 ? parent : 0;
    }

    /// <summary>The third field, a letter; 0 where there is none.</summary>
    internal static byte StateOf(ReadOnlySpan<byte> line)
    {
        int name = line.LastIndexOf(") "u8);
        return name >= 0 && name + 2 < line.Length ? line[name + 2] : (byte)0;
    }

    private static byte[]? Read(int processId)
    {
        if (processId <= 0)
            return null;
        byte[] path = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat"));
        return FileSystem.ReadAll(path, out _, LongestFile);
    }
}
