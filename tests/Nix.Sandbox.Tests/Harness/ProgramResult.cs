namespace Larder.Nix.Sandbox.Tests.Harness;

/// <summary>How a program ended and what it said.</summary>
public sealed record ProgramResult(int ExitCode, string Output, string Error)
{
    /// <summary>Fails the test, showing what was said, where the program did not end with 0.</summary>
    public ProgramResult Succeeded()
    {
        Assert.True(ExitCode == 0, $"exit status {ExitCode}\n{Output}\n{Error}");
        return this;
    }
}
