using System.Globalization;

namespace Larder.Daemon.Tests.Grpc.Support;

/// <summary>What came back on one stream, or instead of it.</summary>
internal sealed class RawReply
{
    public Dictionary<string, string>? Headers { get; set; }

    public Dictionary<string, string>? Trailers { get; set; }

    public MemoryStream Body { get; } = new();

    /// <summary>The error code of a RST_STREAM, null for none.</summary>
    public int? Reset { get; set; }

    /// <summary>The error code of a GOAWAY, null for none.</summary>
    public int? GoAway { get; set; }

    /// <summary>The connection ended.</summary>
    public bool Closed { get; set; }

    public string? HttpStatus => Headers?.GetValueOrDefault(":status");

    /// <summary>A gRPC error in the form without a body: one block of headers.</summary>
    public bool IsTrailersOnly => Trailers is null && Body.Length == 0 && Headers?.ContainsKey("grpc-status") == true;

    public int? GrpcStatus => Ending("grpc-status") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    public string? GrpcMessage => Ending("grpc-message") is { } text ? Uri.UnescapeDataString(text) : null;

    /// <summary>The messages of the body, each without its prefix.</summary>
    public List<byte[]> Messages()
    {
        List<byte[]> messages = [];
        ReadOnlySpan<byte> rest = Body.ToArray();
        while (!rest.IsEmpty)
        {
            Assert.Equal(0, rest[0]);
            int length = (rest[1] << 24) | (rest[2] << 16) | (rest[3] << 8) | rest[4];
            messages.Add(rest.Slice(5, length).ToArray());
            rest = rest[(5 + length)..];
        }

        return messages;
    }

    private string? Ending(string name) => (Trailers ?? Headers)?.GetValueOrDefault(name);
}
