using System.Text;
using Larder.Posix;
using Larder.Protocol.Tests.Support;
using Larder.Protocol.Wire;
using static Larder.Protocol.Tests.Support.FakeServer;

namespace Larder.Protocol.Tests.Wire;

/// <summary>What a call makes of the answers that a server may give.</summary>
public sealed class AnswerTests
{
    private static readonly byte[] Reply = [9, 8, 7, 6, 5];

    [Fact]
    public void A_request_is_the_preface_one_HEADERS_and_one_DATA_frame()
    {
        byte[] message = [1, 2, 3, 4];
        CallOutcome outcome = Call(
            server =>
            {
                Assert.Equal(message, server.HearRequest());
                Assert.Equal([FrameType.Settings, FrameType.WindowUpdate, FrameType.Headers, FrameType.Data], server.Heard.Select(f => f.Header.Type));
                byte[] fields =
                [
                    0x83, 0x86, 4, 4, .. "/s/M"u8, 1, 9, .. "localhost"u8, 0x0F, 16, 16, .. "application/grpc"u8, 0, 2, .. "te"u8, 8, .. "trailers"u8,
                ];
                Assert.Equal(fields, server.Heard[2].Payload);
                Assert.Equal(new FrameHeader(fields.Length, FrameType.Headers, FrameFlags.EndHeaders, 1), server.Heard[2].Header);
                Assert.Equal(new FrameHeader(9, FrameType.Data, FrameFlags.EndStream, 1), server.Heard[3].Header);
                Assert.Equal(Prefixed(message), server.Heard[3].Payload);
                server.Say(Settings(), Answer(Reply));
            },
            message);
        AssertReply(outcome);
    }

    [Fact]
    public void An_answer_split_anywhere_is_the_same()
    {
        byte[] answer =
        [
            .. Settings((3, 100), (4, 786432), (5, 16384), (6, 32768)), .. Frame(FrameType.Settings, 1, 0), .. WindowUpdate(0, 983041),
            .. Frame(FrameType.Ping, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8), .. Answer(Reply),
        ];
        for (int split = 1; split < answer.Length; split++)
        {
            AssertReply(Call(server =>
            {
                server.HearRequest();
                server.Say(answer[..split]);
                Thread.Sleep(1);
                server.Say(answer[split..]);
                server.HearEnd();
            }));
        }

        AssertReply(Call(server =>
        {
            server.HearRequest();
            foreach (byte octet in answer)
            {
                server.Say([octet]);
                Thread.Yield();
            }
        }));
    }

    [Fact]
    public void An_answer_cut_off_anywhere_is_a_broken_connection()
    {
        byte[] answer = [.. Settings(), .. Answer(Reply)];
        for (int length = 0; length < answer.Length; length++)
        {
            CallOutcome outcome = Call(server =>
            {
                server.HearRequest();
                server.Say(answer[..length]);
            });
            AssertBroken(outcome, BrokenReason.Closed);
        }
    }

    [Fact]
    public void Padding_priority_continuations_interim_headers_and_unknown_frames_change_nothing()
    {
        byte[] prefixed = Prefixed(Reply);
        AssertReply(Call(server =>
        {
            server.HearRequest();
            server.Say(
                Settings((0x7777, 5)),
                Frame((FrameType)0x42, 0xFF, 0, 1, 2, 3),
                Frame(FrameType.Priority, 0, 1, 0, 0, 0, 0, 5),
                Frame(FrameType.Headers, 0x4, 1, Field(":status", "103")),
                Frame(FrameType.Headers, 0x8 | 0x20, 1, [3, 0, 0, 0, 0, 7, .. OkHeaders[..4], 0, 0, 0]),
                Frame(FrameType.Continuation, 0, 1),
                Frame(FrameType.Continuation, 0, 1, OkHeaders[4..9]),
                Frame(FrameType.Continuation, 0x4, 1, OkHeaders[9..]),
                Frame(FrameType.Data, 0x8, 1, [2, .. prefixed[..3], 0, 0]),
                Frame(FrameType.Data, 0x8, 1, [0]),
                Frame((FrameType)0x99, 0, 1),
                Frame(FrameType.Data, 0, 1),
                Frame(FrameType.Data, 0x8, 1, [0, .. prefixed[3..6]]),
                Frame(FrameType.Data, 0, 1, prefixed[6..]),
                Frame(FrameType.Headers, 0x1, 1, OkTrailers[..5]),
                Frame(FrameType.Continuation, 0x4, 1, OkTrailers[5..]));
        }));
    }

