using System.Diagnostics;

namespace Larder.Storage.Tests.Support;

/// <summary>A tool of the system, run to its end.</summary>
internal static class WorkerTool
{
    internal static int Run(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program) { UseShellExecute = false };
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
