using Larder.Caching;
using Larder.Caching.Running;
using Larder.Daemon.Jobs;
using Larder.Daemon.Messages;
using Larder.Daemon.Storing;
using Larder.Storage;

namespace Larder.Daemon.Compiles;

/// <summary>Storing what a compile made under a lease, from the captured outputs, and counting it.</summary>
internal sealed class StoreWork(
    CompileHandler handler, LeasedCompile leased, CompleteRequest request, CapturedOutputs? outputs, Counter reason, FlightTicket ticket)
    : IStoreWork
{
    public long Bytes => (outputs?.Size ?? 0) + request.CalculateSize();

    public void Run()
    {
        CacheOutcome outcome = Conclude();
        ticket.Land(outcome.Reason switch
        {
            Counter.Miss or Counter.Recache => LeaseEnd.Stored,
            Counter.CompileFailed => LeaseEnd.CompilerFailed,
            Counter.StoreFailed => LeaseEnd.NotStored,
            _ => LeaseEnd.Unstorable,
        });
        leased.Stages.End("store");
        if (reason != Counter.FallbackExecuted)
            InvocationLog.TryWrite(leased.Pending.Settings, leased.Pending.Invocation, outcome);
        handler.Finish(leased.Pending, outcome, leased.Session, leased.Stages);
    }

    public void Dispose()
    {
        ticket.Dispose();
        outputs?.Dispose();
        leased.Pending.Dispose();
    }

    public override string ToString() => "result of " + Posix.ByteString.Show(leased.Pending.Cache.Source);

    private CacheOutcome Conclude()
    {
        // Nothing has run but in vain; the client executes the bare compiler.
        if (reason == Counter.FallbackExecuted)
            return CacheOutcome.RunCompiler(reason);
        FinishedCompile finished = Replies.Finished(request);
        ResultBuilder? captured = outputs?.Read(finished.Output, finished.Diagnostics);
        Counter unstored = outputs is not null && captured is null ? Counter.StoreFailed : reason;
        CacheOutcome? outcome = null;
        bool isThere = leased.Pending.TryRun(() =>
        {
            outcome = leased.Pending.Cache.Conclude(finished, captured, unstored);
            return true;
        });
        return isThere && outcome is not null ? outcome : CacheOutcome.RunCompiler(Counter.StoreFailed);
    }
}
