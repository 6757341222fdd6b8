using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Larder.Posix;

namespace Larder.Daemon.Jobs;

/// <summary>Parents from /proc/PID/stat (proc_pid_stat(5)).</summary>
internal sealed class ProcessAncestry : IProcessAncestry
{
    /// <summary>In bytes; the line has some 300.</summary>
    private const int LongestFile = 16 << 10;

    /// <inheritdoc/>
    public int ParentOf(int processId)
    {
        if (processId <= 0)
            return 0;
        byte[] path = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat"));
        return FileSystem.ReadAll(path, out _, LongestFile) is { } line ? Parse(line) : 0;
    }

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
}
