namespace Larder.Daemon.Grpc;

/// <summary>The headers and trailers that gRPC adds to HTTP/2 (grpc/doc/PROTOCOL-HTTP2.md), and their constant values.</summary>
internal static class GrpcHeaders
{
    public const string ContentType = "application/grpc";
    public const string Timeout = "grpc-timeout";
    public const string Encoding = "grpc-encoding";
    public const string AcceptEncoding = "grpc-accept-encoding";
    public const string Status = "grpc-status";
    public const string Message = "grpc-message";

    /// <summary>The only message encoding spoken here: both ends are on one machine, where compressing costs more than it saves.</summary>
    public const string Identity = "identity";

    /// <summary>
    /// True for protobuf messages over gRPC: <c>application/grpc</c>, also with <c>+proto</c>, also with parameters. Others, such as
    /// <c>application/grpc+json</c> and <c>application/grpc-web</c>, are something else.
    /// </summary>
    public static bool IsGrpc(string? contentType)
    {
        if (contentType is null || !contentType.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase))
            return false;
        ReadOnlySpan<char> rest = contentType.AsSpan(ContentType.Length);
        if (rest.StartsWith("+proto", StringComparison.OrdinalIgnoreCase))
            rest = rest["+proto".Length..];
        rest = rest.TrimStart(' ');
        return rest.IsEmpty || rest[0] == ';';
    }
}
