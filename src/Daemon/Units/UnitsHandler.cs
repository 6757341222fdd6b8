using Larder.Daemon.Compiles;
using Larder.Daemon.Jobs;
using Larder.Daemon.Messages;
using Larder.Posix;
using Larder.Units.Graph;
using Larder.Units.UpToDate;
using Bytes = Google.Protobuf.ByteString;

namespace Larder.Daemon.Units;

/// <summary>
/// Knows which builds of units would find nothing to do, and gives slots to those that do something. They are their client's: they run programs, a daemon runs none.
/// </summary>
internal sealed class UnitsHandler(ServedCache served, JobPool pool)
{
    private readonly KnownBuilds _builds = new(ByteText.Decode(served.Directory));

    /// <summary>Answers a question, or takes note of a build.</summary>
    internal CheckUnitsReply Check(CheckUnitsRequest request)
    {
        CheckUnitsReply reply = new();
        if (!served.SharesPaths(request.MountNamespace, request.RootDevice, request.RootInode) || !request.CacheDirectory.Span.SequenceEqual(served.Directory))
            return reply;
        UpToDateQuestion question = new(
            ByteText.Decode(request.WorkingDirectory.Span),
            [.. request.Wanted.Select(static word => ByteText.Decode(word.Span))],
            new ProcessEnvironment([.. request.Environment.Select(static word => word.ToByteArray())]));
        if (request.IsBuilt)
        {
            _builds.BeginFind(question);
            return reply;
        }

        if (_builds.Ask(question) is not { } graph)
            return reply;
        reply.UpToDate = true;
        reply.Units = (uint)graph.Nodes.Length;
        foreach (UnitNode root in graph.Roots)
        {
            foreach (string output in root.Outputs.Keys)
                reply.Outputs.Add(new UnitOutput { Unit = Bytes.CopyFrom(ByteText.Encode(root.Name)), Output = Bytes.CopyFrom(ByteText.Encode(output)) });
        }

        return reply;
    }

    /// <summary>Waits for a slot. It is free again when the owner's connection ends.</summary>
    internal async Task<EnterReplayReply> EnterAsync(EnterReplayRequest request, JobOwner owner, CancellationToken cancellation)
    {
        JobRequest wish = new(owner, request.Session, JobWeight.Ordinary, null, TimeSpan.FromMilliseconds(request.Patience), Lends: true);
        LeaseOutcome outcome = await pool.AcquireAsync(wish, cancellation);
        return new EnterReplayReply { Entered = outcome.IsGranted };
    }
}
