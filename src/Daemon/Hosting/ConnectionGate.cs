using Larder.Daemon.Lifetime;
using Larder.Posix;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Larder.Daemon.Hosting;

/// <summary>Every connection passes here before HTTP: it is counted, and in a daemon of one user closed where it is another's.</summary>
internal sealed class ConnectionGate(ConnectionCount connections, bool admitsOthers, ILogger logger)
{
    internal void AddTo(ListenOptions options) => options.Use(next => connection => PassAsync(connection, next));

    private async Task PassAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (!admitsOthers && !IsOwn(connection))
            return;
        connections.Opened();
        try
        {
            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            connections.Closed();
        }
    }

    private bool IsOwn(ConnectionContext connection)
    {
        uint? user = connection.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket
            && PeerCredentials.Read(socket.SafeHandle, out PeerCredentials peer) == Errno.None
            ? peer.UserId
            : null;
        if (user == User.EffectiveId)
            return true;
        Log.StrangerRefused(logger, user?.ToString() ?? "unknown", User.EffectiveId);
        return false;
    }
}
