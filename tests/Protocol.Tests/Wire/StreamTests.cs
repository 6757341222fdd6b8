using Larder.Posix;
using Larder.Protocol.Tests.Support;
using Larder.Protocol.Wire;
using static Larder.Protocol.Tests.Support.FakeServer;

namespace Larder.Protocol.Tests.Wire;

/// <summary>Calls that are answered with a stream of messages, against a server that says whatever it likes.</summary>
public sealed class StreamTests
{
    private static UnixSocketDeadline Soon => UnixSocketDeadline.In(20_000);

    [Fact]
    public void Messages_come_one_by_one_however_they_are_cut_into_frames()
    {
        byte[][] messages = [[1, 2, 3], [], [4], .. Enumerable.Range(0, 50).Select(static i => new byte[i * 7])];
        byte[] all = [.. messages.SelectMany(Prefixed)];
        foreach (int piece in (int[])[1, 2, 5, 6, 100, 16384])
        {
            List<byte[]> heard = Listen(server =>
            {
                server.HearRequest();
                server.Say(Settings(), Headers());
                server.Say([.. all.Chunk(piece).Select(static part => Data(part))]);
                server.Say(Trailers());
            });
            Assert.Equal(messages, heard);
        }
    }

    [Fact]
    public void Nothing_for_a_while_is_no_end_and_what_comes_then_is_heard()
    {
        using ManualResetEventSlim isQuiet = new();
        (StreamState first, StreamOutcome second, StreamState last) = Play(
            server =>
            {
                server.HearRequest();
                server.Say(Settings(), Headers());
                isQuiet.Wait();

                // Half a message, and its end in another frame.
                server.Say(Data([0, 0, 0, 0, 2, 8]), Data([9]), Trailers());
            },
            c =>
            {
                Assert.True(c.OpenStream("/s/M"u8, [], Soon));
                StreamState first = c.ReceiveNext(UnixSocketDeadline.In(150)).State;
                isQuiet.Set();
                return (first, c.ReceiveNext(Soon), c.ReceiveNext(Soon).State);
            });
        Assert.Equal(StreamState.Nothing, first);
        Assert.Equal((byte[])[8, 9], second.Message.ToArray());
        Assert.Equal(StreamState.Ended, last);
    }

    [Fact]
    public void The_windows_are_widened_as_long_as_the_stream_lives()
    {
        // Five times what a server may send ahead: it waits for windows again and again.
        const int Size = 100_000;
        const int Count = 420;
        long connection = 0;
        long stream = 0;
        List<byte[]> heard = Listen(server =>
        {
            server.HearRequest();
            connection = stream = 8 * 1024 * 1024;
            server.Say(Settings(), Headers());
            byte[] message = Prefixed(new byte[Size]);
            for (int i = 0; i < Count; i++)
            {
                foreach (byte[] part in message.Chunk(16384))
                {
                    while (stream < part.Length || connection < part.Length)
                    {
                        (FrameHeader header, byte[] payload) = server.HearUntil(FrameType.WindowUpdate);
                        int increment = (payload[0] << 24) | (payload[1] << 16) | (payload[2] << 8) | payload[3];
                        if (header.Stream == 0)
                            connection += increment;
                        else
                            stream += increment;
                    }

                    server.Say(Data(part));
                    stream -= part.Length;
                    connection -= part.Length;
                }
            }

            server.Say(Trailers());
        });
        Assert.Equal(Count, heard.Count);
        Assert.All(heard, static message => Assert.Equal(Size, message.Length));
    }

    [Fact]
    public void A_reader_that_takes_nothing_makes_the_server_wait()
    {
        using ManualResetEventSlim isFull = new();
        bool isOver = Play(
            server =>
            {
                server.HearRequest();
                server.Say(Settings(), Headers());

                // Until the socket takes no more, which is far below the windows.
                while (server.SayIfTaken(Data(new byte[16384])))
                {
                }

                isFull.Set();
                server.HearEnd();
            },
            c =>
            {
                Assert.True(c.OpenStream("/s/M"u8, [], Soon));
                isFull.Wait();
                return true;
            });
        Assert.True(isOver);
    }

    [Fact]
    public void A_stream_that_is_refused_says_why()
    {
        (bool isServed, StreamOutcome outcome) = Play(
            static server =>
            {
                server.HearRequest();
                server.Say(Settings(), Frame(FrameType.Headers, 5, 1, [.. OkHeaders, .. Field("grpc-status", "7")]));
            },
            static c =>
            {
                Assert.True(c.OpenStream("/s/M"u8, [], Soon));
                return (c.IsStreamServed, c.ReceiveNext(Soon));
            });
        Assert.False(isServed);
        Assert.Equal((StreamState.Status, GrpcStatusCode.PermissionDenied), (outcome.State, outcome.Code));
    }

