namespace Larder.Protocol.Wire;

/// <summary>RFC 9113, section 6: what a flag means depends on the frame's type. On the wire; never change.</summary>
[Flags]
internal enum FrameFlags : byte
{
    None = 0,

    /// <summary>DATA, HEADERS: the sender's last on this stream.</summary>
    EndStream = 0x1,

    /// <summary>SETTINGS, PING: an answer.</summary>
    Acknowledgement = EndStream,

    /// <summary>HEADERS, CONTINUATION: the header block ends here.</summary>
    EndHeaders = 0x4,

    /// <summary>DATA, HEADERS: the payload's first byte says how many at its end are padding.</summary>
    Padded = 0x8,

    /// <summary>HEADERS: five bytes of priority precede the block.</summary>
    Priority = 0x20,
}
