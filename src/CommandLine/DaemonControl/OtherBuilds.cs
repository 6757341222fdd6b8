using Larder.Posix;
using Larder.Protocol.Endpoints;
using Larder.Protocol.Messages;
using Larder.Protocol.Wire;

namespace Larder.CommandLine.DaemonControl;

/// <summary>
/// Daemons of other builds of larder, left from before an upgrade: their names stand beside ours, and no client of this build asks for them. One
/// that serves this cache is told to drain: it takes nobody any more, and ends when the compiles that it has leases out for are done.
/// </summary>
/// <param name="own">Where the daemon of this build is found.</param>
/// <param name="cacheDirectory">The cache that it is about.</param>
internal sealed class OtherBuilds(Endpoint own, byte[] cacheDirectory)
{
    /// <summary>One that works answers in a millisecond. One that hangs is in nobody's way.</summary>
    private const int AnswerMilliseconds = 2_000;

    private static ReadOnlySpan<byte> Suffix => ".sock"u8;

    /// <summary>Tells all of them to end. Those that were told.</summary>
    internal List<GetStatusReply> Drain()
    {
        List<GetStatusReply> told = [];

        // Behind a chosen name, or a service manager's, stands one daemon of whatever build.
        if (own.IsChosen || own.State != EndpointState.Usable)
            return told;
        foreach (byte[] socket in Sockets())
        {
            if (DaemonConnection.Connect(socket, own.OwnerId, out DaemonConnection? connection, out _) != ConnectState.Connected)
                continue;
            using (connection)
            {
                if (TryDrain(connection!) is { } status)
                    told.Add(status);
            }
        }

        return told;
    }

    private GetStatusReply? TryDrain(DaemonConnection connection)
    {
        CallOutcome asked = connection.Call(DaemonMethods.GetStatus, default, UnixSocketDeadline.In(AnswerMilliseconds));
        if (asked.State != CallState.Reply || GetStatusReply.Read(asked.Reply) is not { Draining: false } status
            || !status.CacheDirectory.Span.SequenceEqual(cacheDirectory) || status.BuildId.Span.SequenceEqual(BuildIdentity.Id))
            return null;
        return connection.Call(DaemonMethods.Drain, default, UnixSocketDeadline.In(AnswerMilliseconds)).State == CallState.Reply ? status : null;
    }

    private List<byte[]> Sockets()
    {
        List<byte[]> sockets = [];
        if (DirectoryReader.Open(own.Directory, out DirectoryReader reader) != Errno.None)
            return sockets;
        using (reader)
        {
            while (reader.Read())
            {
                byte[] path = ByteString.JoinPath(own.Directory, reader.Name);
                if (reader.Name.EndsWith(Suffix) && !path.AsSpan().SequenceEqual(own.Socket) && !path.AsSpan().SequenceEqual(own.ActivationSocket))
                    sockets.Add(path);
            }
        }

        return sockets;
    }
}
