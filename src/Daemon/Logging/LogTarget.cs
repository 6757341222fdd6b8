using System.Globalization;
using System.Text;
using Larder.Posix;
using Microsoft.Extensions.Logging;

namespace Larder.Daemon.Logging;

/// <summary>Where the daemon's messages go: lines for the journal, for a terminal, or for a file.</summary>
internal sealed class LogTarget
{
    /// <summary>A daemon says some lines in a life. A file of this size is one that something went wrong in for a long time.</summary>
    private const long LongestFile = 1 << 20;

    private const uint PrivateMode = 0x180; // 0600

    private readonly FileDescriptor _file;
    private readonly bool _isJournal;
    private readonly TimeProvider _time;

    internal LogTarget(FileDescriptor file, bool isJournal, TimeProvider time)
    {
        _file = file;
        _isJournal = isJournal;
        _time = time;
    }

    /// <summary>
    /// Standard error, with the priorities of sd-daemon(3) where the journal reads it: JOURNAL_STREAM names its device and inode then.
    /// (The variable alone says nothing: it is inherited by whatever the service starts.)
    /// </summary>
    internal static LogTarget StandardError(ProcessEnvironment environment, TimeProvider time) =>
        new(StandardStreams.Error, IsJournal(environment.Get("JOURNAL_STREAM"u8)), time);

    /// <summary>A file, emptied where it has grown long. Standard error where it can't be opened.</summary>
    internal static LogTarget ToFile(ReadOnlySpan<byte> path, TimeProvider time)
    {
        int error = FileSystem.Open(
            path, OpenFlags.WriteOnly | OpenFlags.Append | OpenFlags.Create | OpenFlagsExtensions.NoFollow, out FileDescriptor file, PrivateMode);
        if (error != Errno.None)
            return new LogTarget(StandardStreams.Error, isJournal: false, time);
        if (file.Stat(out FileStatus status) == Errno.None && status.Size > LongestFile)
            file.Truncate(0);
        return new LogTarget(file, isJournal: false, time);
    }

    /// <summary>
    /// One line in one write: "&lt;6&gt;text" or "2026-01-31T12:00:00.123Z information 3 text", the number being the event's.
    /// </summary>
    internal void Write(LogLevel level, EventId id, string text)
    {
        text = text.Replace("\r", string.Empty, StringComparison.Ordinal).Replace("\n", " | ", StringComparison.Ordinal);
        string line = _isJournal
            ? $"<{Priority(level)}>{text}\n"
            : $"{_time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)} {Name(level)} {id.Id} {text}\n";
        _file.WriteAll(Encoding.UTF8.GetBytes(line));
    }

    private static bool IsJournal(byte[]? stream)
    {
        if (stream is null || StandardStreams.Error.Stat(out FileStatus status) != Errno.None)
            return false;
        ulong major = status.Device >> 32;
        ulong minor = status.Device & 0xFFFF_FFFF;
        // gnu_dev_makedev(3).
        ulong device = ((major & 0xFFFF_F000) << 32) | ((major & 0xFFF) << 8) | ((minor & 0xFFFF_FF00) << 12) | (minor & 0xFF);
        return Encoding.ASCII.GetString(stream) == string.Create(CultureInfo.InvariantCulture, $"{device}:{status.Inode}");
    }

    /// <summary>syslog(3)'s.</summary>
    private static int Priority(LogLevel level) => level switch
    {
        LogLevel.Critical => 2,
        LogLevel.Error => 3,
        LogLevel.Warning => 4,
        LogLevel.Information => 6,
        _ => 7,
    };

    private static string Name(LogLevel level) => level switch
    {
        LogLevel.Critical => "critical",
        LogLevel.Error => "error",
        LogLevel.Warning => "warning",
        LogLevel.Information => "information",
        _ => "debug",
    };
}
