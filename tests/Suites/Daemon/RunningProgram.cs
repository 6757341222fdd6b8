using System.Diagnostics;
using System.Globalization;
using Larder.Suites.Harness;

namespace Larder.Suites.Daemon;

/// <summary>A program that runs beside the test, in a session and a process group of its own. Disposing it kills the group.</summary>
internal sealed class RunningProgram : IDisposable
{
    private readonly Process _process;
    private readonly Task<byte[]> _output;
    private readonly Task<byte[]> _error;

    private RunningProgram(Process process)
    {
        _process = process;
        ProcessId = process.Id;
        process.StandardInput.Close();
        _output = Task.Run(() => ReadAll(process.StandardOutput.BaseStream));
        _error = Task.Run(() => ReadAll(process.StandardError.BaseStream));
    }

    internal int ProcessId { get; }

    internal bool HasEnded => _process.HasExited;

    internal static RunningProgram Start(Workspace work, string directory, string program, params string[] words)
    {
        // setsid(1) becomes the program, for a new child leads no group.
        ProcessStartInfo start = new("setsid", [program, .. words])
        {
            WorkingDirectory = directory,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string? value) in work.Variables)
        {
            if (value is null)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
        }

        start.Environment["PWD"] = directory;
        return new RunningProgram(Process.Start(start)!);
    }

    /// <summary>A signal to this process alone.</summary>
    internal void Signal(string name) => Kill(name, ProcessId);

    /// <summary>A signal to all that it started, too.</summary>
    internal void SignalGroup(string name) => Kill(name, -ProcessId);

    /// <summary>Waits for the end, and for that of whoever else holds its streams.</summary>
    internal ProcessResult Finish()
    {
        Assert.True(_process.WaitForExit(ServedWorkspace.Patience), "it hangs");
        Assert.True(Task.WaitAll([_output, _error], ServedWorkspace.Patience), "somebody else keeps its streams open");
        return new ProcessResult(_process.ExitCode, _output.Result, _error.Result);
    }

    public void Dispose()
    {
        SignalGroup("KILL");
        _process.WaitForExit();
        _process.Dispose();
    }

    private static void Kill(string name, int process)
    {
        using Process kill = Process.Start(new ProcessStartInfo(
            "/bin/kill", ["-" + name, "--", process.ToString(CultureInfo.InvariantCulture)]) { UseShellExecute = false, RedirectStandardError = true })!;
        kill.WaitForExit();
    }

    private static byte[] ReadAll(Stream stream)
    {
        using MemoryStream content = new();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
