using Larder.Protocol.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Larder.Daemon.Grpc;

/// <summary>What a request's headers must say before it is a call.</summary>
internal static class GrpcRequests
{
    /// <summary>
    /// False where the request is no gRPC; the response then says so by an HTTP status, so that other HTTP clients don't take a gRPC
    /// error, which comes with status 200, for success (PROTOCOL-HTTP2.md, Content-Type).
    /// </summary>
    public static bool IsGrpc(HttpContext http)
    {
        HttpRequest request = http.Request;
        if (!HttpProtocol.IsHttp2(request.Protocol))
            return Refuse(http.Response, StatusCodes.Status426UpgradeRequired, "gRPC needs HTTP/2");
        if (!HttpMethods.IsPost(request.Method))
        {
            http.Response.Headers.Allow = HttpMethods.Post;
            return Refuse(http.Response, StatusCodes.Status405MethodNotAllowed, "gRPC calls are POST requests");
        }

        return GrpcHeaders.IsGrpc(request.ContentType)
            || Refuse(http.Response, StatusCodes.Status415UnsupportedMediaType, "the content type must be " + GrpcHeaders.ContentType);
    }

    /// <summary>The time that the client gives the call, null where it sets no limit. False where the header makes no sense.</summary>
    public static bool TryReadTimeout(HttpRequest request, out TimeSpan? timeout)
    {
        timeout = null;
        StringValues values = request.Headers[GrpcHeaders.Timeout];
        if (values.Count == 0)
            return true;
        if (values.Count != 1 || !GrpcTimeout.TryParse(values[0] ?? "", out TimeSpan parsed))
            return false;
        timeout = parsed;
        return true;
    }

    private static bool Refuse(HttpResponse response, int httpStatus, string message)
    {
        GrpcTrailers.Write(response, GrpcStatusCode.Internal, message);
        response.ContentType = null;
        response.StatusCode = httpStatus;
        return false;
    }
}
