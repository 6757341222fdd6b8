using Larder.Posix;
using Larder.Protocol.Tests.Support;
using Larder.Protocol.Wire;
using static Larder.Protocol.Tests.Support.FakeServer;

namespace Larder.Protocol.Tests.Wire;

/// <summary>Windows, both ways; acknowledgements; and the end of a connection that is announced.</summary>
public sealed class FlowControlTests
{
    [Fact]
    public void A_long_request_waits_for_the_windows_of_stream_and_connection()
    {
        byte[] message = Noise(200_000);
        CallOutcome outcome = Call(
            server =>
            {
                // 65535 bytes may come at once, in frames of 16384 at most.
                server.HearPreface();
                List<byte> body = [];
                Hear(65535);
                server.Say(Settings());
                server.Say(WindowUpdate(0, 100_000));
                server.Say(WindowUpdate(1, 1));
                Hear(65536);
                server.Say(WindowUpdate(1, 50_000));
                Hear(115_536);
                server.Say(WindowUpdate(1, 50_000_000), WindowUpdate(0, 10_000_000));
                Hear(200_005);
                Assert.True(server.Heard[^1].Header.Has(FrameFlags.EndStream));
                Assert.Equal(Prefixed(message), body);
                server.Say(Answer([1]));

                void Hear(int total)
                {
                    while (body.Count < total)
                    {
                        (FrameHeader header, byte[] payload) = server.HearUntil(FrameType.Data);
                        Assert.InRange(header.Length, 1, 16384);
                        body.AddRange(payload);
                    }

                    Assert.Equal(total, body.Count);
                }
            },
            message);
        Assert.Equal(CallState.Reply, outcome.State);
    }

    [Fact]
    public void Settings_change_the_window_of_a_stream_that_is_open_even_below_zero()
    {
        byte[] message = Noise(70_000);
        CallOutcome outcome = Call(
            server =>
            {
                server.HearPreface();
                List<byte> body = [];
                while (body.Count < 65535)
                    body.AddRange(server.HearUntil(FrameType.Data).Payload);
                server.Say(Settings((4, 0)), WindowUpdate(0, 1_000_000), WindowUpdate(1, 65535));   // stream: 0
                server.Say(WindowUpdate(1, 10));
                Assert.Equal(10, server.HearUntil(FrameType.Data).Header.Length);
                server.Say(Settings((4, 1000)));
                Assert.Equal(1000, server.HearUntil(FrameType.Data).Header.Length);
                server.Say(Settings((4, 100_000)));
                (FrameHeader header, _) = server.HearUntil(FrameType.Data);
                Assert.Equal(70_005 - 65535 - 1010, header.Length);
                Assert.True(header.Has(FrameFlags.EndStream));
                server.Say(Answer([1]));
            },
            message);
        Assert.Equal(CallState.Reply, outcome.State);
    }

    [Fact]
    public void A_window_of_a_few_bytes_splits_even_the_prefix()
    {
        (CallOutcome first, CallOutcome second) = Play(
            server =>
            {
                server.HearRequest();
                server.Say(Settings((4, 3)), Answer([1]));
                Assert.Equal(3, server.HearUntil(FrameType.Data).Header.Length);
                server.Say(WindowUpdate(3, 4));
                Assert.Equal(4, server.HearUntil(FrameType.Data).Header.Length);
                server.Say(WindowUpdate(3, 100));
                (FrameHeader header, byte[] payload) = server.HearUntil(FrameType.Data);
                Assert.Equal((byte[])[7, 8, 9], payload);
                Assert.True(header.Has(FrameFlags.EndStream));
                server.Say(Answer([2], 3));
            },
            c => (c.Call("/s/M"u8, [1], UnixSocketDeadline.In(20_000)), c.Call("/s/M"u8, [5, 6, 7, 8, 9], UnixSocketDeadline.In(20_000))));
        Assert.Equal(CallState.Reply, first.State);
        Assert.Equal(CallState.Reply, second.State);
    }

