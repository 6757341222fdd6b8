using Larder.Posix;
using Larder.Protocol.Tests.Support;
using Larder.Protocol.Wire;
using static Larder.Protocol.Tests.Support.FakeServer;

namespace Larder.Protocol.Tests.Wire;

/// <summary>Whatever comes from the other end, a call ends: with a reason, by the deadline, and with nothing kept without bound.</summary>
public sealed class HostileServerTests
{
    public static TheoryData<string, BrokenReason> Violations => new()
    {
        { "no settings first", BrokenReason.Protocol },
        { "settings cut", BrokenReason.Protocol },
        { "settings on a stream", BrokenReason.Protocol },
        { "settings answer with content", BrokenReason.Protocol },
        { "settings with a window of 2^31", BrokenReason.FlowControl },
        { "settings with small frames", BrokenReason.Protocol },
        { "settings with huge frames", BrokenReason.Protocol },
        { "data before headers", BrokenReason.Protocol },
        { "data on stream 0", BrokenReason.Protocol },
        { "data on a stream to come", BrokenReason.Protocol },
        { "data on a stream of the server's", BrokenReason.Protocol },
        { "headers on stream 0", BrokenReason.Protocol },
        { "headers without a status", BrokenReason.Protocol },
        { "headers with a broken block", BrokenReason.Headers },
        { "headers with a table too large", BrokenReason.Headers },
        { "headers with fields without end", BrokenReason.Headers },
        { "headers with padding longer than they are", BrokenReason.Protocol },
        { "headers with half a priority", BrokenReason.Protocol },
        { "interim headers at the end", BrokenReason.Protocol },
        { "trailers that don't end the stream", BrokenReason.Protocol },
        { "continuation of nothing", BrokenReason.Protocol },
        { "ping between headers and continuation", BrokenReason.Protocol },
        { "continuation of another stream", BrokenReason.Protocol },
        { "continuations without end", BrokenReason.Headers },
        { "push promise", BrokenReason.Protocol },
        { "ping of seven bytes", BrokenReason.Protocol },
        { "ping on a stream", BrokenReason.Protocol },
        { "short goaway", BrokenReason.Protocol },
        { "goaway", BrokenReason.GoingAway },
        { "window update of 0", BrokenReason.Protocol },
        { "window update of three bytes", BrokenReason.Protocol },
        { "window update on a stream to come", BrokenReason.Protocol },
        { "windows beyond all bounds", BrokenReason.FlowControl },
        { "stream window beyond all bounds", BrokenReason.FlowControl },
        { "short reset", BrokenReason.Protocol },
        { "reset of stream 0", BrokenReason.Protocol },
        { "short priority", BrokenReason.Protocol },
        { "a frame too large", BrokenReason.FrameSize },
        { "HTTP/1.1", BrokenReason.FrameSize },
        { "nothing", BrokenReason.Closed },
        { "goaway and gone", BrokenReason.GoingAway },
        { "goaway that counts us and gone", BrokenReason.Closed },
    };

    [Theory]
    [MemberData(nameof(Violations))]
    public void What_breaks_the_rules_breaks_the_connection(string what, BrokenReason reason)
    {
        (CallOutcome first, CallOutcome second) = Play(
            server =>
            {
                server.HearRequest();
                if (what is not "no settings first" and not "HTTP/1.1" and not "nothing")
                    server.Say(Settings());
                server.Say(Say(what));
                if (reason is BrokenReason.Closed or BrokenReason.GoingAway)
                    server.EndSaying();
                server.HearEnd();
            },
            c => (c.Call("/s/M"u8, [1], UnixSocketDeadline.In(20_000)), c.Call("/s/M"u8, [1], UnixSocketDeadline.In(20_000))));
        AnswerTests.AssertBroken(first, reason);
        AnswerTests.AssertBroken(second, reason);
    }