    [Fact]
    public void What_was_said_before_the_connection_broke_is_heard()
    {
        (StreamOutcome first, StreamOutcome second) = Play(
            static server =>
            {
                server.HearRequest();
                server.Say(Settings(), Headers(), Message([5]), Data([0, 0]));
            },
            static c =>
            {
                Assert.True(c.OpenStream("/s/M"u8, [], Soon));
                return (c.ReceiveNext(Soon), c.ReceiveNext(Soon));
            });
        Assert.Equal((byte[])[5], first.Message.ToArray());
        Assert.Equal((StreamState.Broken, BrokenReason.Closed), (second.State, second.Reason));
    }

    [Theory]
    [InlineData(1, 0, 0, 0, 1, BrokenReason.Message)]       // compressed
    [InlineData(0, 0, 0x10, 0, 1, BrokenReason.MessageSize)] // 1 MiB and a byte
    [InlineData(0, 255, 255, 255, 255, BrokenReason.MessageSize)]
    public void Messages_that_are_none_end_it(byte flag, byte a, byte b, byte c, byte d, BrokenReason reason)
    {
        StreamOutcome outcome = Play(
            server =>
            {
                server.HearRequest();
                server.Say(Settings(), Headers(), Data([flag, a, b, c, d, 1]));
                server.HearEnd();
            },
            static c =>
            {
                Assert.True(c.OpenStream("/s/M"u8, [], Soon));
                StreamOutcome next = c.ReceiveNext(Soon);
                c.Dispose();
                return next;
            });
        Assert.Equal((StreamState.Broken, reason), (outcome.State, outcome.Reason));
    }

    [Fact]
    public void A_stream_that_ends_within_a_message_or_without_a_status_is_broken()
    {
        foreach (byte[] end in (byte[][])[[.. Data([0, 0, 0, 0, 9, 1]), .. Trailers()], Frame(FrameType.Data, 1, 1)])
        {
            StreamOutcome outcome = Play(
                server =>
                {
                    server.HearRequest();
                    server.Say(Settings(), Headers(), end);
                },
                static c =>
                {
                    Assert.True(c.OpenStream("/s/M"u8, [], Soon));
                    return c.ReceiveNext(Soon);
                });
            Assert.Equal(StreamState.Broken, outcome.State);
        }
    }

    [Fact]
    public void Closing_it_tells_the_server_and_another_call_may_follow()
    {
        CallOutcome outcome = Play(
            static server =>
            {
                server.HearRequest();
                server.Say(Settings(), Headers(), Message([1]));
                (FrameHeader header, byte[] payload) = server.HearUntil(FrameType.ResetStream);
                Assert.Equal(1, header.Stream);
                Assert.Equal((byte[])[0, 0, 0, (byte)StreamError.Cancel], payload);

                // What was on its way already is not the next call's.
                server.Say(Message([2]), Trailers());
                server.HearRequest(3);
                server.Say(Answer([3], 3));
            },
            static c =>
            {
                Assert.True(c.OpenStream("/s/M"u8, [], Soon));
                Assert.Equal(StreamState.Message, c.ReceiveNext(Soon).State);
                c.CloseStream();
                Assert.Equal(StreamState.Ended, c.ReceiveNext(Soon).State);
                return c.Call("/s/M"u8, [], Soon);
            });
        Assert.Equal(CallState.Reply, outcome.State);
        Assert.Equal((byte[])[3], outcome.Reply.ToArray());
    }

    [Fact]
    public void A_call_ends_the_stream_before_it()
    {
        CallOutcome outcome = Play(
            static server =>
            {
                server.HearRequest();
                server.Say(Settings(), Headers());
                server.HearUntil(FrameType.ResetStream);
                server.HearRequest(3);
                server.Say(Answer([3], 3));
            },
            static c =>
            {
                Assert.True(c.OpenStream("/s/M"u8, [], Soon));
                return c.Call("/s/M"u8, [], Soon);
            });
        Assert.Equal((byte[])[3], outcome.Reply.ToArray());
    }

    [Fact]
    public void A_server_that_never_begins_is_given_up_at_the_deadline()
    {
        bool isOpen = Play(
            static server =>
            {
                server.HearRequest();
                server.Say(Settings());
                server.HearUntil(FrameType.ResetStream);
            },
            static c => c.OpenStream("/s/M"u8, [], UnixSocketDeadline.In(200)));
        Assert.False(isOpen);
    }

    /// <summary>All messages of a stream that ends well.</summary>
    private static List<byte[]> Listen(Action<FakeServer> script) => Play(
        script,
        static c =>
        {
            Assert.True(c.OpenStream("/s/M"u8, [], Soon));
            List<byte[]> heard = [];
            while (true)
            {
                StreamOutcome next = c.ReceiveNext(Soon);
                if (next.State != StreamState.Message)
                {
                    Assert.Equal(StreamState.Ended, next.State);
                    return heard;
                }

                heard.Add(next.Message.ToArray());
            }
        });
}
