using System.Diagnostics;
using System.Text;

namespace Larder.Nix.Tests.Harness;

/// <summary>
/// Runs Nix and systemd's checking programs. Evaluation reads only (no store is needed); builds go to a store below a temporary directory, so
/// nothing of the machine's own Nix is seen or changed.
/// </summary>
internal static class NixPrograms
{
    /// <summary>Longer than any evaluation or build here; a hang is a failure that names itself.</summary>
    private static readonly TimeSpan ProgramLimit = TimeSpan.FromMinutes(3);

    internal static string Expressions => SourceRoot.PathOf("tests/Nix.Tests/Expressions");

    /// <summary>Why Nix can't be used here, or null.</summary>
    internal static string? Obstacle { get; } = Which("nix-instantiate") is null ? "nix-instantiate is not installed (Debian's nix-bin)" : null;

    /// <summary>A program's path, or null where PATH has none.</summary>
    internal static string? Which(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':').Select(directory => Path.Combine(directory, program)).FirstOrDefault(File.Exists);

    internal static (int Status, string Output, string Error) Run(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? variables = null)
    {
        ProcessStartInfo start = new(program)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (string name in start.Environment.Keys.Where(key => key.StartsWith("LARDER_", StringComparison.Ordinal) || key is "NIX_PATH" or "NIX_CONFIG").ToList())
            start.Environment.Remove(name);
        foreach ((string name, string value) in variables ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        if (!process.WaitForExit(ProgramLimit))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} did not end within {ProgramLimit}");
        }

        return (process.ExitCode, output, error.Result);
    }
}
