using Larder.Caching.Settings;
using Larder.CommandLine.Text;
using Larder.Posix;
using Larder.Protocol.Endpoints;
using Larder.Protocol.Messages;
using Larder.Protocol.Wire;

namespace Larder.CommandLine.DaemonControl;

/// <summary>The daemon of some settings, as the command line talks to it.</summary>
internal sealed class DaemonClient(CacheSettings settings, ProcessEnvironment environment)
{
    /// <summary>A daemon that works answers in a millisecond; one that was just stopped by a debugger or a full machine gets this.</summary>
    private const int AnswerMilliseconds = 10_000;

    /// <summary>What an orderly end may take (the daemon's own limits: leases, stores, server), and a reserve.</summary>
    private const int StopMilliseconds = 90_000;

    /// <summary>The daemon's own limit for its stores, and a reserve.</summary>
    private const int SettleMilliseconds = 15_000;

    private const int PollMilliseconds = 10;

    /// <summary>Where it is, as it is now: starting one makes the directory.</summary>
    internal Endpoint Endpoint => Endpoint.Find(new EndpointRequest
    {
        CacheDirectory = settings.Directory,
        RuntimeDirectory = environment.Get("XDG_RUNTIME_DIR"u8),
        ChosenSocket = settings.Socket,
    });

    /// <summary>Those of other builds, for the same cache.</summary>
    internal OtherBuilds OtherBuilds => new(Endpoint, settings.Directory);

    /// <summary>A connection to it; null: there is none, and whoever could use one does without.</summary>
    internal DaemonConnection? TryConnect()
    {
        Endpoint endpoint = Endpoint;
        return !settings.NoDaemon && endpoint.State == EndpointState.Usable
            && DaemonConnection.Connect(endpoint.Socket, endpoint.OwnerId, out DaemonConnection? connection, out _) == ConnectState.Connected
            ? connection
            : null;
    }

    /// <summary>Asks the daemon how it is.</summary>
    internal DaemonAnswer Ask()
    {
        Endpoint endpoint = Endpoint;
        if (endpoint.State == EndpointState.Absent)
            return NoneRuns;
        if (endpoint.State != EndpointState.Usable)
            return new DaemonAnswer(null, IsAlive: false, MayStart: false, endpoint.Describe());
        string socket = ByteText.Show(endpoint.Socket);
        ConnectState state = DaemonConnection.Connect(endpoint.Socket, endpoint.OwnerId, out DaemonConnection? connection, out int error);
        switch (state)
        {
            case ConnectState.Connected:
                using (connection)
                    return Ask(connection!, socket);
            case ConnectState.NotThere when EndpointLock.IsHeld(endpoint):
                return new DaemonAnswer(null, IsAlive: true, MayStart: true, "a daemon is starting or ending");
            case ConnectState.NotThere:
                return NoneRuns;
            case ConnectState.NotAllowed:
                return new DaemonAnswer(null, IsAlive: false, MayStart: false, $"{socket}: no permission to connect");
            case ConnectState.WrongOwner:
                return new DaemonAnswer(null, IsAlive: false, MayStart: false, $"{socket}: somebody else's program listens there");
            case ConnectState.Busy:
                return new DaemonAnswer(null, IsAlive: true, MayStart: false, "the daemon is too busy to answer");
            default:
                return new DaemonAnswer(null, IsAlive: false, MayStart: false, $"{socket}: {Errno.Describe(error)}");
        }
    }

    /// <summary>
    /// Waits until the daemon, where one runs, has stored and counted all that it has answered so far. From then on the disk shows it, for
    /// everybody alike.
    /// </summary>
    internal void Settle()
    {
        using DaemonConnection? connection = TryConnect();
        connection?.Call(DaemonMethods.GetStatistics, default, UnixSocketDeadline.In(SettleMilliseconds));
    }

    /// <summary>Tells the daemon to end and waits until it has. What went wrong, or nothing.</summary>
    internal string Stop(DaemonAnswer before)
    {
        Endpoint endpoint = Endpoint;
        UnixSocketDeadline deadline = UnixSocketDeadline.In(StopMilliseconds);
        if (before.Status is not null
            && DaemonConnection.Connect(endpoint.Socket, endpoint.OwnerId, out DaemonConnection? connection, out _) == ConnectState.Connected)
        {
            using (connection)
            {
                CallOutcome outcome = connection!.Call(DaemonMethods.Shutdown, default, UnixSocketDeadline.In(AnswerMilliseconds));
                if (outcome.State == CallState.Status)
                    return "the daemon won't end: " + Describe(outcome);
            }
        }

        // "Stopped" means that it was once not running: the lock is free, or the process is gone where there is no lock to look at.
        while (IsRunning(endpoint, before.Status))
        {
            if (deadline.HasPassed)
                return $"the daemon still runs, {StopMilliseconds / 1000} s after it was told to end";
            Thread.Sleep(PollMilliseconds);
        }

        return string.Empty;
    }

    private static DaemonAnswer NoneRuns => new(null, IsAlive: false, MayStart: true, "no daemon runs");

    private static bool IsRunning(Endpoint endpoint, GetStatusReply? status) =>
        FileSystem.LinkStat(endpoint.Lock, out _) == Errno.None
            ? EndpointLock.IsHeld(endpoint)
            : status is not null && FileSystem.Stat(System.Text.Encoding.ASCII.GetBytes("/proc/" + status.ProcessId), out _) == Errno.None;

    private static DaemonAnswer Ask(DaemonConnection connection, string socket)
    {
        CallOutcome outcome = connection.Call(DaemonMethods.GetStatus, default, UnixSocketDeadline.In(AnswerMilliseconds));
        return outcome.State == CallState.Reply && GetStatusReply.Read(outcome.Reply) is { } status
            ? new DaemonAnswer(status, IsAlive: true, MayStart: false, string.Empty)
            : new DaemonAnswer(null, IsAlive: true, MayStart: false, $"the daemon on {socket} doesn't answer: {Describe(outcome)}");
    }

    private static string Describe(CallOutcome outcome) => outcome.State switch
    {
        CallState.Status => $"{outcome.Code} {ByteText.Show(outcome.Message.Span)}".TrimEnd(),
        CallState.TimedOut => $"nothing came within {AnswerMilliseconds / 1000} s",
        CallState.Broken => $"the connection broke ({outcome.Reason})",
        _ => "its answer can't be understood",
    };
}
