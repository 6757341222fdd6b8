using System.Text;
using Larder.Daemon.Tests.Grpc.Support;

namespace Larder.Daemon.Tests.Grpc;

/// <summary>
/// Failure line 20, below gRPC: what is no HTTP/2 costs its sender the connection, with the error that RFC 9113 has for it, and nobody else
/// anything: calls that are under way on other connections end as they should.
/// </summary>
public sealed class HostileFrameTests
{
    private const string GetStatus = "/larder.v1.Larder/GetStatus";

    [Theory]
    [InlineData("PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n")]
    [InlineData("GET /larder.v1.Larder/GetStatus HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("\0", 10_000)]
    [InlineData("\xff\r\n", 10)]
    public Task Anything_but_the_preface_ends_the_connection(string begin, int times = 1) => ExpectAsync(connection =>
    {
        connection.Send(Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat(begin, times))));
        string answer = connection.ReadToEnd();
        Assert.DoesNotContain("grpc-status", answer, StringComparison.Ordinal);
    }, begun: false);

    [Fact]
    public Task A_frame_above_the_limit() => ExpectGoAwayAsync(
        Http2Error.FrameSize, connection => connection.Send(FrameKind.Data, 0, connection.SendHeaders(GetStatus), new byte[16385]));

    [Fact]
    public Task A_frame_that_only_says_it_is_large() => ExpectGoAwayAsync(
        Http2Error.FrameSize, connection => connection.Send([255, 255, 255, 0, 0, 0, 0, 0, 1]));

    [Theory]
    [InlineData(new byte[] { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff })]     // an index without end
    [InlineData(new byte[] { 0xfe })]                                   // an index beyond both tables
    [InlineData(new byte[] { 0, 0x83, 0xff, 0xff, 0xff, 1, (byte)'a' })]    // Huffman codes that end in EOS
    [InlineData(new byte[] { 0x3f, 0xff, 0xff, 0x7f })]                 // a dynamic table above the limit
    public Task A_broken_header_block(byte[] block) => ExpectGoAwayAsync(
        Http2Error.Compression, connection => connection.Send(FrameKind.Headers, Frame.EndHeaders | Frame.EndStream, 1, block));

    /// <summary>Index 0 stands for nothing. Kestrel ends the connection, though as a fault of its own instead of COMPRESSION_ERROR.</summary>
    [Fact]
    public Task A_header_of_index_zero() => ExpectAsync(connection =>
    {
        connection.Send(FrameKind.Headers, Frame.EndHeaders | Frame.EndStream, 1, [0x80]);
        Assert.NotEqual(Http2Error.None, connection.ReadReply(1).GoAway ?? Http2Error.None);
    });

    [Fact]
    public Task Data_of_a_stream_that_was_never_opened() => ExpectGoAwayAsync(
        Http2Error.Protocol, connection => connection.Send(FrameKind.Data, 0, 5, [1]));

    [Fact]
    public Task A_frame_within_a_header_block() => ExpectGoAwayAsync(Http2Error.Protocol, connection =>
    {
        connection.Send(FrameKind.Headers, 0, 1, Hpack.Encode([(":method", "POST")]));
        connection.Send(FrameKind.Ping, 0, 0, new byte[8]);
    });

    [Fact]
    public Task A_stream_of_the_servers_numbers() => ExpectGoAwayAsync(
        Http2Error.Protocol,
        connection => connection.Send(FrameKind.Headers, Frame.EndHeaders | Frame.EndStream, 2, Hpack.Encode([(":method", "POST")])));

    [Fact]
    public Task A_settings_frame_of_the_wrong_length() => ExpectGoAwayAsync(
        Http2Error.FrameSize, connection => connection.Send(FrameKind.Settings, 0, 0, new byte[7]));

    [Fact]
    public Task More_headers_than_allowed() => ExpectAsync(connection =>
    {
        int stream = connection.SendHeaders(
            GetStatus, end: true, [.. Enumerable.Range(0, 90).Select(i => ($"x-{i}", (string?)new string('v', 1000)))]);
        RawReply reply = connection.ReadReply(stream);
        Assert.True(reply.GoAway > 0 || reply.Reset > 0 || reply.HttpStatus is "431" or "400",
            $"{reply.GoAway} {reply.Reset} {reply.HttpStatus}");
    });

