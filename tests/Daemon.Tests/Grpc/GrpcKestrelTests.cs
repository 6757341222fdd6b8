using Larder.Daemon.Grpc;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Larder.Daemon.Tests.Grpc;

/// <summary>Limits that no test can wait for.</summary>
public sealed class GrpcKestrelTests
{
    /// <summary>A client that compiles under a lease, or is suspended, says nothing for hours and must find its connection again.</summary>
    [Fact]
    public void Silence_is_no_reason_to_hang_up()
    {
        KestrelServerLimits limits = new();
        GrpcKestrel.Configure(limits);
        Assert.InRange(limits.KeepAliveTimeout, TimeSpan.FromDays(365), TimeSpan.FromDays(10000));
        Assert.Null(limits.MinRequestBodyDataRate);
        Assert.Null(limits.MinResponseDataRate);
        Assert.Equal(TimeSpan.MaxValue, limits.Http2.KeepAlivePingDelay);
    }
}
