using System.Globalization;
using Larder.Posix;

namespace Larder.Daemon.Hosting;

/// <summary>larderd's command line.</summary>
internal sealed record DaemonOptions
{
    internal const string Usage = """
        usage: larderd [--no-wait]       start in the background; done when it answers
               larderd --foreground      serve until told to end (SIGTERM); what a service manager executes
               larderd --version | --help

        Everything else is a setting, in the environment or in a file: see "larder help config". "larder daemon" starts, stops and
        asks after the daemon.

        """;

    internal bool Foreground { get; init; }

    /// <summary>Put into the background by another larderd: messages go to a file.</summary>
    internal bool Detached { get; init; }

    internal bool NoWait { get; init; }

    internal bool Version { get; init; }

    internal bool Help { get; init; }

    /// <summary>Where to report how the start went.</summary>
    internal FileDescriptor Report { get; init; } = FileDescriptor.None;

    /// <summary>The endpoint's lock, taken already by whoever executed this.</summary>
    internal FileDescriptor LockFile { get; init; } = FileDescriptor.None;

    /// <summary>Null, and what is wrong, where the words aren't understood.</summary>
    internal static DaemonOptions? Parse(string[] words, out string problem)
    {
        problem = string.Empty;
        DaemonOptions options = new();
        foreach (string word in words)
        {
            DaemonOptions? next = word switch
            {
                "--foreground" => options with { Foreground = true },
                "--detached" => options with { Detached = true },
                "--no-wait" => options with { NoWait = true },
                "--version" => options with { Version = true },
                "--help" or "-h" => options with { Help = true },
                _ when Descriptor(word, "--report-fd=") is { IsOpen: true } file => options with { Report = file },
                _ when Descriptor(word, "--lock-fd=") is { IsOpen: true } file => options with { LockFile = file },
                _ => null,
            };
            if (next is null)
            {
                problem = $"\"{word}\" is not understood";
                return null;
            }

            options = next;
        }

        if (options.Foreground && options.NoWait)
        {
            problem = "--foreground and --no-wait exclude each other";
            return null;
        }

        return options;
    }

    private static FileDescriptor Descriptor(string word, string name) =>
        word.StartsWith(name, StringComparison.Ordinal)
        && int.TryParse(word.AsSpan(name.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 2
            ? new FileDescriptor(number)
            : FileDescriptor.None;
}
