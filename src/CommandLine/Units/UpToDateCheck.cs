using Larder.Caching.Settings;
using Larder.CommandLine.DaemonControl;
using Larder.Posix;
using Larder.Protocol.Endpoints;
using Larder.Protocol.Messages;
using Larder.Protocol.Wire;

namespace Larder.CommandLine.Units;

/// <summary>Asks the daemon, where one runs, whether units are up to date: it remembers all that there is to look at. Whatever it can't say, the build finds out.</summary>
internal sealed class UpToDateCheck(CommandContext context, CacheSettings settings, string directory, string[] wanted)
{
    /// <summary>It looks at some 10 µs of files per unit; whoever takes longer than this is not waited for.</summary>
    private const int AnswerMilliseconds = 2_000;

    /// <summary>Null: they are not, or that isn't known.</summary>
    internal CheckUnitsReply? Ask() => Call(isBuilt: false) is { UpToDate: true } reply ? reply : null;

    /// <summary>A build has ended well, and its lock is free: the daemon looks at what it left, so that it can answer the next time.</summary>
    internal void TellBuilt() => Call(isBuilt: true);

    private CheckUnitsReply? Call(bool isBuilt)
    {
        using DaemonConnection? connection = new DaemonClient(settings, context.Environment).TryConnect();
        if (connection is null)
            return null;
        (ulong space, ulong rootDevice, ulong rootInode) = PathWorld.OfThisProcess();
        ProtobufWriter writer = new();
        new CheckUnitsRequest
        {
            BuildId = BuildIdentity.Id.ToArray(),
            WorkingDirectory = ByteText.Encode(directory),
            MountNamespace = space,
            RootDevice = rootDevice,
            RootInode = rootInode,
            CacheDirectory = settings.Directory,
            Wanted = [.. wanted.Select(static word => ByteText.Encode(word))],
            Environment = context.Environment.Words.ToArray(),
            IsBuilt = isBuilt,
        }.WriteTo(writer);
        CallOutcome outcome = connection.Call(DaemonMethods.CheckUnits, writer.Written, UnixSocketDeadline.In(AnswerMilliseconds));
        return outcome.State == CallState.Reply ? CheckUnitsReply.Read(outcome.Reply) : null;
    }
}