    [Fact]
    public void An_error_without_a_message_is_its_status()
    {
        CallOutcome outcome = Call(server =>
        {
            server.HearRequest();
            server.Say(
                Settings(),
                Frame(FrameType.Headers, 0x5, 1, [.. OkHeaders, .. Field("grpc-status", "9"), .. Field("grpc-message", "another build: na%C3%AFve 100%25")]));
        });
        AssertStatus(outcome, GrpcStatusCode.FailedPrecondition);
        Assert.Equal("another build: naïve 100%", Encoding.UTF8.GetString(outcome.Message.Span));
    }

    [Fact]
    public void An_error_after_a_message_is_its_status()
    {
        CallOutcome outcome = Call(server =>
        {
            server.HearRequest();
            server.Say(Settings(), Headers(), Message(Reply), Frame(FrameType.Headers, 0x5, 1, Field("grpc-status", "13")));
        });
        AssertStatus(outcome, GrpcStatusCode.Internal);
        Assert.True(outcome.Message.IsEmpty);
        Assert.True(outcome.Reply.IsEmpty);
    }

    [Theory]
    [InlineData("17", GrpcStatusCode.Unknown)]
    [InlineData("", GrpcStatusCode.Unknown)]
    [InlineData("-1", GrpcStatusCode.Unknown)]
    [InlineData("99999999999", GrpcStatusCode.Unknown)]
    [InlineData("16", GrpcStatusCode.Unauthenticated)]
    public void A_status_that_nobody_knows_is_unknown(string status, GrpcStatusCode code) =>
        AssertStatus(
            Call(server =>
            {
                server.HearRequest();
                server.Say(Settings(), Frame(FrameType.Headers, 0x5, 1, [.. OkHeaders, .. Field("grpc-status", status)]));
            }),
            code);

    [Theory]
    [InlineData("404", GrpcStatusCode.Unimplemented)]
    [InlineData("400", GrpcStatusCode.Internal)]
    [InlineData("401", GrpcStatusCode.Unauthenticated)]
    [InlineData("403", GrpcStatusCode.PermissionDenied)]
    [InlineData("415", GrpcStatusCode.Unknown)]
    [InlineData("503", GrpcStatusCode.Unavailable)]
    public void An_answer_of_HTTP_alone_has_the_status_that_gRPC_gives_it(string status, GrpcStatusCode code) =>
        AssertStatus(
            Call(server =>
            {
                server.HearRequest();
                server.Say(
                    Settings(), Frame(FrameType.Headers, 0x4, 1, [.. Field(":status", status), .. Field("content-type", "text/html")]),
                    Frame(FrameType.Data, 1, 1, [.. "<html>no</html>"u8]));
            }),
            code);

    [Theory]
    [InlineData(StreamError.RefusedStream, GrpcStatusCode.Unavailable)]
    [InlineData(StreamError.Cancel, GrpcStatusCode.Cancelled)]
    [InlineData(StreamError.EnhanceYourCalm, GrpcStatusCode.ResourceExhausted)]
    [InlineData(StreamError.Internal, GrpcStatusCode.Internal)]
    [InlineData((StreamError)12345, GrpcStatusCode.Internal)]
    public void A_reset_is_a_status_and_the_connection_goes_on(object error, GrpcStatusCode code)
    {
        (CallOutcome first, CallOutcome second) = Play(
            server =>
            {
                server.HearRequest();
                server.Say(Settings(), Headers(), Frame(FrameType.ResetStream, 0, 1, Number((int)(StreamError)error)));
                server.HearRequest(3);
                server.Say(Answer(Reply, 3));
            },
            c => (c.Call("/s/M"u8, [1], UnixSocketDeadline.In(20_000)), c.Call("/s/M"u8, [1], UnixSocketDeadline.In(20_000))));
        AssertStatus(first, code);
        AssertReply(second);
    }

