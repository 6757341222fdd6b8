using System.Text.RegularExpressions;
using Larder.Posix;

namespace Larder.Units.Replay.Logs;

/// <summary>What of a failed replay's log a person wants to see first: the first error, whole.</summary>
internal static partial class LogExcerpt
{
    // In bytes. Of a longer log its beginning and its end are looked at.
    private const int MostRead = 32 << 20;
    private const int EndRead = 1 << 20;

    // Where no error is recognised, the end says most.
    private const int EndLines = 30;

    // An error with its notes, where nothing tells its end.
    private const int MostLines = 120;

    /// <summary>Of a log file; empty where it can't be read.</summary>
    internal static string[] OfFile(string path)
    {
        if (FileSystem.Open(ByteText.Encode(path), OpenFlags.ReadOnly, out FileDescriptor file) != Errno.None)
            return [];
        using (file)
        {
            if (file.Stat(out FileStatus status) != Errno.None)
                return [];
            string text = Read(file, 0, Math.Min(status.Size, MostRead));
            if (status.Size > MostRead)
                text += "\n" + Read(file, Math.Max(status.Size - EndRead, MostRead), EndRead);
            return Of(text.TrimEnd('\n').Split('\n'));
        }
    }

    private static string Read(FileDescriptor file, long offset, long length)
    {
        byte[] bytes = new byte[length];
        return ByteText.Decode(bytes.AsSpan(0, Math.Max(file.ReadAt(offset, bytes), 0)));
    }

    /// <summary>
    /// ninja's first FAILED block; else the first error that a compiler, a linker, cmake, meson or make reports, from where it begins (the include stack, the function) to the
    /// next command; else the last lines.
    /// </summary>
    internal static string[] Of(string[] lines)
    {
        (int start, int stop) = Find([.. lines.Select(line => line.Contains('\u001b', StringComparison.Ordinal) ? Colour().Replace(line, "") : line)]);
        return lines[start..stop];
    }

    private static (int Start, int Stop) Find(string[] lines)
    {
        int failed = Array.FindIndex(lines, line => line.StartsWith("FAILED: ", StringComparison.Ordinal));
        if (failed >= 0)
            return Until(lines, failed, failed + 1, NinjaBlockEnd());

        int error = Array.FindIndex(lines, line => Error().IsMatch(line));
        if (error < 0)
            return (Math.Max(0, lines.Length - EndLines), lines.Length);
        int start = error;
        while (start > 0 && Introduction().IsMatch(lines[start - 1]))
            start--;
        return Until(lines, start, error + 1, CommandOrEnd());
    }

    private static (int Start, int Stop) Until(string[] lines, int start, int from, Regex end)
    {
        int next = Array.FindIndex(lines, from, end.IsMatch);
        return (start, Math.Min(next < 0 ? lines.Length : next, start + MostLines));
    }

    // What a compiler that is told to writes around its words.
    [GeneratedRegex(@"\x1b\[[0-9;]*[mK]", RegexOptions.ExplicitCapture)]
    private static partial Regex Colour();

    [GeneratedRegex(@"^(\[\d+/\d+\] |ninja: |FAILED: )", RegexOptions.ExplicitCapture)]
    private static partial Regex NinjaBlockEnd();

    [GeneratedRegex(@"(^|[\s:])(fatal )?error(\[E\d+\])?: |\bundefined reference to |^CMake Error|^meson\.build:\d+:\d+: ERROR|ERROR: |^make(\[\d+\])?: \*\*\* |: command not found$|^collect2: ", RegexOptions.ExplicitCapture)]
    private static partial Regex Error();

    [GeneratedRegex(@"^In file included from |^ {10,}from |: In (member |static member )?(function|instantiation|constructor|destructor|lambda) |: In substitution |: At global scope:|: In function |^/.*ld(\.\w+)?: ", RegexOptions.ExplicitCapture)]
    private static partial Regex Introduction();

    [GeneratedRegex(@"^(make(\[\d+\])?: |(\S+/)?(gcc|g\+\+|cc|c\+\+|clang|clang\+\+) |\[\d+/\d+\] |larder: |Running phase: )", RegexOptions.ExplicitCapture)]
    private static partial Regex CommandOrEnd();
}
