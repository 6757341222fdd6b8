using Larder.Protocol.Wire;

namespace Larder.Daemon.Grpc;

/// <summary>A call that ends with a status other than OK, and a sentence for the client. An answer, no fault of the daemon's.</summary>
internal sealed class GrpcFault(GrpcStatusCode status, string message) : Exception(message)
{
    public GrpcStatusCode Status { get; } = status;
}