    [Fact]
    public void An_empty_message_is_a_reply_and_none_is_not()
    {
        CallOutcome empty = Call(server =>
        {
            server.HearRequest();
            server.Say(Settings(), Answer([]));
        });
        Assert.Equal(CallState.Reply, empty.State);
        Assert.True(empty.Reply.IsEmpty);

        byte[][] wrong =
        [
            [],                                             // none
            [0, 0, 0],                                      // a piece of a prefix
            [0, 0, 0, 0, 3, 1, 2],                          // a piece of a message
            [.. Prefixed([1]), .. Prefixed([2])],           // two
            [.. Prefixed([]), .. Prefixed([])],
            [1, 0, 0, 0, 1, 7],                             // compressed
        ];
        foreach (byte[] body in wrong)
        {
            AssertBroken(
                Call(server =>
                {
                    server.HearRequest();
                    server.Say(Settings(), Headers(), Data(body), Trailers());
                }),
                BrokenReason.Message);
        }

        AssertBroken(
            Call(server =>
            {
                server.HearRequest();
                server.Say(Settings(), Headers(), Data([0, 0xFF, 0xFF, 0xFF, 0xFF]), Trailers());
            }),
            BrokenReason.MessageSize);
        AssertBroken(
            Call(server =>
            {
                server.HearRequest();
                server.Say(Settings(), Headers(), Message(Reply), Frame(FrameType.Data, 1, 1));
            }),
            BrokenReason.StatusMissing);
    }

    [Fact]
    public void Calls_follow_each_other_on_streams_of_their_own()
    {
        bool all = Play(
            server =>
            {
                for (int stream = 1; stream < 41; stream += 2)
                {
                    byte[] message = server.HearRequest(stream);
                    server.Say(stream == 1 ? Settings() : [], Answer([.. message, (byte)stream], stream));
                }
            },
            c => Enumerable.Range(0, 20).All(i =>
            {
                CallOutcome outcome = c.Call("/s/M"u8, [(byte)i], UnixSocketDeadline.In(20_000));
                return outcome.State == CallState.Reply && outcome.Reply.Span.SequenceEqual((byte[])[(byte)i, (byte)((2 * i) + 1)]);
            }));
        Assert.True(all);
    }

    [Fact]
    public void Fields_that_the_server_remembers_are_remembered()
    {
        // A server that has not heard of our table's size yet adds to a table of 4096: content-type and grpc-status become 62 and 63.
        byte[] remembered = [0x88, 0x40 | 31, 16, .. "application/grpc"u8];
        (CallOutcome first, CallOutcome second) = Play(
            server =>
            {
                server.HearRequest();
                server.Say(
                    Settings(), Frame(FrameType.Headers, 4, 1, remembered), Message(Reply),
                    Frame(FrameType.Headers, 5, 1, [0x40, .. OkTrailers[1..]]));
                server.HearRequest(3);
                server.Say(Frame(FrameType.Headers, 4, 3, 0x88, 0x80 | 63), Message(Reply, 3), Frame(FrameType.Headers, 5, 3, 0x80 | 62));
            },
            c => (c.Call("/s/M"u8, [1], UnixSocketDeadline.In(20_000)), c.Call("/s/M"u8, [1], UnixSocketDeadline.In(20_000))));
        AssertReply(first);
        AssertReply(second);
    }

    internal static void AssertBroken(CallOutcome outcome, BrokenReason reason)
    {
        Assert.Equal(CallState.Broken, outcome.State);
        Assert.Equal(reason, outcome.Reason);
    }

    internal static void AssertStatus(CallOutcome outcome, GrpcStatusCode code)
    {
        Assert.Equal(CallState.Status, outcome.State);
        Assert.Equal(code, outcome.Code);
    }

    private static void AssertReply(CallOutcome outcome)
    {
        Assert.Equal(BrokenReason.None, outcome.Reason);
        Assert.Equal(CallState.Reply, outcome.State);
        Assert.Equal(Reply, outcome.Reply.ToArray());
    }
}
