using System.Net.Sockets;
using Larder.Posix;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Larder.Daemon.Grpc;

/// <summary>Who calls: the connection, and the process that opened it.</summary>
internal readonly record struct GrpcCaller(string ConnectionId, PeerCredentials Peer, CancellationToken ConnectionClosed)
{
    /// <summary>False where the kernel doesn't say who is at the other end: no Unix socket, or one that is closed already.</summary>
    public static bool TryIdentify(HttpContext http, out GrpcCaller caller)
    {
        IFeatureCollection features = http.Features;
        Socket? socket = features.Get<IConnectionSocketFeature>()?.Socket;
        IConnectionLifetimeFeature? lifetime = features.Get<IConnectionLifetimeFeature>();
        caller = default;
        if (socket is null || lifetime is null || !TryReadPeer(socket, out PeerCredentials peer))
            return false;
        caller = new GrpcCaller(http.Connection.Id, peer, lifetime.ConnectionClosed);
        return true;
    }

    private static bool TryReadPeer(Socket socket, out PeerCredentials peer)
    {
        try
        {
            return PeerCredentials.Read(socket.SafeHandle, out peer) == Errno.None;
        }
        catch (ObjectDisposedException)
        {
            peer = default;
            return false;
        }
    }
}
