using System.Buffers.Binary;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Larder.Storage;
using Larder.Suites.Harness;

namespace Larder.Suites.Daemon;

/// <summary>What a tool sees that watches the daemon, with a stock HTTP/2 client: every request, how it ended, and where its time went.</summary>
public sealed class WatchSuite : IDisposable
{
    private const int Milliseconds = 300;

    private readonly ServedWorkspace _served = new();

    public void Dispose() => _served.Dispose();

    [Fact]
    public async Task A_miss_and_a_hit_with_the_compilers_own_time()
    {
        _ = new ObservedAssembler(_served.Work) { Milliseconds = Milliseconds };
        _served.Work.Write("x.c", "int x;\n");
        Workspace.Settle();
        using CancellationTokenSource limit = new(ServedWorkspace.Patience);
        using HttpClient client = Client();
        using HttpResponseMessage response = await client.SendAsync(Call("Watch"), HttpCompletionOption.ResponseHeadersRead, limit.Token);
        await using Stream events = await response.Content.ReadAsStreamAsync(limit.Token);
        for (int i = 0; i < 2; i++)
            _served.Work.Larder("gcc", "-c", "x.c", "-o", "x.o").Succeeded();

        (string source, Counter reason, List<(string Name, long Nanoseconds)> stages) = Read(await NextAsync(events, limit.Token));
        Assert.Equal(("x.c", Counter.Miss), (source, reason));
        Assert.Equal(["look up", "wait", "compile", "hand over", "judge", "store"], stages.Select(static stage => stage.Name));
        Assert.All(stages, static stage => Assert.True(stage.Nanoseconds > 0, stage.Name));
        Assert.True(stages[2].Nanoseconds >= Milliseconds * 1_000_000L, "the compiler took longer than that");

        (source, reason, stages) = Read(await NextAsync(events, limit.Token));
        Assert.Equal(("x.c", Counter.DirectHit), (source, reason));
        Assert.Equal("look up", Assert.Single(stages).Name);
    }

    private HttpClient Client() => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellation) =>
        {
            Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(_served.Socket), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    });

    /// <summary>A call with an empty message.</summary>
    private static HttpRequestMessage Call(string method)
    {
        HttpRequestMessage request = new(HttpMethod.Post, "http://localhost/larder.v1.Larder/" + method)
        {
            Version = new Version(2, 0),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(new byte[5]),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        return request;
    }

    private static async Task<byte[]> NextAsync(Stream events, CancellationToken cancellation)
    {
        byte[] head = new byte[5];
        await events.ReadExactlyAsync(head, cancellation);
        byte[] message = new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(1))];
        await events.ReadExactlyAsync(message, cancellation);
        return message;
    }

    /// <summary>WatchEvent of larder.proto: source is 3, reason 5, stages 8.</summary>
    private static (string Source, Counter Reason, List<(string Name, long Nanoseconds)> Stages) Read(byte[] message)
    {
        (string source, Counter reason, List<(string, long)> stages) = ("", Counter.None, []);
        foreach ((int field, ulong number, byte[] bytes) in Fields(message))
        {
            if (field == 3)
                source = Encoding.UTF8.GetString(bytes);
            else if (field == 5)
                reason = (Counter)number;
            else if (field == 8)
                stages.Add((Encoding.UTF8.GetString(Fields(bytes)[0].Bytes), (long)Fields(bytes).SingleOrDefault(static f => f.Field == 2).Number));
        }

        return (source, reason, stages);
    }

    /// <summary>The fields of a message, which are numbers or bytes.</summary>
    private static List<(int Field, ulong Number, byte[] Bytes)> Fields(byte[] message)
    {
        List<(int, ulong, byte[])> fields = [];
        int at = 0;
        while (at < message.Length)
        {
            ulong tag = Varint(message, ref at);
            ulong number = Varint(message, ref at);
            int length = (tag & 7) == 2 ? (int)number : 0;
            fields.Add(((int)(tag >> 3), number, message[at..(at + length)]));
            at += length;
        }

        return fields;
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        ulong number = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte b = message[at++];
            number |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80)
                return number;
        }
    }
}
