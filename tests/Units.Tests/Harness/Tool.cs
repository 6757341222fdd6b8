using System.Diagnostics;

namespace Larder.Units.Tests.Harness;

/// <summary>A program of the system, run to its end.</summary>
internal static class Tool
{
    /// <summary>Whether PATH has it.</summary>
    internal static bool Has(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(directory => File.Exists(Path.Combine(directory, program)));

    /// <summary>Runs it; fails the test where it fails. What it wrote to its standard output.</summary>
    internal static string Run(string directory, string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = directory,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // No user's and no machine's settings.
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        start.Environment["GIT_CONFIG_SYSTEM"] = "/dev/null";
        start.Environment["XDG_CONFIG_HOME"] = "/nonexistent";
#pragma warning disable RS0030 // The tests' own home of started programs.
        using Process process = Process.Start(start)!;
#pragma warning restore RS0030
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {process.ExitCode}\n{output}{error.Result}");
        return output;
    }
}
