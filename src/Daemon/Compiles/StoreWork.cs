using Larder.Caching;
using Larder.Caching.Explaining;
using Larder.Daemon.Jobs;
using Larder.Daemon.Messages;
using Larder.Daemon.Storing;
using Larder.Storage;

namespace Larder.Daemon.Compiles;

/// <summary>Storing what a compile made under a lease, from the captured outputs, and counting it.</summary>
internal sealed class StoreWork(
    CompileHandler handler, LeasedCompile leased, CompleteRequest request, CapturedOutputs? outputs, JudgedCompile judged, FlightTicket ticket)
    : IStoreWork
{
    public long Bytes => (outputs?.Size ?? 0) + request.CalculateSize();

    public void Run() => leased.Pending.RunUnderUmask(PublishAndCount);

    private void PublishAndCount()
    {
        CacheOutcome outcome = Publish();
        ticket.Land(outcome.Reason switch
        {
            Counter.Miss or Counter.Recache => LeaseEnd.Stored,
            Counter.CompileFailed when judged.IsStored => LeaseEnd.Stored,
            Counter.CompileFailed => LeaseEnd.CompilerFailed,
            Counter.StoreFailed => LeaseEnd.NotStored,
            _ => LeaseEnd.Unstorable,
        });
        leased.Stages.End("store");
        PendingCompile pending = leased.Pending;
        pending.Invocation.BuildText = request.BuildText.ToByteArray();
        if (judged.Counter != Counter.FallbackExecuted)
        {
            InvocationLog.TryWrite(pending.Invocation, pending.Cache.Compilation, outcome);
            MissJournal.TryWrite(pending.Cache, pending.Invocation, pending.Store, outcome);
        }

        handler.Finish(pending, outcome, leased.Session, leased.Stages);
    }

    public void Dispose()
    {
        ticket.Dispose();
        outputs?.Dispose();
        leased.Pending.Dispose();
    }

    public override string ToString() => $"result of {Posix.ByteString.Show(leased.Pending.Cache.Source)} [{Posix.ByteString.Show(leased.Pending.Invocation.Id)}]";

    private CacheOutcome Publish()
    {
        try
        {
            byte[] output = request.StandardOutput.ToByteArray();
            return judged.Publish(outputs?.Read(output, request.StandardError.ToByteArray()));
        }
        catch (OutOfMemoryException)
        {
            // The client has its outputs; only the entry is lost, and counted as that.
            return judged.Publish(captured: null);
        }
    }
}
