using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Larder.Daemon.Grpc;

/// <summary>Kestrel as gRPC between processes of one machine needs it.</summary>
internal static class GrpcKestrel
{
    /// <summary>HTTP/2 and nothing else, without TLS, on this listener; and the limits of the server it belongs to.</summary>
    public static void Configure(ListenOptions listener)
    {
        listener.Protocols = HttpProtocols.Http2;
        listener.KestrelServerOptions.AddServerHeader = false;
        Configure(listener.KestrelServerOptions.Limits);
    }

    /// <summary>The limits alone.</summary>
    public static void Configure(KestrelServerLimits limits)
    {
        // A client that holds a lease says nothing for as long as its compiler runs; a suspended one is not a slow one. Who is gone is
        // told by the kernel: these are sockets of one machine.
        limits.KeepAliveTimeout = GrpcLimits.Silence;
        limits.MinRequestBodyDataRate = null;
        limits.MinResponseDataRate = null;

        // Messages are measured one by one (GrpcLimits.ReceivedMessage), with a status that says so.
        limits.MaxRequestBodySize = null;

        limits.MaxRequestHeadersTotalSize = GrpcLimits.Headers;
        limits.Http2.MaxRequestHeaderFieldSize = GrpcLimits.Header;
        limits.Http2.MaxFrameSize = GrpcLimits.Frame;
        limits.Http2.MaxStreamsPerConnection = GrpcLimits.StreamsPerConnection;
        limits.Http2.InitialStreamWindowSize = GrpcLimits.StreamWindow;
        limits.Http2.InitialConnectionWindowSize = GrpcLimits.ConnectionWindow;
    }
}
