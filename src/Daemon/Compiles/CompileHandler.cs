using System.Collections.Concurrent;
using Larder.Caching;
using Larder.Caching.Running;
using Larder.Compilers;
using Larder.Daemon.Jobs;
using Larder.Daemon.Messages;
using Larder.Daemon.Storing;
using Larder.Daemon.Watching;
using Larder.Posix;
using Larder.Storage;
using Microsoft.Extensions.Logging;
using Bytes = Google.Protobuf.ByteString;
using Reason = Larder.Daemon.Messages.WorkInProcess.Types.Reason;

namespace Larder.Daemon.Compiles;

/// <summary>
/// Serves compiles: looks up where the client is, restores hits, and on a miss grants a lease under which the client runs the compiler
/// itself. What it then hands over is stored after it was let go (precompiled headers and modules' interfaces before).
/// </summary>
internal sealed class CompileHandler(
    ServedCache served, JobPool pool, StoreQueue stores, WatchHub watchers, TimeProvider time, ILogger<CompileHandler> logger)
{
    /// <summary>A client without patience of its own; longer than nearly all compiles, shorter than people's.</summary>
    private const uint DefaultPatience = 120_000;

    private readonly ConcurrentDictionary<ulong, LeasedCompile> _leased = new();

    /// <summary>One request to compile.</summary>
    internal async Task<CompileReply> CompileAsync(CompileRequest request, JobOwner owner, CancellationToken cancellation)
    {
        if (!served.SharesPaths(request.MountNamespace, request.RootDevice, request.RootInode))
            return Replies.InProcess(Reason.OtherNamespace);
        bool mayFly = true;
        StageClock stages = new(time);
        while (true)
        {
            PendingCompile pending = new(request, served);
            bool isHandedOver = false;
            try
            {
                if (!pending.Settings.Directory.AsSpan().SequenceEqual(served.Directory))
                    return Replies.InProcess(Reason.OtherSettings);

                // Nobody waits any more: the client has gone on in process, and its outputs are not for us to touch.
                cancellation.ThrowIfCancellationRequested();
                if (!pending.TryLookUp())
                    return Replies.InProcess(Reason.WorkingDirectory);
                stages.End("look up");
                LookUpOutcome found = pending.Found!;
                if (found.Outcome is { } outcome)
                {
                    isHandedOver = true;
                    stores.Submit(new CountWork(this, pending, outcome, request.Session, stages));
                    return outcome.IsDelivered ? Replies.Hit(outcome) : Replies.Bare(outcome);
                }

                LeaseOutcome lease = await pool.AcquireAsync(Wish(request, owner, pending, found.Plan, mayFly), cancellation);
                stages.End("wait");
                if (lease.Kind == LeaseOutcomeKind.FlightLanded)
                {
                    // A hit is to be expected; where it isn't one all the same, nobody goes in circles.
                    mayFly = false;
                    continue;
                }

                if (!lease.IsGranted)
                    return Replies.InProcess(lease.Kind == LeaseOutcomeKind.Draining ? Reason.Draining : Reason.Busy);
                if (cancellation.IsCancellationRequested)
                {
                    // Nobody will hear of it, on a connection that may live on.
                    pool.Release(owner, lease.Lease.Id, LeaseEnd.Dropped);
                    cancellation.ThrowIfCancellationRequested();
                }

                isHandedOver = true;
                if (found.Plan is null)
                    pending.HandOver();
                LeasedCompile leased = new(pending, owner, request.Session, stages);
                _leased[lease.Lease.Id] = leased;
                if (owner.IsGone)
                    Forget(lease.Lease.Id);
                return Replies.Lease(lease.Lease, found.Plan);
            }
            finally
            {
                if (!isHandedOver)
                {
                    pending.HandOver();
                    pending.Dispose();
                }
            }
        }
    }

    /// <summary>
    /// The end of a lease. Returns when all that the client has is ours, and all that the compile read has been looked at; null where this
    /// client holds no such lease, or what it captured can't be opened: it keeps what it has.
    /// </summary>
    internal CompleteReply? Complete(CompleteRequest request, JobOwner owner)
    {
        if (!_leased.TryGetValue(request.Lease, out LeasedCompile? leased) || leased.Owner != owner
            || !_leased.TryRemove(request.Lease, out leased))
            return null;
        leased.Stages.EndCompile(request.Duration);
        if (request.InProcess)
        {
            pool.Release(owner, request.Lease, request.ExitStatus == 0 && request.Signal == 0 ? LeaseEnd.Unstorable : LeaseEnd.CompilerFailed);
            leased.Pending.Dispose();
            return new CompleteReply();
        }

        // A compile that failed may have left nothing but what it said.
        bool isCaptured = request.Outputs.Count > 0 || (request.ExitStatus != 0 && request.Reason == 0);
        CapturedOutputs? outputs = isCaptured ? CapturedOutputs.TryOpen(owner.ProcessId, request.Outputs) : null;
        JudgedCompile? judged = isCaptured && outputs is null ? null : Judge(leased.Pending, request, isCaptured);
        if (judged is null || !pool.TryCapture(owner, request.Lease, out FlightTicket? ticket))
        {
            pool.Release(owner, request.Lease, LeaseEnd.NotStored);
            outputs?.Dispose();
            leased.Pending.HandOver();
            leased.Pending.Dispose();
            return null;
        }

        if (judged.NeedsPrograms)
        {
            // The client runs the preprocessor, and stores and counts what it made.
            ticket.Land(LeaseEnd.Unstorable);
            outputs?.Dispose();
            leased.Pending.HandOver();
            leased.Pending.Dispose();
            return new CompleteReply { FinishInProcess = true };
        }

        leased.Stages.End("judge");
        StoreWork work = new(this, leased, request, outputs, judged, ticket);

        // Who is let go with a precompiled header, or a module's interface, is followed by its users at once: what it is made of is to be known by then.
        if (leased.Pending.Cache.Compilation is { Stage: CompileStage.PrecompiledHeader } or { MakesInterface: true })
            stores.RunHere(work);
        else
            stores.Submit(work);
        return new CompleteReply();
    }

    private static JudgedCompile? Judge(PendingCompile pending, CompleteRequest request, bool isCaptured)
    {
        Counter reason = (Counter)request.Reason;
        FinishedCompile finished = Replies.Finished(request, reason);
        JudgedCompile? judged = null;
        pending.TryRun(() =>
        {
            judged = pending.Cache.Judge(finished, isCaptured, reason);
            return true;
        });
        return judged;
    }

    /// <summary>The connection has ended: its leases are free.</summary>
    internal void OwnerGone(JobOwner owner)
    {
        pool.OwnerGone(owner);
        foreach ((ulong id, LeasedCompile leased) in _leased)
        {
            if (leased.Owner == owner)
                Forget(id);
        }
    }

    private void Forget(ulong lease)
    {
        if (_leased.TryRemove(lease, out LeasedCompile? leased))
            leased.Pending.Dispose();
    }

    private static JobRequest Wish(CompileRequest request, JobOwner owner, PendingCompile pending, CompilePlan? plan, bool mayFly)
    {
        uint patience = request.Patience == 0 ? DefaultPatience : request.Patience;

        // Recaching asks for a compile, not for somebody else's.
        Digest? flight = plan is not null && mayFly && !pending.Settings.Recache && !pending.Settings.ReadOnly
            ? plan.Key
            : null;
        return new JobRequest(owner, request.Session, JobWeights.Of(request.SourceSize), flight, TimeSpan.FromMilliseconds(patience));
    }

    /// <summary>Counts a request, and tells whoever watches.</summary>
    internal void Finish(PendingCompile pending, CacheOutcome outcome, ulong session, StageClock stages)
    {
        pending.Cache.Count(outcome);
        if (pending.IsLogged)
            Log.Served(logger, ByteText.Show(pending.Invocation.Id), ReasonNames.Of(outcome.Reason), ByteText.Show(pending.Cache.Source), stages.ToString());
        Announce(pending, outcome, session, stages);
    }

    private void Announce(PendingCompile pending, CacheOutcome outcome, ulong session, StageClock stages)
    {
        if (!watchers.IsWatched)
            return;
        WatchEvent happened = new()
        {
            Session = session,
            Compiler = Bytes.CopyFrom(pending.Invocation.Compiler),
            Source = Bytes.CopyFrom(pending.Cache.Source),
            WorkingDirectory = Bytes.CopyFrom(pending.Directory),
            Reason = (uint)outcome.Reason,
            Detail = Bytes.CopyFrom(outcome.Detail ?? []),
            Key = Replies.Digest(outcome.Key),
            Saved = outcome.Saved,
            SessionName = Bytes.CopyFrom(pending.Invocation.SessionName),
        };
        stages.AddTo(happened.Stages);
        watchers.Publish(happened);
    }
}
