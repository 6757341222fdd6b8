using Larder.Caching.Settings;
using Larder.Daemon.Lifetime;
using Larder.Daemon.Logging;
using Larder.Daemon.Metrics;
using Larder.Daemon.Watching;
using Larder.Posix;
using Larder.Protocol.Endpoints;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Larder.Daemon.Hosting;

/// <summary>
/// One life of a daemon in this process: place, lock, socket, server, name; and all of it backwards. Whatever ends the process in between,
/// the next one finds nothing that stands in its way: the lock is the kernel's, and the name is replaced.
/// </summary>
internal sealed class DaemonRun(DaemonOptions options, ProcessEnvironment environment, StartReport report)
{
    /// <summary>How long a daemon that finds the lock taken waits for the other to answer or to go.</summary>
    private static readonly TimeSpan OtherLimit = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan OtherPoll = TimeSpan.FromMilliseconds(20);

    /// <summary>How often it is looked whether anybody can still want this daemon: three calls of statx.</summary>
    private static readonly TimeSpan SelfCheckInterval = TimeSpan.FromSeconds(10);

    /// <summary>What the server may take for calls that are still running when nothing holds them any more.</summary>
    private static readonly TimeSpan ServerLimit = TimeSpan.FromSeconds(5);

    private readonly ServiceManager _manager = new(environment);
    private readonly TimeProvider _time = TimeProvider.System;

    /// <summary>Serves until the end. The exit status.</summary>
    internal async Task<int> RunAsync()
    {
        CacheSettings settings = CacheSettings.Load(environment);
        if (settings.Directory.Length == 0)
            return Fail("there is no directory for the cache: set dir (LARDER_DIR), or HOME");

        Endpoint endpoint = Endpoint.Find(new EndpointRequest
        {
            CacheDirectory = settings.Directory,
            RuntimeDirectory = environment.Get("XDG_RUNTIME_DIR"u8),
            ChosenSocket = settings.Socket,
        }).Prepare();
        FileDescriptor[] handed = [.. _manager.Listeners.Where(UnixListener.IsListening)];
        if (endpoint.State != EndpointState.Usable && handed.Length == 0)
            return Fail(endpoint.Describe());

        LogTarget target = options.Detached && endpoint.State == EndpointState.Usable
            ? LogTarget.ToFile(endpoint.Log, _time)
            : LogTarget.StandardError(environment, _time);
        using LineLoggerProvider loggers = new(target);
        ILogger logger = loggers.CreateLogger("Larder.Daemon");
        foreach (SettingProblem problem in settings.Problems)
            Log.BadSetting(logger, ByteString.Show(problem.Message));
        foreach (FileDescriptor other in _manager.Listeners.Except(handed))
            Log.NoListener(logger, other.Value);

        // A daemon that was handed the very socket that the setting names has no other name, and perhaps no right to make one there.
        bool needsName = !(endpoint.IsChosen && handed.Length > 0) && endpoint.State == EndpointState.Usable;
        EndpointLock? held = null;
        if (needsName)
        {
            held = options.LockFile.IsOpen ? EndpointLock.Adopt(endpoint, options.LockFile) : null;
            bool isRunning = false;
            string problem = string.Empty;
            if (held is null && handed.Length == 0)
                (held, isRunning, problem) = await TakeLockAsync(endpoint).ConfigureAwait(false);
            else
                held ??= EndpointLock.TryTake(endpoint, out _);
            if (isRunning)
            {
                report.Running();
                if (!options.Detached)
                    StandardStreams.Complain($"larderd: already running on {ByteString.Show(endpoint.Socket)}\n");
                return 0;
            }

            if (held is null && handed.Length == 0)
                return Fail(problem, logger);
            if (held is null)
                Log.WithoutName(logger, ByteString.Show(endpoint.Lock));
        }

        using (held)
        {
            held?.NoteStart();
            int status;
            try
            {
                status = await ServeAsync(settings, target, endpoint, held, handed, logger).ConfigureAwait(false);
            }
            catch (Exception fault)
            {
                status = Fail($"{fault.GetType().Name}: {fault.Message}", logger);
            }

            // One that failed is not to be followed at once by the next attempt.
            if (status == 0)
                held?.NoteEnd();
            return status;
        }
    }

