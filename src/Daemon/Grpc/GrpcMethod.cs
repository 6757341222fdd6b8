namespace Larder.Daemon.Grpc;

/// <summary>One rpc: reads its request, has it handled, writes what comes of it.</summary>
internal abstract class GrpcMethod
{
    /// <summary>Ends when the handler has ended. Throws what the handler throws.</summary>
    public abstract Task InvokeAsync(GrpcCall call);
}
