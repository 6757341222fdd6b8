using System.Diagnostics;

namespace Larder.Nix.Sandbox.Tests.Harness;

/// <summary>Runs programs of the machine, with no setting of larder's but those given.</summary>
internal static class Programs
{
    /// <summary>Longer than any build of these tests; a build that stalls is a failure that names itself.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(TestLength.IsLong ? 90 : 8);

    internal static ProgramResult Run(string program, IEnumerable<string> arguments, params (string Name, string Value)[] variables)
    {
        ProcessStartInfo start = new(program)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("LARDER_", StringComparison.Ordinal) || name.StartsWith("NIX_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        foreach ((string name, string value) in variables)
            start.Environment[name] = value;

        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', start.ArgumentList)} did not end within {Limit}");
        }

        return new ProgramResult(process.ExitCode, output.Result, error.Result);
    }
}
