using Larder.Caching;
using Larder.Caching.Settings;
using Larder.CommandLine.DaemonControl;
using Larder.Posix;
using Larder.Protocol.Endpoints;
using Larder.Protocol.Messages;
using Larder.Protocol.Wire;

namespace Larder.CommandLine.Units;

/// <summary>Slots in the daemon's job pool, one for each replay: so all builds of the machine share its processors. Without a daemon there are none, and nobody waits.</summary>
internal sealed class ReplaySlots(CommandContext context, CacheSettings settings)
{
    /// <summary>A pool that gives none for so long is no reason not to build.</summary>
    private const int PatienceMilliseconds = 600_000;

    private const int AnswerMilliseconds = 10_000;

    /// <summary>Waits for one. Null: there is none to be had.</summary>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    internal IDisposable? Enter(CancellationToken stop)
    {
        // A build within a build's replay would wait for a slot that the outer one has.
        if (context.Environment.Get(OwnVariables.UnitBuild) is not null || new DaemonClient(settings, context.Environment).TryConnect() is not { } connection)
            return null;
        using (stop.Register(connection.GiveUp))
        {
            ProtobufWriter writer = new();
            new EnterReplayRequest { BuildId = BuildIdentity.Id.ToArray(), Session = BuildSession.Current(settings, context.Environment), Patience = PatienceMilliseconds }.WriteTo(writer);
            CallOutcome outcome = connection.Call(DaemonMethods.EnterReplay, writer.Written, UnixSocketDeadline.In(PatienceMilliseconds + AnswerMilliseconds));

            // Whether it was granted is no matter: the replay runs now, and a connection that holds nothing does no harm.
            if (outcome.State == CallState.Reply && !stop.IsCancellationRequested)
                return connection;
        }

        connection.Dispose();
        stop.ThrowIfCancellationRequested();
        return null;
    }
}
