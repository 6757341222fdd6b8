using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Larder.Units.Tests.EndToEnd;

/// <summary>How a call of larder ended, and what it said.</summary>
public sealed partial record UnitRun(int ExitCode, string Output, string Error)
{
    /// <summary>Longer than any build of these tests; one that hangs is a failure that names itself.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>What was done, sorted: "arith built", "greet restored", "app failed".</summary>
    internal string[] Deeds =>
        [.. Error.Split('\n').Select(line => Deed().Match(line)).Where(match => match.Success)
            .Select(match => $"{match.Groups["unit"].Value} {(match.Groups["deed"].Value.StartsWith("built in", StringComparison.Ordinal) ? "built" : "restored")}")
            .Order(StringComparer.Ordinal)];

    internal static UnitRun Of(Process process)
    {
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"larder did not end within {Limit}");
        }

        return new UnitRun(process.ExitCode, output, error.Result);
    }

    internal UnitRun Succeeded()
    {
        Assert.True(ExitCode == 0, $"status {ExitCode}\n{Output}\n{Error}");
        return this;
    }

    [GeneratedRegex(@"^\[\d+/\d+\] (?<unit>[^:]+): (?<deed>built in|built like this before)")]
    private static partial Regex Deed();
}