    [Fact]
    public void A_silent_server_is_given_up_at_the_deadline_and_told_so()
    {
        CallOutcome outcome = Call1(
            server =>
            {
                server.HearRequest();
                Assert.Equal(Number((int)StreamError.Cancel), server.HearUntil(FrameType.ResetStream).Payload);
                server.HearEnd();
            },
            100);
        Assert.Equal(CallState.TimedOut, outcome.State);
    }

    [Fact]
    public void After_a_deadline_the_connection_can_be_used_and_the_late_answer_is_passed_over()
    {
        (CallOutcome first, CallOutcome second) = Play(
            server =>
            {
                server.HearRequest();
                server.HearUntil(FrameType.ResetStream);
                server.Say(Settings(), Headers(), Message([1, 1]));
                server.HearRequest(3);
                server.Say(Trailers(), Answer([3, 3], 3));
            },
            c => (c.Call("/s/M"u8, [1], UnixSocketDeadline.In(50)), c.Call("/s/M"u8, [1], UnixSocketDeadline.In(20_000))));
        Assert.Equal(CallState.TimedOut, first.State);
        Assert.Equal(CallState.Reply, second.State);
        Assert.Equal((byte[])[3, 3], second.Reply.ToArray());
    }

    [Theory]
    [InlineData("settings")]
    [InlineData("pings")]
    [InlineData("empty data")]
    [InlineData("unknown")]
    [InlineData("interim headers")]
    [InlineData("empty continuations")]
    public void Frames_without_end_are_heard_until_the_deadline_at_most(string what)
    {
        byte[] frame = what switch
        {
            "settings" => Settings((1, 1)),
            "pings" => Frame(FrameType.Ping, 0, 0, new byte[8]),
            "empty data" => Data([]),
            "unknown" => Frame((FrameType)99, 0, 0, new byte[100]),
            "interim headers" => Frame(FrameType.Headers, 4, 1, Field(":status", "100")),
            _ => Frame(FrameType.Continuation, 0, 1),
        };
        byte[] many = [.. Enumerable.Repeat(frame, 50).SelectMany(f => f)];
        bool ended = false;
        CallOutcome outcome = Play(
            server =>
            {
                server.HearRequest();
                server.Say(Settings());
                if (what == "empty data")
                    server.Say(Headers());
                if (what == "empty continuations")
                    server.Say(Frame(FrameType.Headers, 0, 1));
                while (!Volatile.Read(ref ended))
                    server.Say(many);
            },
            c =>
            {
                // Nobody at the other end hears the answers to the pings, so they fill the socket.
                CallOutcome outcome = c.Call("/s/M"u8, [1], UnixSocketDeadline.In(300));
                Volatile.Write(ref ended, true);
                c.Dispose();
                return outcome;
            });
        Assert.Equal(CallState.TimedOut, outcome.State);
    }

