using Larder.Daemon.Hosting;
using Larder.Daemon.Lifetime;
using Larder.Posix;
using Larder.Protocol.Endpoints;

namespace Larder.Daemon;

/// <summary>larderd: owns the cache and the job pool of one user, behind a Unix socket.</summary>
internal static class Program
{
    private const int Success = 0;
    private const int Failure = 1;
    private const int UsageError = 2;

    /// <summary>
    /// In the background, files are the user's alone unless a setting or a request says otherwise, whatever the umask of whoever started it. In the
    /// foreground the service manager has set what it wants.
    /// </summary>
    private const uint PrivateUmask = 0x3F; // 077

    private static async Task<int> Main(string[] words)
    {
        StandardStreams.Reserve();
        if (DaemonOptions.Parse(words, out string problem) is not { } options)
        {
            StandardStreams.Complain($"larderd: {problem}\n{DaemonOptions.Usage}");
            return UsageError;
        }

        if (options.Help || options.Version)
        {
            StandardStreams.Print(options.Help
                ? DaemonOptions.Usage
                : $"larderd {DaemonServer.Version} ({ByteString.Show(BuildIdentity.Id)})\n");
            return Success;
        }

        ProcessEnvironment environment = ProcessEnvironment.Current();
        if (!options.Foreground)
            return StartInBackground(options, environment);

        if (options.Detached)
            User.SetUmask(PrivateUmask);
        FileSystem.ChangeDirectory("/"u8);
        if (options.LockFile.IsOpen)
            UnixListener.KeepFromChildren(options.LockFile);
        using StartReport report = new(options.Report);
        if (options.Report.IsOpen)
            UnixListener.KeepFromChildren(options.Report);
        return await new DaemonRun(options, environment, report).RunAsync().ConfigureAwait(false);
    }

    private static int StartInBackground(DaemonOptions options, ProcessEnvironment environment)
    {
        StartOutcome outcome = BackgroundStart.Run(environment, options.LockFile, wait: !options.NoWait);
        if (outcome.State != StartState.Failed)
            return Success;
        StandardStreams.Complain($"larderd: not started: {outcome.Reason}\n");
        return Failure;
    }
}
