using Larder.Caching;
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
        if (judged.Counter != Counter.FallbackExecuted)
            InvocationLog.TryWrite(leased.Pending.Invocation, leased.Pending.Cache.Compilation, outcome);
        handler.Finish(leased.Pending, outcome, leased.Session, leased.Stages);
    }

    public void Dispose()
    {
        ticket.Dispose();
        outputs?.Dispose();
        leased.Pending.Dispose();
    }

    public override string ToString() => "result of " + Posix.ByteString.Show(leased.Pending.Cache.Source);

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
