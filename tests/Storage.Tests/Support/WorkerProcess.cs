using System.Diagnostics;

namespace Larder.Storage.Tests.Support;

/// <summary>This assembly's program in a process of its own.</summary>
internal static class WorkerProcess
{
    private static string Assembly => typeof(WorkerProcess).Assembly.Location;

    private static string Host => Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet" ? path : "dotnet";

    internal static Process Start(params string[] arguments) => Begin(Host, ["exec", Assembly, .. arguments]);

    /// <summary>Runs it as another user and group, which only root can.</summary>
    internal static Process StartAs(int uid, int gid, params string[] arguments) => Begin(
        "setpriv", [$"--reuid={uid}", $"--regid={gid}", "--clear-groups", Host, "exec", Assembly, .. arguments]);

    /// <summary>Runs it as another user, in a mount namespace of its own, after a command of the shell.</summary>
    internal static Process StartInNamespace(int uid, int gid, string command, params string[] arguments) => Begin(
        "unshare",
        ["--mount", "bash", "-c", $"{command}\nexec setpriv --reuid={uid} --regid={gid} --clear-groups \"$@\"", "worker", Host, "exec", Assembly, .. arguments]);

    internal static int Wait(Process process)
    {
        using (process)
        {
            Assert.True(process.WaitForExit(TimeSpan.FromMinutes(2)), "a worker hangs");
            return process.ExitCode;
        }
    }

    private static Process Begin(string program, string[] arguments)
    {
        ProcessStartInfo start = new(program) { UseShellExecute = false };
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["DOTNET_ROLL_FORWARD"] = "Major";
        start.Environment["DOTNET_CLI_HOME"] = Path.GetTempPath();
        return Process.Start(start)!;
    }
}
