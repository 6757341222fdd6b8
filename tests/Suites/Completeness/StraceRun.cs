using System.Text;
using Larder.Suites.Harness;

namespace Larder.Suites.Completeness;

/// <summary>Runs a command under strace(1) and lists what it, and all that it started, asked of files.</summary>
public static class StraceRun
{
    /// <summary>Calls of strace's class %file that name no file that is looked for.</summary>
    private static readonly string[] Ignored = ["getcwd", "statfs", "utimensat", "umask"];

    /// <summary>Runs a compile.</summary>
    /// <param name="work">Where.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="skip">The program whose own calls don't count (larder; what it starts counts), or null.</param>
    /// <param name="status">How it must end.</param>
    public static List<FileProbe> Of(Workspace work, string[] command, string? skip, int status = 0)
    {
        string directory = Path.Combine(work.Root, "strace-" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(directory);
        ProcessResult result = work.Run(
            "strace", ["-ff", "--seccomp-bpf", "-qq", "-o", Path.Combine(directory, "t"), "-e", "trace=%file", "-e", "signal=none", .. command]);
        Assert.True(result.ExitCode == status, $"exit status {result.ExitCode}\n{result.ErrorText}");
        List<FileProbe> probes = [];
        foreach (string file in Directory.GetFiles(directory))
            Read(file, skip, probes);
        Directory.Delete(directory, recursive: true);
        return probes;
    }

    private static void Read(string file, string? skip, List<FileProbe> probes)
    {
        string program = "?";
        Dictionary<string, string> directories = new(StringComparer.Ordinal);
        foreach (string line in File.ReadLines(file))
        {
            int open = line.IndexOf('(', StringComparison.Ordinal);
            if (open <= 0)
                continue;
            string call = line[..open];
            if (Array.IndexOf(Ignored, call) >= 0)
                continue;
            int end = line.LastIndexOf(" = ", StringComparison.Ordinal);
            Assert.True(end > 0 && !line.Contains("unfinished", StringComparison.Ordinal), "strace: " + line);
            string[] outcome = line[(end + 3)..].Split(' ');
            string error = outcome[0].StartsWith('-') ? outcome[1] : "";
            int quote = line.IndexOf('"', open);
            Assert.True(quote > 0 && quote < end, "strace: " + line);
            (string path, int after) = Unquote(line, quote);
            string rest = line[after..end].Trim(' ', ')').TrimStart(',').Trim();
            if (call == "execve" && error.Length == 0)
                program = Path.GetFileName(path);
            if (skip is not null && program == skip)
                continue;

            // fstat(2) of an open file: what it is was told when it was opened.
            if (path.Length == 0 && line.Contains("AT_EMPTY_PATH", StringComparison.Ordinal))
                continue;
            string first = line[(open + 1)..quote].Trim(' ', ',');
            if (directories.TryGetValue(first, out string? directory))
                (path, first) = (Path.Combine(directory, path), string.Empty);
            Assert.True(first is "" or "AT_FDCWD" || path.StartsWith('/'), "a path relative to a directory: " + line);
            if (call == "openat" && error.Length == 0 && rest.Contains("O_DIRECTORY", StringComparison.Ordinal) && !rest.Contains("O_NONBLOCK", StringComparison.Ordinal))
            {
                // Opened for paths relative to it, not to be listed (opendir(3) asks for O_NONBLOCK).
                directories[outcome[0]] = path;
                continue;
            }

            probes.Add(new FileProbe(program, call, path, rest, error));

            // rename(2) and link(2) name a second file.
            int second = rest.IndexOf('"', StringComparison.Ordinal);
            if (call.StartsWith("rename", StringComparison.Ordinal) && second >= 0)
                probes.Add(new FileProbe(program, call, Unquote(rest, second).Text, "", error));
        }
    }

    /// <summary>A C string as strace prints it, and where it ends.</summary>
    private static (string Text, int End) Unquote(string line, int quote)
    {
        StringBuilder text = new();
        int i = quote + 1;
        while (line[i] != '"')
        {
            if (line[i] == '\\')
            {
                i++;
                Assert.True(line[i] is '"' or '\\', "an escape in " + line);
            }

            text.Append(line[i++]);
        }

        return (text.ToString(), i + 1);
    }
}
