using Larder.Caching;
using Larder.Daemon.Storing;

namespace Larder.Daemon.Compiles;

/// <summary>Counting a request that needed no compile: its client doesn't wait for that.</summary>
internal sealed class CountWork(CompileHandler handler, PendingCompile pending, CacheOutcome outcome, ulong session, StageClock stages)
    : IStoreWork
{
    public long Bytes => 0;

    public void Run() => pending.RunUnderUmask(() => handler.Finish(pending, outcome, session, stages));

    public void Dispose() => pending.Dispose();

    public override string ToString() => "count of " + Posix.ByteString.Show(pending.Cache.Source);
}
