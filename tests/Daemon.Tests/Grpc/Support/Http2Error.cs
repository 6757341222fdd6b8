namespace Larder.Daemon.Tests.Grpc.Support;

/// <summary>RFC 9113, 7: those that the tests expect.</summary>
internal static class Http2Error
{
    public const int None = 0;
    public const int Protocol = 1;
    public const int FrameSize = 6;
    public const int Cancel = 8;
    public const int Compression = 9;
}
