using Microsoft.AspNetCore.Http;

namespace Larder.Daemon.Hosting;

/// <summary>The one place where requests come in from the server.</summary>
internal static class RequestPipeline
{
    private const string Unimplemented = "12"; // gRPC's status code

    /// <summary>Answers every call with UNIMPLEMENTED, in a reply of trailers only.</summary>
    internal static RequestDelegate Build(IServiceProvider services)
    {
        _ = services;
        return context =>
        {
            context.Response.ContentType = "application/grpc";
            context.Response.Headers["grpc-status"] = Unimplemented;
            return Task.CompletedTask;
        };
    }
}
