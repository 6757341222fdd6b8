using System.Diagnostics;

namespace Larder.Units.Tests.Harness;

/// <summary>A test that needs Nix and rustc: skipped, and reported so, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RustFactAttribute : FactAttribute
{
    public RustFactAttribute() => Skip = NixFactAttribute.Obstacle ?? (Compiler is null ? "needs rustc (Debian: rustc)" : null);

    /// <summary>rustc itself, behind the program of that name that rustup may have on PATH; null: none.</summary>
    internal static string? Compiler { get; } = Find();

    private static string? Find()
    {
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(directory => File.Exists(directory + "/rustc")))
            return null;
        using Process process = Process.Start(new ProcessStartInfo("rustc", ["--print", "sysroot"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        string sysroot = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0 && File.Exists(sysroot + "/bin/rustc") ? sysroot + "/bin/rustc" : null;
    }
}
