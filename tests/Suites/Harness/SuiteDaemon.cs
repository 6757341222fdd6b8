using System.Diagnostics;

namespace Larder.Suites.Harness;

/// <summary>The daemon of one workspace.</summary>
internal sealed class SuiteDaemon : IDisposable
{
    private const uint OwnerOnly = 0x1C0; // 0700

    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(30);

    private readonly Workspace _work;
    private readonly CancellationTokenSource _over = new();
    private readonly Thread? _killer;
    private Process _process;

    private SuiteDaemon(Workspace work)
    {
        _work = work;
        _process = StartProcess();
        if (!SuiteMode.IsKilled)
            return;
        _killer = new Thread(KillAgainAndAgain) { IsBackground = true };
        _killer.Start();
    }

    /// <summary>larderd beside the larder under test.</summary>
    internal static string Binary => Path.Combine(Path.GetDirectoryName(LarderBinary.Path)!, "larderd");

    /// <summary>Starts one for the workspace's cache, and makes its programs find it.</summary>
    internal static SuiteDaemon Start(Workspace work)
    {
        string directory = Path.Combine(work.Root, "run");
        Assert.Equal(0, Posix.FileSystem.MakeDirectory(System.Text.Encoding.UTF8.GetBytes(directory), OwnerOnly));
        work.Variables["LARDER_SOCKET"] = Path.Combine(directory, "d.sock");
        return new SuiteDaemon(work);
    }

    public void Dispose()
    {
        _over.Cancel();
        _killer?.Join();
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _over.Dispose();
    }

    private Process StartProcess()
    {
        ProcessStartInfo start = new(Binary) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = "/" };
        start.ArgumentList.Add("--foreground");
        foreach ((string name, string? value) in _work.Variables)
        {
            if (value is null)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
        }

        Process process = Process.Start(start)!;
        Task<string?> ready = Task.Run(process.StandardError.ReadLine);
        Assert.True(ready.Wait(ReadyLimit) && ready.Result is not null, "larderd did not start");
        _ = process.StandardError.ReadToEndAsync();
        return process;
    }

    private void KillAgainAndAgain()
    {
        while (!_over.Token.WaitHandle.WaitOne(Random.Shared.Next(5, 300)))
        {
            _process.Kill();
            _process.WaitForExit();
            _process.Dispose();
            _process = StartProcess();
        }
    }
}
