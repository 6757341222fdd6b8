using System.Diagnostics;

namespace Larder.Suites.Harness;

/// <summary>The daemon of one workspace.</summary>
internal sealed class SuiteDaemon : IDisposable
{
    private const uint OwnerOnly = 0x1C0; // 0700

    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(30);

    // As they are at its first start: the test goes on changing its own while the killer starts another one.
    private readonly KeyValuePair<string, string?>[] _variables;
    private readonly CancellationTokenSource _over = new();
    private readonly Thread? _killer;
    private Process _process;
    private Exception? _failure;

    private SuiteDaemon(Workspace work)
    {
        _variables = [.. work.Variables];
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
        Assert.True(_failure is null, $"the daemon could not be killed and started again: {_failure}");
    }

    private Process StartProcess()
    {
        ProcessStartInfo start = new(Binary) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = "/" };
        start.ArgumentList.Add("--foreground");
        foreach ((string name, string? value) in _variables)
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
        try
        {
            while (!_over.Token.WaitHandle.WaitOne(Random.Shared.Next(5, 300)))
            {
                Process killed = _process;
                killed.Kill();
                killed.WaitForExit();
                _process = StartProcess();
                killed.Dispose();
            }
        }
        catch (Exception failure)
        {
            // The test's, not the whole run's.
            _failure = failure;
        }
    }
}
