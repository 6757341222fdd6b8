using System.Globalization;
using Larder.Protocol.Wire;
using Microsoft.AspNetCore.Http;

namespace Larder.Daemon.Grpc;

/// <summary>The end of a call: <c>grpc-status</c> and <c>grpc-message</c>.</summary>
internal static class GrpcTrailers
{
    /// <summary>
    /// Where the response has begun, its trailers; else its headers, which are then all there is of it (PROTOCOL-HTTP2.md, Trailers-Only).
    /// </summary>
    public static void Write(HttpResponse response, GrpcStatusCode status, string? message)
    {
        string code = ((int)status).ToString(CultureInfo.InvariantCulture);
        string? text = message is null ? null : PercentEncoding.Encode(message, GrpcLimits.StatusMessage);
        if (response.HasStarted)
        {
            response.AppendTrailer(GrpcHeaders.Status, code);
            if (text is not null)
                response.AppendTrailer(GrpcHeaders.Message, text);
            return;
        }

        response.ContentType = GrpcHeaders.ContentType;
        response.Headers[GrpcHeaders.Status] = code;
        if (text is not null)
            response.Headers[GrpcHeaders.Message] = text;
    }
}