    [Fact]
    public void Random_bytes_and_damaged_answers_end_in_an_outcome()
    {
        Random random = new(11);
        byte[] answer = [.. Settings((4, 70_000)), .. WindowUpdate(0, 5), .. Answer([1, 2, 3])];
        for (int round = 0; round < 300; round++)
        {
            byte[] bytes = (byte[])answer.Clone();
            for (int damage = random.Next(1, 4); damage > 0; damage--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (round % 3 == 0)
                random.NextBytes(bytes);
            CallOutcome outcome = Call(server =>
            {
                server.HearRequest();
                server.Say(bytes);
                server.EndSaying();
                server.HearEnd();
            });
            Assert.NotEqual(CallState.TimedOut, outcome.State);
        }
    }

    private static CallOutcome Call1(Action<FakeServer> script, int milliseconds) =>
        Play(script, c => c.Call("/s/M"u8, [1], UnixSocketDeadline.In(milliseconds)));

    private static byte[] Say(string what) => what switch
    {
        "no settings first" => Answer([1]),
        "settings cut" => Frame(FrameType.Settings, 0, 0, 0, 1, 0, 0, 0),
        "settings on a stream" => Frame(FrameType.Settings, 0, 1),
        "settings answer with content" => Frame(FrameType.Settings, 1, 0, 0, 1, 0, 0, 0, 0),
        "settings with a window of 2^31" => Settings((4, 0x8000_0000)),
        "settings with small frames" => Settings((5, 16383)),
        "settings with huge frames" => Settings((5, 0x100_0000)),
        "data before headers" => Data([1]),
        "data on stream 0" => Data([1], 0),
        "data on a stream to come" => Data([1], 3),
        "data on a stream of the server's" => Data([1], 2),
        "headers on stream 0" => Headers(0),
        "headers without a status" => Frame(FrameType.Headers, 4, 1, Field("content-type", "application/grpc")),
        "headers with a broken block" => Frame(FrameType.Headers, 4, 1, 0x80),
        "headers with a table too large" => Frame(FrameType.Headers, 4, 1, [0x3F, 0xE2, 0x1F, .. OkHeaders]),
        "headers with fields without end" => Frame(FrameType.Headers, 4, 1, [.. Enumerable.Repeat((byte)0x88, 16384)]),
        "headers with padding longer than they are" => Frame(FrameType.Headers, 4 | 8, 1, [200, .. OkHeaders]),
        "headers with half a priority" => Frame(FrameType.Headers, 4 | 0x20, 1, 0, 0, 0),
        "interim headers at the end" => Frame(FrameType.Headers, 5, 1, Field(":status", "100")),
        "trailers that don't end the stream" => [.. Headers(), .. Frame(FrameType.Headers, 4, 1, OkTrailers)],
        "continuation of nothing" => Frame(FrameType.Continuation, 4, 1, OkHeaders),
        "ping between headers and continuation" => [.. Frame(FrameType.Headers, 0, 1, OkHeaders), .. Frame(FrameType.Ping, 0, 0, new byte[8])],
        "continuation of another stream" => [.. Frame(FrameType.Headers, 0, 1, OkHeaders), .. Frame(FrameType.Continuation, 4, 3)],
        "continuations without end" =>
        [
            .. Frame(FrameType.Headers, 0, 1, OkHeaders),
            .. Enumerable.Range(0, 3).SelectMany(_ => Frame(FrameType.Continuation, 0, 1, new byte[16384])),
        ],
        "push promise" => Frame(FrameType.PushPromise, 4, 1, [0, 0, 0, 2, .. OkHeaders]),
        "ping of seven bytes" => Frame(FrameType.Ping, 0, 0, new byte[7]),
        "ping on a stream" => Frame(FrameType.Ping, 0, 1, new byte[8]),
        "short goaway" => Frame(FrameType.GoAway, 0, 0, new byte[7]),
        "goaway" => Frame(FrameType.GoAway, 0, 0, new byte[8]),
        "window update of 0" => WindowUpdate(0, 0),
        "window update of three bytes" => Frame(FrameType.WindowUpdate, 0, 0, 0, 0, 1),
        "window update on a stream to come" => WindowUpdate(5, 1),
        "windows beyond all bounds" => WindowUpdate(0, int.MaxValue),
        "stream window beyond all bounds" => WindowUpdate(1, int.MaxValue),
        "short reset" => Frame(FrameType.ResetStream, 0, 1, 0, 0),
        "reset of stream 0" => Frame(FrameType.ResetStream, 0, 0, 0, 0, 0, 0),
        "short priority" => Frame(FrameType.Priority, 0, 1, 0),
        "a frame too large" => Data(new byte[16385]),
        "HTTP/1.1" => [.. "HTTP/1.1 400 Bad Request\r\n\r\n"u8],
        "nothing" => [],
        "goaway and gone" => Frame(FrameType.GoAway, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3),
        "goaway that counts us and gone" => Frame(FrameType.GoAway, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0),
        _ => throw new ArgumentOutOfRangeException(nameof(what)),
    };
}
