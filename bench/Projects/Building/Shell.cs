using System.Diagnostics;
using System.Globalization;

namespace Larder.Projects.Building;

/// <summary>Runs commands with an environment of ours alone.</summary>
internal static class Shell
{
    /// <summary>
    /// Runs a script in <paramref name="directory"/> with both streams into <paramref name="log"/>; hands back its status, how long it took, and
    /// the processor time of all processes that it waited for, which tells more where the machine has other work.
    /// </summary>
    internal static (int Status, TimeSpan Time, TimeSpan Processor) Run(
        string script, IReadOnlyDictionary<string, string> environment, string directory, string log)
    {
        var times = log + ".times";
        var start = Stopwatch.GetTimestamp();
        using var process = Start(
            ["/bin/sh", "-e", "-c", $"exec </dev/null >'{log}' 2>&1\ntrap \"times >'{times}'\" EXIT\n{script}"], environment, directory, redirect: false);
        process.WaitForExit();
        var elapsed = Stopwatch.GetElapsedTime(start);
        return (process.ExitCode, elapsed, ProcessorTime(times));
    }

    /// <summary>The sum of what POSIX's times prints: user and system, of the shell and of its children, each as MmS.SSs.</summary>
    private static TimeSpan ProcessorTime(string file)
    {
        if (!File.Exists(file))
            return TimeSpan.Zero;
        var sum = TimeSpan.Zero;
        foreach (var word in File.ReadAllText(file).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            var minutes = word.IndexOf('m', StringComparison.Ordinal);
            sum += TimeSpan.FromMinutes(double.Parse(word[..minutes], CultureInfo.InvariantCulture))
                + TimeSpan.FromSeconds(double.Parse(word[(minutes + 1)..^1], CultureInfo.InvariantCulture));
        }

        return sum;
    }

    /// <summary>What a command prints.</summary>
    /// <exception cref="ProjectsException">It ended with another status than 0.</exception>
    internal static string Ask(string[] arguments, IReadOnlyDictionary<string, string> environment, string directory)
    {
        using var process = Start(arguments, environment, directory, redirect: true);
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new ProjectsException($"status {process.ExitCode}: {string.Join(' ', arguments)}\n{output}{errors.GetAwaiter().GetResult()}");
    }

    private static Process Start(string[] arguments, IReadOnlyDictionary<string, string> environment, string directory, bool redirect)
    {
        var start = new ProcessStartInfo(arguments[0], arguments[1..])
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = redirect,
            RedirectStandardError = redirect,
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment)
            start.Environment.Add(name, value);
        return Process.Start(start) ?? throw new ProjectsException($"{arguments[0]} does not start");
    }
}
