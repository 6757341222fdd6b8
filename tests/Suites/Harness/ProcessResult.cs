using System.Text;

namespace Larder.Suites.Harness;

/// <summary>How a program ended and what it said.</summary>
public sealed record ProcessResult(int ExitCode, byte[] Output, byte[] Error)
{
    public string OutputText => Encoding.UTF8.GetString(Output);

    public string ErrorText => Encoding.UTF8.GetString(Error);

    /// <summary>Fails the test, showing what was said, where the program did not end with 0.</summary>
    public ProcessResult Succeeded()
    {
        Assert.True(ExitCode == 0, $"exit status {ExitCode}\n{OutputText}\n{ErrorText}");
        return this;
    }
}
