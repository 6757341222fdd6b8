using Larder.CommandLine.DaemonControl;
using Larder.Posix;
using Larder.Protocol.Messages;
using Larder.Protocol.Wire;

namespace Larder.CommandLine.Watching;

/// <summary>The daemon's events, on a connection of their own, and beside it one to ask how it is.</summary>
internal sealed class DaemonEvents : IDisposable
{
    /// <summary>What a daemon may take to answer, in milliseconds: it does within one, and whoever presses Ctrl-C waits no longer than this.</summary>
    private const int AnswerMilliseconds = 1_000;

    private readonly DaemonConnection _events;
    private readonly DaemonConnection _questions;

    private DaemonEvents(DaemonConnection events, DaemonConnection questions, GetStatusReply status) =>
        (_events, _questions, Status) = (events, questions, status);

    /// <summary>How it was when it was last asked.</summary>
    internal GetStatusReply Status { get; private set; }

    /// <summary>Connects to a daemon that runs; none is started. From then on no event is missed. Null where that can't be, and why.</summary>
    internal static DaemonEvents? TryOpen(DaemonClient daemon, out string problem)
    {
        DaemonConnection? events = daemon.TryConnect();
        DaemonConnection? questions = events is null ? null : daemon.TryConnect();
        problem = "no daemon runs";
        if (questions is not null)
        {
            problem = "the daemon doesn't answer";
            if (events!.OpenStream(DaemonMethods.Watch, default, UnixSocketDeadline.In(AnswerMilliseconds)))
            {
                problem = "the daemon lets nobody watch but the user whose it is";
                if (Ask(questions) is { } status && events.IsStreamServed)
                    return new DaemonEvents(events, questions, status);
            }
        }

        events?.Dispose();
        questions?.Dispose();
        return null;
    }

    /// <summary>Waits for the next event.</summary>
    /// <param name="milliseconds">How long.</param>
    /// <param name="happened">The event, or null where none came.</param>
    /// <returns>False: there will be no more.</returns>
    internal bool TryNext(int milliseconds, out WatchEvent? happened)
    {
        StreamOutcome outcome = _events.ReceiveNext(UnixSocketDeadline.In(milliseconds));
        happened = outcome.State == StreamState.Message ? WatchEvent.Read(outcome.Message) : null;
        return outcome.State is StreamState.Message or StreamState.Nothing;
    }

    /// <summary>Asks the daemon how it is. False: it is not.</summary>
    internal bool TryAsk()
    {
        if (Ask(_questions) is not { } status)
            return false;
        Status = status;
        return true;
    }

    public void Dispose()
    {
        _events.CloseStream();
        _events.Dispose();
        _questions.Dispose();
    }

    private static GetStatusReply? Ask(DaemonConnection questions)
    {
        CallOutcome outcome = questions.Call(DaemonMethods.GetStatus, default, UnixSocketDeadline.In(AnswerMilliseconds));
        return outcome.State == CallState.Reply ? GetStatusReply.Read(outcome.Reply) : null;
    }
}
