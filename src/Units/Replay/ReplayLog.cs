using Larder.Posix;

namespace Larder.Units.Replay;

/// <summary>What a replay prints, both streams in the order in which it came: into a file as it comes, and line by line to whoever listens.</summary>
/// <remarks>A file that can't be written (a full disk) stops no build: the lines still come.</remarks>
internal sealed class ReplayLog : IDisposable
{
    // A program may write megabytes without an end of line; it is passed on in pieces then.
    private const int LongestLine = 64 * 1024;

    private readonly FileDescriptor _file;
    private readonly Action<string>? _line;
    private readonly List<byte> _rest = [];

    /// <param name="path">The file, made anew; what stood there is gone.</param>
    /// <param name="line">Gets each line, without its end; on the thread that runs the replay.</param>
    /// <exception cref="UnitFault">The file can't be made.</exception>
    internal ReplayLog(string path, Action<string>? line = null)
    {
        byte[] bytes = ByteText.Encode(path);
        FileSystem.MakeDirectories(bytes.AsSpan(0, Math.Max(0, bytes.AsSpan().LastIndexOf((byte)'/'))), 0x1FF);
        int error = FileSystem.Open(bytes, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Truncate | OpenFlags.Append, out _file, 0x1B6);
        if (error != Errno.None)
            throw new UnitFault($"the log {path} can't be written: {Errno.Describe(error)}");
        _line = line;
    }

    /// <summary>Something that the replay's processes wrote.</summary>
    internal void Write(ReadOnlySpan<byte> bytes)
    {
        _ = _file.WriteAll(bytes);
        if (_line == null)
            return;
        while (!bytes.IsEmpty)
        {
            int end = bytes.IndexOf((byte)'\n');
            _rest.AddRange(end < 0 ? bytes : bytes[..end]);
            bytes = end < 0 ? [] : bytes[(end + 1)..];
            if (end >= 0 || _rest.Count >= LongestLine)
                PassOn(_line);
        }
    }

    /// <summary>A line of larder's own.</summary>
    internal void Note(string text) => Write(ByteText.Encode($"larder: {text}\n"));

    /// <summary>Passes a last line on that has no end, and closes the file.</summary>
    public void Dispose()
    {
        if (_line != null && _rest.Count > 0)
            PassOn(_line);
        _file.Dispose();
    }

    private void PassOn(Action<string> line)
    {
        string text = ByteText.Decode([.. _rest]);
        _rest.Clear();
        line(text);
    }
}
