using System.Diagnostics;

namespace Larder.Projects.Building;

/// <summary>Runs commands with an environment of ours alone.</summary>
internal static class Shell
{
    /// <summary>Runs a script in <paramref name="directory"/> with both streams into <paramref name="log"/>; hands back its status and how long it took.</summary>
    internal static (int Status, TimeSpan Time) Run(string script, IReadOnlyDictionary<string, string> environment, string directory, string log)
    {
        var start = Stopwatch.GetTimestamp();
        using var process = Start(["/bin/sh", "-e", "-c", $"exec </dev/null >'{log}' 2>&1\n{script}"], environment, directory, redirect: false);
        process.WaitForExit();
        return (process.ExitCode, Stopwatch.GetElapsedTime(start));
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
