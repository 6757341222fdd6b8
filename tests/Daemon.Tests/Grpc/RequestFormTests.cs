using Larder.Daemon.Grpc;
using Larder.Daemon.Messages;
using Larder.Daemon.Tests.Grpc.Support;
using Larder.Protocol.Wire;

namespace Larder.Daemon.Tests.Grpc;

/// <summary>
/// Failure line 20, within HTTP/2 as it should be: requests that are no calls of this service, or no well-formed ones, get the answer that
/// gRPC has for them, and the same connection goes on.
/// </summary>
public sealed class RequestFormTests
{
    private const string GetStatus = "/larder.v1.Larder/GetStatus";

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("OPTIONS")]
    public Task Calls_are_posts(string method) => ExpectAsync(
        connection => connection.ReadReply(connection.SendHeaders(GetStatus, end: true, (":method", method))),
        reply =>
        {
            Assert.Equal("405", reply.HttpStatus);
            Assert.Equal("POST", reply.Headers!["allow"]);
        });

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/grpc-web")]
    [InlineData("application/grpc+json")]
    [InlineData("application/grpcx")]
    [InlineData("text/plain")]
    [InlineData(null)]
    public Task Other_content_types_are_not_supported(string? contentType) => ExpectAsync(
        connection => connection.Call("GetStatus", [], ("content-type", contentType)),
        reply => Assert.Equal("415", reply.HttpStatus));

    [Theory]
    [InlineData("application/grpc")]
    [InlineData("application/grpc+proto")]
    [InlineData("Application/gRPC")]
    [InlineData("application/grpc;charset=utf-8")]
    [InlineData("application/grpc+proto ; a=b")]
    public Task Content_types_of_Protobuf_are_supported(string contentType) => ExpectAsync(
        connection => connection.Call("GetStatus", [], ("content-type", contentType)),
        reply => AssertOk(reply));

    [Theory]
    [InlineData("/larder.v1.Larder/Bake")]
    [InlineData("/larder.v1.Larder/getstatus")]
    [InlineData("/larder.v2.Larder/GetStatus")]
    [InlineData("/larder.v1.Larder/GetStatus/")]
    [InlineData("/larder.v1.Larder/")]
    [InlineData("/")]
    [InlineData("/%ff")]
    public Task Unknown_paths_are_unimplemented(string path) => ExpectAsync(
        connection => connection.ReadReply(connection.SendHeaders(path, end: true)),
        reply => AssertRefused(GrpcStatusCode.Unimplemented, reply));

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("S")]
    [InlineData("1 S")]
    [InlineData("-1S")]
    [InlineData("123456789S")]
    [InlineData("1s")]
    public Task Malformed_timeouts_are_refused(string timeout) => ExpectAsync(
        connection => connection.Call("GetStatus", [], ("grpc-timeout", timeout)),
        reply => AssertRefused(GrpcStatusCode.Internal, reply));

    [Fact]
    public Task No_message_is_unimplemented() => ExpectBodyAsync([], GrpcStatusCode.Unimplemented);

    [Fact]
    public Task Two_messages_are_unimplemented() => ExpectBodyAsync(
        [.. RawConnection.Prefixed([]), .. RawConnection.Prefixed([])], GrpcStatusCode.Unimplemented);

    [Fact]
    public Task Bytes_after_the_message_are_unimplemented() => ExpectBodyAsync([0, 0, 0, 0, 0, 7], GrpcStatusCode.Unimplemented);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public Task A_prefix_that_is_cut_is_internal(int length) => ExpectBodyAsync(new byte[length], GrpcStatusCode.Internal);

    [Fact]
    public Task A_message_that_is_cut_is_internal() => ExpectBodyAsync([0, 0, 0, 0, 9, 8, 7], GrpcStatusCode.Internal);

    /// <summary>The answer comes at once: nothing waits for 4 GiB, and nothing is set aside for them.</summary>
    [Theory]
    [InlineData(new byte[] { 0, 255, 255, 255, 255 })]
    [InlineData(new byte[] { 0, 128, 0, 0, 0, 1, 2 })]
    [InlineData(new byte[] { 0, 1, 0, 0, 1 })]
    public Task A_lying_length_is_refused_without_reading_on(byte[] body) => ExpectAsync(
        connection =>
        {
            int stream = connection.SendHeaders(GetStatus);
            connection.SendBody(stream, body, end: false);
            return connection.ReadReply(stream);
        },
        reply => AssertRefused(GrpcStatusCode.ResourceExhausted, reply));

    [Fact]
    public Task A_message_of_the_limits_size_is_waited_for() => ExpectAsync(
        connection =>
        {
            int stream = connection.SendHeaders(GetStatus, end: false, ("grpc-timeout", "50m"));
            connection.SendBody(stream, [0, 1, 0, 0, 0], end: false);
            return connection.ReadReply(stream);
        },
        reply => AssertRefused(GrpcStatusCode.DeadlineExceeded, reply));

    [Theory]
    [InlineData("gzip", GrpcStatusCode.Unimplemented)]
    [InlineData("snappy", GrpcStatusCode.Unimplemented)]
    [InlineData("identity", GrpcStatusCode.Internal)]
    [InlineData(null, GrpcStatusCode.Internal)]
    internal Task Compressed_messages_are_refused_and_the_client_told_what_is_not(string? encoding, GrpcStatusCode status) => ExpectAsync(
        connection =>
        {
            int stream = connection.SendHeaders(GetStatus, end: false, ("grpc-encoding", encoding));
            connection.SendBody(stream, RawConnection.Prefixed([1, 2, 3], compressed: 1));
            return connection.ReadReply(stream);
        },
        reply =>
        {
            AssertRefused(status, reply);
            Assert.Equal("identity", reply.Headers!["grpc-accept-encoding"]);
        });

    [Fact]
    public Task An_encoding_that_no_message_uses_is_no_matter() => ExpectAsync(
        connection => connection.Call("GetStatus", [], ("grpc-encoding", "gzip")),
        reply => AssertOk(reply));

    [Fact]
    public Task Unknown_flags_are_internal() => ExpectBodyAsync(RawConnection.Prefixed([], compressed: 2), GrpcStatusCode.Internal);

    [Fact]
    public Task Malformed_Protobuf_is_internal() => ExpectBodyAsync(RawConnection.Prefixed([10, 200, 1, 1]), GrpcStatusCode.Internal);

    /// <summary>Frames have nothing to do with messages: a message comes together from frames of any size, padded or empty.</summary>
    [Fact]
    public async Task A_message_in_frames_of_one_byte_is_whole()
    {
        await using TestServer server = await TestServer.StartAsync(new ScriptedService());
        using RawConnection connection = server.Connect();
        int stream = connection.SendHeaders("/larder.v1.Larder/Lookup");
        foreach (byte b in RawConnection.Prefixed([0x1a, 3, 7, 8, 9]))
        {
            connection.Send(FrameKind.Data, 0, stream, []);
            connection.Send(FrameKind.Data, 8, stream, [2, b, 0, 0]);
        }

        connection.Send(FrameKind.Data, Frame.EndStream, stream, []);
        RawReply reply = connection.ReadReply(stream);
        AssertOk(reply);
        Assert.Equal(new byte[] { 7, 8, 9 }, LookupReply.Parser.ParseFrom(Assert.Single(reply.Messages())).Entry);
    }

    private static Task ExpectBodyAsync(byte[] body, GrpcStatusCode status) => ExpectAsync(
        connection =>
        {
            int stream = connection.SendHeaders(GetStatus);
            connection.SendBody(stream, body);
            return connection.ReadReply(stream);
        },
        reply => AssertRefused(status, reply));

    private static async Task ExpectAsync(Func<RawConnection, RawReply> ask, Action<RawReply> check)
    {
        await using TestServer server = await TestServer.StartAsync(new ScriptedService());
        using RawConnection connection = server.Connect();
        check(ask(connection));
        AssertOk(connection.Call("GetStatus", []));
        Assert.Empty(server.Logger.Faults);
    }

    private static void AssertOk(RawReply reply)
    {
        Assert.Equal("200", reply.HttpStatus);
        Assert.Equal("application/grpc", reply.Headers!["content-type"]);
        Assert.Equal("0", reply.Trailers!["grpc-status"]);
        Assert.Single(reply.Messages());
    }

    private static void AssertRefused(GrpcStatusCode status, RawReply reply)
    {
        Assert.True(reply.IsTrailersOnly);
        Assert.Equal("200", reply.HttpStatus);
        Assert.Equal("application/grpc", reply.Headers!["content-type"]);
        Assert.Equal((int)status, reply.GrpcStatus);
        Assert.NotEqual("", reply.GrpcMessage);
    }
}
