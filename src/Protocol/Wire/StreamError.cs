namespace Larder.Protocol.Wire;

/// <summary>RFC 9113, section 7: why a stream or a connection ends. On the wire; never change. Others mean "internal".</summary>
internal enum StreamError : uint
{
    None = 0,
    Protocol = 1,
    Internal = 2,
    FlowControl = 3,
    SettingsTimeout = 4,
    StreamClosed = 5,
    FrameSize = 6,
    RefusedStream = 7,
    Cancel = 8,
    Compression = 9,
    Connect = 10,
    EnhanceYourCalm = 11,
    InadequateSecurity = 12,
    Http11Required = 13,
}
