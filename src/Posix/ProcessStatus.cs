using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Larder.Posix;

/// <summary>What /proc/PID/stat says of a process (proc_pid_stat(5)).</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its program's name, as much as the kernel keeps (15 bytes).</param>
/// <param name="State">A letter: R, S, T, …</param>
/// <param name="Parent">Its parent's id; 0 for none.</param>
/// <param name="Group">The id of its process group's leader.</param>
/// <param name="Session">The id of its session's leader.</param>
/// <param name="HasTerminal">Its session has a controlling terminal.</param>
/// <param name="Started">When it started, in clock ticks since the machine did: with the id, no other process has the same.</param>
public readonly record struct ProcessStatus(int Id, byte[] Name, byte State, int Parent, int Group, int Session, bool HasTerminal, long Started)
{
    /// <summary>In bytes; the line has some 300, and at most 52 numbers of 20 digits beside the name.</summary>
    private const int LongestLine = 2048;

    /// <summary>Of the fields behind the name, counted from 0: state, ppid, pgrp, session, tty_nr, …, starttime.</summary>
    private const int GroupField = 2;

    private const int SessionField = 3;

    private const int TerminalField = 4;

    private const int StartedField = 19;

    /// <summary>Null where there is no such process, or nothing is said of it.</summary>
    public static ProcessStatus? Of(int processId)
    {
        const int LongestPath = 32;
        Span<byte> path = stackalloc byte[LongestPath];
        return processId > 0 && Utf8.TryWrite(path, CultureInfo.InvariantCulture, $"/proc/{processId}/stat", out int length) ? Read(path[..length]) : null;
    }

    /// <summary>This process, with the numbers that it, its parent and its session have in the PID namespace of /proc, be that ours or not.</summary>
    public static ProcessStatus? OfThisProcess() => Read("/proc/self/stat"u8);

    /// <summary>The numbers of all processes that /proc shows; empty where there is none.</summary>
    public static List<int> AllIds()
    {
        List<int> ids = [];
        if (DirectoryReader.Open("/proc"u8, out DirectoryReader reader) != Errno.None)
            return ids;
        using (reader)
        {
            while (reader.Read())
            {
                if (Utf8Parser.TryParse(reader.Name, out int id, out int digits) && digits == reader.Name.Length)
                    ids.Add(id);
            }
        }

        return ids;
    }

    private static ProcessStatus? Read(ReadOnlySpan<byte> path)
    {
        if (FileSystem.Open(path, OpenFlags.ReadOnly, out FileDescriptor file) != Errno.None)
            return null;
        using (file)
        {
            // One read(2) delivers all of it, and all of one moment.
            Span<byte> line = stackalloc byte[LongestLine];
            int length = file.Read(line, out _);
            return length > 0 ? Parse(line[..length]) : null;
        }
    }

    /// <summary>
    /// Reads the line. The second field, the program's name in parentheses, may itself hold spaces, parentheses and line ends: what
    /// counts is the last closing one, for after it come only a letter and numbers.
    /// </summary>
    public static ProcessStatus? Parse(ReadOnlySpan<byte> line)
    {
        int open = line.IndexOf((byte)'(');
        int close = line.LastIndexOf(") "u8);
        if (close <= open || close + 2 >= line.Length || !Utf8Parser.TryParse(line, out int processId, out int digits) || digits + 1 != open)
            return null;
        byte[] name = line[(open + 1)..close].ToArray();
        ReadOnlySpan<byte> fields = line[(close + 2)..];
        byte state = fields[0];
        Span<long> numbers = stackalloc long[StartedField + 1];
        numbers.Clear();
        for (int field = 0; field <= StartedField && !fields.IsEmpty; field++)
        {
            int end = fields.IndexOf((byte)' ');
            ReadOnlySpan<byte> text = end < 0 ? fields : fields[..end];
            if (field > 0 && Utf8Parser.TryParse(text, out long number, out _))
                numbers[field] = number;
            fields = end < 0 ? default : fields[(end + 1)..];
        }

        return new ProcessStatus(processId, name, state, Id32(numbers[1]), Id32(numbers[GroupField]), Id32(numbers[SessionField]), numbers[TerminalField] != 0, numbers[StartedField]);
    }

    /// <summary>The command line of a process, its words with blanks between them; empty where it has none.</summary>
    public static byte[] CommandOf(int processId, int limit)
    {
        byte[] path = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/cmdline"));
        if (FileSystem.Open(path, OpenFlags.ReadOnly, out FileDescriptor file) != Errno.None)
            return [];
        using (file)
        {
            byte[] words = new byte[limit];
            int length = Math.Max(file.Read(words, out _), 0);
            Span<byte> text = words.AsSpan(0, length).TrimEnd((byte)0);
            text.Replace((byte)0, (byte)' ');
            return text.ToArray();
        }
    }

    private static int Id32(long number) => number is > 0 and <= int.MaxValue ? (int)number : 0;
}