    [Fact]
    public void A_window_that_never_opens_is_waited_for_until_the_deadline()
    {
        CallOutcome outcome = Play(
            server =>
            {
                server.HearPreface();
                server.Say(Settings((4, 0)));
                server.HearEnd();
            },
            c => c.Call("/s/M"u8, Noise(100_000), UnixSocketDeadline.In(200)));
        Assert.Equal(CallState.TimedOut, outcome.State);
    }

    [Fact]
    public void A_server_that_reads_nothing_is_waited_for_until_the_deadline()
    {
        using ManualResetEventSlim over = new();
        (CallOutcome first, CallOutcome second) = Play(
            server =>
            {
                server.Say(Settings((4, int.MaxValue)), WindowUpdate(0, int.MaxValue - 65535));
                over.Wait();
            },
            c =>
            {
                CallOutcome first = c.Call("/s/M"u8, Noise(4_000_000), UnixSocketDeadline.In(200));
                CallOutcome second = c.Call("/s/M"u8, [1], UnixSocketDeadline.In(20_000));
                over.Set();
                return (first, second);
            });
        Assert.Equal(CallState.TimedOut, first.State);
        AnswerTests.AssertBroken(second, BrokenReason.Abandoned);
    }

    [Fact]
    public void A_server_that_wants_to_be_heard_before_it_listens_is_heard()
    {
        // Both sockets' buffers are full: the server says a megabyte before it reads the rest of the request.
        byte[] message = Noise(1_000_000);
        CallOutcome outcome = Call(
            server =>
            {
                server.HearPreface();
                server.Say(Settings((4, int.MaxValue)), WindowUpdate(0, int.MaxValue - 65535));
                server.HearUntil(FrameType.Data);
                server.Say(Headers());
                byte[] reply = Message(Noise(1_000_000));
                server.Say(reply);
                while (!server.HearUntil(FrameType.Data).Header.Has(FrameFlags.EndStream))
                {
                }

                server.Say(Trailers());
            },
            message);
        Assert.Equal(CallState.Reply, outcome.State);
        Assert.True(outcome.Reply.Span.SequenceEqual(Noise(1_000_000)));
    }

    [Fact]
    public void An_answer_before_the_end_of_the_request_ends_the_call_and_the_rest_is_not_sent()
    {
        (CallOutcome first, CallOutcome second) = Play(
            server =>
            {
                server.HearPreface();
                server.HearUntil(FrameType.Data);
                server.Say(Settings(), Frame(FrameType.Headers, 5, 1, [.. OkHeaders, .. Field("grpc-status", "8")]));
                server.HearUntil(FrameType.ResetStream);
                server.Say(WindowUpdate(0, 65535), WindowUpdate(1, 5));
                server.HearRequest(3);
                server.Say(Answer([1], 3));
            },
            c => (c.Call("/s/M"u8, Noise(3_000_000), UnixSocketDeadline.In(20_000)), c.Call("/s/M"u8, [], UnixSocketDeadline.In(20_000))));
        AnswerTests.AssertStatus(first, GrpcStatusCode.ResourceExhausted);
        Assert.Equal(CallState.Reply, second.State);
    }

    [Fact]
    public void A_reply_of_twenty_megabytes_comes_through_a_window_that_is_widened()
    {
        byte[] reply = Noise(20_000_000);
        int allowed = 0;
        CallOutcome outcome = Call(server =>
        {
            server.HearRequest();
            byte[] settings = server.Heard[0].Payload;
            int stream = 0;
            for (int i = 0; i < settings.Length; i += 6)
            {
                if (settings[i + 1] == 4)
                    stream = (settings[i + 2] << 24) | (settings[i + 3] << 16) | (settings[i + 4] << 8) | settings[i + 5];
            }

            int connection = 65535 + Value(server.Heard[1].Payload);
            Assert.Equal(8 * 1024 * 1024, stream);
            Assert.Equal(stream, connection);
            server.Say(Settings(), Headers());
            foreach (byte[] part in Prefixed(reply).Chunk(16384))
            {
                while (stream < part.Length || connection < part.Length)
                {
                    (FrameHeader header, byte[] payload) = server.HearUntil(FrameType.WindowUpdate);
                    if (header.Stream == 0)
                        connection += Value(payload);
                    else
                        stream += Value(payload);
                    allowed++;
                }

                server.Say(Data(part));
                stream -= part.Length;
                connection -= part.Length;
            }

            server.Say(Trailers());
        });
        Assert.Equal(CallState.Reply, outcome.State);
        Assert.True(outcome.Reply.Span.SequenceEqual(reply));
        Assert.InRange(allowed, 2, 50);
    }