    [Fact]
    public Task A_header_block_without_end() => ExpectAsync(connection =>
    {
        connection.Send(FrameKind.Headers, 0, 1, Hpack.Encode([(":method", "POST"), (":scheme", "http"), (":path", GetStatus)]));
        byte[] more = Hpack.Encode([("x", new string('v', 16000))]);
        try
        {
            for (int i = 0; i < 1000; i++)
                connection.Send(FrameKind.Continuation, 0, 1, more);
            Assert.Fail("sixteen megabytes of headers were taken");
        }
        catch (System.Net.Sockets.SocketException)
        {
            // The daemon has had enough.
        }
    });

    /// <summary>Cut at each byte of an ordinary call, and gone.</summary>
    [Fact]
    public async Task A_client_that_vanishes_at_any_byte()
    {
        await using TestServer server = await TestServer.StartAsync(new ScriptedService());
        byte[] block = Hpack.Encode([(":method", "POST"), (":scheme", "http"), (":path", GetStatus), ("content-type", "application/grpc")]);
        byte[] all =
        [
            .. Encoding.ASCII.GetBytes(RawConnection.Preface), 0, 0, 0, 4, 0, 0, 0, 0, 0,
            0, 0, (byte)block.Length, 1, 4, 0, 0, 0, 1, .. block, 0, 0, 5, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0,
        ];
        for (int length = 0; length <= all.Length; length++)
        {
            using RawConnection connection = RawConnection.OpenSilent(server.SocketPath);
            connection.Send(all.AsSpan(0, length));
        }

        server.AssertServes();
        Assert.Empty(server.Logger.Faults);
    }

    [Fact]
    public async Task Noise_of_any_kind()
    {
        await using TestServer server = await TestServer.StartAsync(new ScriptedService());
        for (int seed = 0; seed < 100; seed++)
        {
            Random random = new(seed);
            using RawConnection connection = RawConnection.Open(server.SocketPath);
            try
            {
                for (int i = 0; i < 20; i++)
                {
                    byte[] payload = new byte[random.Next(40)];
                    random.NextBytes(payload);
                    connection.Send((FrameKind)random.Next(11), (byte)random.Next(256), random.Next(6), payload);
                }
            }
            catch (System.Net.Sockets.SocketException)
            {
                // Closed in the middle of it, as it should be.
            }
        }

        server.AssertServes();
        Assert.Empty(server.Logger.Faults);
    }

    /// <summary>Opening and cancelling calls as fast as can be (CVE-2023-44487) gets a client nowhere.</summary>
    [Fact]
    public async Task Calls_that_are_cancelled_at_once()
    {
        await using TestServer server = await TestServer.StartAsync(new ScriptedService());
        using RawConnection connection = server.Connect();
        try
        {
            for (int i = 0; i < 3000; i++)
                connection.Reset(connection.SendHeaders(GetStatus));
        }
        catch (System.Net.Sockets.SocketException)
        {
            // The daemon may have had enough.
        }

        server.AssertServes();
        Assert.Empty(server.Logger.Faults);
    }

    private static Task ExpectGoAwayAsync(int error, Action<RawConnection> offend) => ExpectAsync(connection =>
    {
        offend(connection);
        Assert.Equal(error, connection.ReadReply(1).GoAway);
    });

    /// <summary>While another client's call is under way, which ends well after the offence.</summary>
    private static async Task ExpectAsync(Action<RawConnection> offend, bool begun = true)
    {
        TaskCompletionSource offended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ScriptedService service = new()
        {
            OnCompile = async (request, context) =>
            {
                await offended.Task.WaitAsync(context.Cancelled);
                return await ScriptedService.EchoAsync(request, context);
            },
        };
        await using TestServer server = await TestServer.StartAsync(service);
        using RawConnection bystander = server.Connect();
        int stream = bystander.SendHeaders("/larder.v1.Larder/Compile");
        bystander.SendMessage(stream, []);

        using (RawConnection connection = RawConnection.OpenSilent(server.SocketPath))
        {
            if (begun)
                connection.Begin();
            offend(connection);
        }

        offended.SetResult();
        Assert.Equal(0, bystander.ReadReply(stream).GrpcStatus);
        server.AssertServes();
        Assert.Empty(server.Logger.Faults);
    }
}