    private async Task<int> ServeAsync(
        CacheSettings settings, LogTarget target, Endpoint endpoint, EndpointLock? held, FileDescriptor[] handed, ILogger logger)
    {
        OwnSocket? own = null;
        if (held is not null)
        {
            own = OwnSocket.Bind(endpoint, out int error);
            if (own is null)
                return Fail($"{ByteString.Show(endpoint.BindingName)}: {Errno.Describe(error)}", logger);
        }

        FileDescriptor[] listeners = own is null ? handed : [own.Listener, .. handed];
        WebApplication server = DaemonServer.Build(settings, target, listeners, new WatchMark(endpoint.WatchMark), admitsOthers: endpoint.IsChosen);
        await using (server.ConfigureAwait(false))
        {
            DaemonLifetime lifetime = server.Services.GetRequiredService<DaemonLifetime>();
            ConnectionCount connections = server.Services.GetRequiredService<ConnectionCount>();
            try
            {
                await server.StartAsync().ConfigureAwait(false);
                int error = own?.Publish() ?? Errno.None;
                if (error != Errno.None)
                    return Fail($"{ByteString.Show(endpoint.Socket)}: {Errno.Describe(error)}", logger);
            }
            finally
            {
                if (own is not null && !own.HasItsName())
                    own.Withdraw();
            }

            string socket = ByteString.Show(own is null && !endpoint.IsChosen ? endpoint.ActivationSocket : endpoint.Socket);
            Log.Serving(logger, DaemonServer.Version, ByteString.Show(BuildIdentity.Id), ByteString.Show(settings.Directory), socket);
            _manager.Ready("Serving " + socket);
            report.Serving();

            string reason = "asked to";
            using IdleWatch idle = new(_time, settings.IdleTimeout, connections, () => lifetime.Leases > 0 || lifetime.PendingStores > 0, () =>
            {
                reason = "idle";
                lifetime.BeginDrain();
            });
            using ITimer? watchdog = Every(_manager.WatchdogInterval, _manager.Alive);
            SelfCheck self = new(own);
            using ITimer? check = Every(SelfCheckInterval, () =>
            {
                if (lifetime.IsDraining || self.Look() is not { } why)
                    return;
                reason = why;
                lifetime.BeginDrain();
            });
            MetricsEndpoint? metrics = MetricsEndpoint.Start(settings.MetricsListen, server.Services.GetRequiredService<DaemonMetrics>(), logger, _time);
            await lifetime.Begun.ConfigureAwait(false);

            // First of all: the next daemon, which may be up already, waits for the place.
            if (metrics is not null)
                await metrics.DisposeAsync().ConfigureAwait(false);
            await EndAsync(server, lifetime, own, reason, logger).ConfigureAwait(false);
        }

        return 0;
    }

    private async Task EndAsync(WebApplication server, DaemonLifetime lifetime, OwnSocket? own, string reason, ILogger logger)
    {
        own?.Withdraw();
        Log.Draining(logger, reason);
        _manager.Stopping("Draining: " + DaemonServer.Count(lifetime.Leases, "lease"));
        try
        {
            if (!await lifetime.LeasesReturnedAsync().ConfigureAwait(false))
                Log.LeasesDropped(logger, lifetime.Leases);
            await lifetime.StoresFinishedAsync().ConfigureAwait(false);
            await lifetime.ConnectionsClosedAsync().ConfigureAwait(false);

            using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(lifetime.Hurry);
            limit.CancelAfter(ServerLimit);
            await server.StopAsync(limit.Token).ConfigureAwait(false);

            // What the last calls handed over.
            if (!await lifetime.StoresFinishedAsync().ConfigureAwait(false))
                Log.StoresLost(logger, lifetime.PendingStores);
        }
        catch (Exception fault)
        {
            Log.EndFailed(logger, fault);
        }

        Log.Ended(logger);
    }

    /// <summary>The lock, or that another daemon answers, or why there is neither.</summary>
    private async Task<(EndpointLock? Held, bool IsRunning, string Problem)> TakeLockAsync(Endpoint endpoint)
    {
        const int AnswerMilliseconds = 1000;
        long start = _time.GetTimestamp();
        while (true)
        {
            EndpointLock? held = EndpointLock.TryTake(endpoint, out int error);
            if (held is not null)
                return (held, false, string.Empty);
            if (error != Errno.None)
                return (null, false, $"{ByteString.Show(endpoint.Lock)}: {Errno.Describe(error)}");
            if (EndpointProbe.Answers(endpoint.Socket, AnswerMilliseconds))
                return (null, true, string.Empty);
            if (_time.GetElapsedTime(start) >= OtherLimit)
                return (null, false, $"another daemon holds {ByteString.Show(endpoint.Lock)} and does not answer");
            await Task.Delay(OtherPoll, _time).ConfigureAwait(false);
        }
    }

    private ITimer? Every(TimeSpan interval, Action action) =>
        interval > TimeSpan.Zero ? _time.CreateTimer(_ => action(), null, interval, interval) : null;

    /// <summary>Says why there is no daemon to everybody who may want to know; a detached one's standard error is nobody.</summary>
    private int Fail(string reason, ILogger? logger = null)
    {
        report.Failed(reason);
        if (options.Detached && logger is not null)
            Log.NotStarted(logger, reason);
        else
            StandardStreams.Complain($"larderd: {reason}\n");
        return 1;
    }
}