    [Fact]
    public void Bodies_without_end_are_refused_where_the_message_ends()
    {
        CallOutcome outcome = Call(server =>
        {
            server.HearRequest();
            server.Say(Settings(), Headers(), Message(Noise(100)));
            for (int i = 0; i < 600; i++)
                server.Say(Data(new byte[16384]));
            server.HearEnd();
        });
        AnswerTests.AssertBroken(outcome, BrokenReason.Message);
    }

    [Fact]
    public void A_ping_is_answered_while_the_client_waits()
    {
        CallOutcome outcome = Call(server =>
        {
            server.HearRequest();
            server.Say(Settings(), Frame(FrameType.Ping, 1, 0, new byte[8]), Frame(FrameType.Ping, 0, 0, 8, 7, 6, 5, 4, 3, 2, 1));
            (FrameHeader header, byte[] payload) = server.HearUntil(FrameType.Ping);
            Assert.True(header.Has(FrameFlags.Acknowledgement));
            Assert.Equal((byte[])[8, 7, 6, 5, 4, 3, 2, 1], payload);
            server.Say(Answer([1]));
        });
        Assert.Equal(CallState.Reply, outcome.State);
    }

    [Fact]
    public void Settings_are_acknowledged_with_the_next_request_or_after_a_while()
    {
        Play(
            server =>
            {
                server.HearRequest();
                server.Say(Settings(), Answer([1]));
                server.Heard.Clear();
                server.HearRequest(3);
                Assert.Equal(new FrameHeader(0, FrameType.Settings, FrameFlags.Acknowledgement, 0), server.Heard[0].Header);
                Assert.Equal(FrameType.Headers, server.Heard[1].Header.Type);
                server.Say(Settings());
                Assert.True(server.HearFrame().Header is { Type: FrameType.Settings, Flags: FrameFlags.Acknowledgement });
                server.Say(Answer([1], 3));
            },
            c => (c.Call("/s/M"u8, [1], UnixSocketDeadline.In(20_000)), c.Call("/s/M"u8, [1], UnixSocketDeadline.In(20_000))));
    }

    [Fact]
    public void A_server_that_goes_away_still_answers_what_it_took_and_gets_no_more()
    {
        (CallOutcome first, CallOutcome second) = Play(
            server =>
            {
                server.HearRequest();
                server.Say(Settings(), Frame(FrameType.GoAway, 0, 0, 0x7F, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0), Answer([1]));
                server.HearEnd();
                Assert.DoesNotContain(server.Heard, f => f.Header.Stream == 3);
            },
            c => (c.Call("/s/M"u8, [1], UnixSocketDeadline.In(20_000)), c.Call("/s/M"u8, [1], UnixSocketDeadline.In(20_000))));
        Assert.Equal(CallState.Reply, first.State);
        AnswerTests.AssertBroken(second, BrokenReason.GoingAway);
    }

    [Fact]
    public void A_server_that_answers_and_closes_without_hearing_all_is_heard()
    {
        CallOutcome outcome = Call(
            server =>
            {
                server.HearPreface();
                server.HearUntil(FrameType.Data);
                server.Say(Settings(), Frame(FrameType.Headers, 5, 1, [.. OkHeaders, .. Field("grpc-status", "14")]));
            },
            Noise(3_000_000));
        AnswerTests.AssertStatus(outcome, GrpcStatusCode.Unavailable);
    }

    private static int Value(byte[] number) => (number[0] << 24) | (number[1] << 16) | (number[2] << 8) | number[3];

    private static byte[] Noise(int length)
    {
        byte[] bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}
