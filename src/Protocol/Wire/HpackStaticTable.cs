namespace Larder.Protocol.Wire;

/// <summary>
/// RFC 7541, appendix A: the header fields that every peer knows by number. Text in the image, searched in place: a response needs a
/// handful of look-ups, and a table of objects would have to be built at every start.
/// </summary>
internal static class HpackStaticTable
{
    /// <summary>Indexes 1 … 61 are these; what follows is the dynamic table.</summary>
    internal const int Count = 61;

    private const byte NameEnd = (byte)'=';
    private const byte ValueEnd = (byte)'\n';

    // One line for each index, from 1: the name, '=', the value.
    private static ReadOnlySpan<byte> Lines =>
        ":authority=\n:method=GET\n:method=POST\n:path=/\n:path=/index.html\n:scheme=http\n:scheme=https\n:status=200\n"u8 +
        ":status=204\n:status=206\n:status=304\n:status=400\n:status=404\n:status=500\naccept-charset=\n"u8 +
        "accept-encoding=gzip, deflate\naccept-language=\naccept-ranges=\naccept=\naccess-control-allow-origin=\nage=\n"u8 +
        "allow=\nauthorization=\ncache-control=\ncontent-disposition=\ncontent-encoding=\ncontent-language=\n"u8 +
        "content-length=\ncontent-location=\ncontent-range=\ncontent-type=\ncookie=\ndate=\netag=\nexpect=\nexpires=\n"u8 +
        "from=\nhost=\nif-match=\nif-modified-since=\nif-none-match=\nif-range=\nif-unmodified-since=\nlast-modified=\n"u8 +
        "link=\nlocation=\nmax-forwards=\nproxy-authenticate=\nproxy-authorization=\nrange=\nreferer=\nrefresh=\n"u8 +
        "retry-after=\nserver=\nset-cookie=\nstrict-transport-security=\ntransfer-encoding=\nuser-agent=\nvary=\nvia=\n"u8 +
        "www-authenticate=\n"u8;

    /// <summary>The field of an index from 1 to <see cref="Count"/>.</summary>
    internal static void Get(int index, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        ReadOnlySpan<byte> rest = Lines;
        for (int i = 1; i < index; i++)
            rest = rest[(rest.IndexOf(ValueEnd) + 1)..];
        ReadOnlySpan<byte> line = rest[..rest.IndexOf(ValueEnd)];
        int end = line.IndexOf(NameEnd);
        name = line[..end];
        value = line[(end + 1)..];
    }
}
