namespace Larder.Protocol.Wire;

/// <summary>What <see cref="HpackReader.Next"/> found.</summary>
internal enum HpackResult : byte
{
    Field,
    End,

    /// <summary>The block is not HPACK. The connection is of no more use: the peer's table and ours differ from here on.</summary>
    Malformed,
}
