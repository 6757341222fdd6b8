namespace Larder.Protocol.Wire;

/// <summary>What gRPC makes of an answer: its own status, or else what HTTP says.</summary>
internal static class ResponseStatus
{
    internal const int HttpOk = 200;

    /// <summary>The status of an answer that has one.</summary>
    internal static GrpcStatusCode Of(in ResponseHeaders response, bool reset, StreamError error)
    {
        if (response.HasGrpcStatus)
        {
            int status = response.GrpcStatus;
            if (status is not (int)GrpcStatusCode.Ok)
                return status <= (int)GrpcStatusCode.Unauthenticated ? (GrpcStatusCode)status : GrpcStatusCode.Unknown;
            if (response.HttpStatus == HttpOk && response.IsGrpc)
                return GrpcStatusCode.Ok;
        }

        return reset ? OfReset(error) : OfHttp(response.HttpStatus);
    }

    /// <summary>gRPC's PROTOCOL-HTTP2.md, "Errors".</summary>
    private static GrpcStatusCode OfReset(StreamError error) => error switch
    {
        StreamError.RefusedStream => GrpcStatusCode.Unavailable,
        StreamError.Cancel => GrpcStatusCode.Cancelled,
        StreamError.EnhanceYourCalm => GrpcStatusCode.ResourceExhausted,
        StreamError.InadequateSecurity => GrpcStatusCode.PermissionDenied,
        _ => GrpcStatusCode.Internal,
    };

    /// <summary>gRPC's http-grpc-status-mapping.md.</summary>
    private static GrpcStatusCode OfHttp(int status) => status switch
    {
        400 => GrpcStatusCode.Internal,
        401 => GrpcStatusCode.Unauthenticated,
        403 => GrpcStatusCode.PermissionDenied,
        404 => GrpcStatusCode.Unimplemented,
        429 or 502 or 503 or 504 => GrpcStatusCode.Unavailable,
        _ => GrpcStatusCode.Unknown,
    };
}
