using Larder.Caching.Settings;
using Larder.Posix;
using Larder.Protocol.Endpoints;
using Larder.Protocol.Messages;
using Larder.Protocol.Wire;

namespace Larder.CommandLine;

/// <summary>Asks the daemon of these settings, where one runs.</summary>
internal static class DaemonCalls
{
    /// <summary>A person waits.</summary>
    private const int Limit = 15_000;

    /// <summary>Connects to it; null where none answers there.</summary>
    internal static DaemonConnection? TryConnect(CacheSettings settings, ProcessEnvironment environment)
    {
        if (settings.NoDaemon)
            return null;
        Endpoint endpoint = Endpoint.Find(new EndpointRequest
        {
            CacheDirectory = settings.Directory,
            RuntimeDirectory = environment.Get("XDG_RUNTIME_DIR"u8),
            ChosenSocket = settings.Socket,
        });
        return endpoint.State == EndpointState.Usable
            && DaemonConnection.Connect(endpoint.Socket, endpoint.OwnerId, out DaemonConnection? connection, out _) == ConnectState.Connected
            ? connection
            : null;
    }

    /// <summary>
    /// Waits until the daemon has stored and counted all that it has answered so far. From then on the disk shows it, for everybody alike.
    /// </summary>
    internal static void Settle(CacheSettings settings, ProcessEnvironment environment)
    {
        using DaemonConnection? connection = TryConnect(settings, environment);
        connection?.Call(DaemonMethods.GetStatistics, default, UnixSocketDeadline.In(Limit));
    }
}
