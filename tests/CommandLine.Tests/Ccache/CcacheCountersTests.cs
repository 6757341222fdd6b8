using Larder.CommandLine.Ccache;
using Larder.CommandLine.Sccache;
using Larder.Compilers;
using Larder.Storage;

namespace Larder.CommandLine.Tests.Ccache;

public sealed class CcacheCountersTests : IDisposable
{
    /// <summary>What is counted beside a request's end, and so under no id.</summary>
    private static readonly Counter[] Beside =
    [
        Counter.StoreFailed, Counter.CorruptEntry, Counter.Evicted, Counter.ManifestMismatch, Counter.ResultGone, Counter.Fetched, Counter.Offered,
        Counter.NotStoredReadOnly, Counter.CommandSplit, Counter.SharedResult, Counter.SharedKibibytes, Counter.LowerHit, Counter.CorruptLowerEntry, Counter.LowerUnusable,
        Counter.VerifiedHit, Counter.UnverifiableHit,
    ];

    private readonly CommandFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Each_way_in_which_a_request_ends_is_counted_once_under_an_id_that_is_printed()
    {
        HashSet<string> known = [.. CcacheCounters.All.Select(counter => counter.Id)];
        foreach (Counter counter in Enum.GetValues<Counter>().Concat(Enum.GetValues<RefusalReason>().Select(reason => (Counter)((int)Counter.FirstRefusal + (int)reason))))
        {
            if (counter is Counter.None or Counter.FirstRefusal or Counter.LastRefusal)
                continue;
            string? id = CcacheCounters.IdOf(counter);
            Assert.True(id is null ? Beside.Contains(counter) : known.Contains(id), $"{counter}: {id}");
        }
    }

    [Fact]
    public void The_ids_stand_in_their_order_and_once()
    {
        string[] ids = [.. CcacheCounters.All.Select(counter => counter.Id)];
        Assert.Equal(ids.Order(StringComparer.Ordinal).Distinct(StringComparer.Ordinal), ids);
    }

    [Fact]
    public void Sums_are_those_of_the_counters()
    {
        _fixture.Count(
            (Counter.DirectHit, 7), (Counter.PreprocessedHit, 2), (Counter.Miss, 3), (Counter.Recache, 1), (Counter.Stored, 4), (Counter.CompileFailed, 5),
            (Counter.InternalError, 1), (Counter.FirstRefusal + (int)RefusalReason.CalledForLink, 6),
            (Counter.FirstRefusal + (int)RefusalReason.CalledForPreprocessing, 2));
        CcacheStatistics ccache = new(_fixture.OpenStore());
        Assert.Equal((7UL, 2UL, 3UL, 5UL), (ccache["direct_cache_hit"], ccache["preprocessed_cache_hit"], ccache["cache_miss"], ccache["compile_failed"]));
        Assert.Equal((9UL, 3UL, 4UL), (ccache["local_storage_hit"], ccache["local_storage_miss"], ccache["local_storage_write"]));
        Assert.Equal((14UL, 1UL), (ccache.Sum(CcacheSection.Uncacheable), ccache.Sum(CcacheSection.Error)));

        SccacheStatistics sccache = new(_fixture.OpenStore());
        Assert.Equal((9UL, 4UL, 1UL, 5UL, 6UL, 2UL), (sccache.Hits, sccache.Misses, sccache.Recaches, sccache.Failures, sccache.NotCompilations, sccache.NotCacheable));
        Assert.Equal((19UL, 27UL, 4UL), (sccache.Executed, sccache.Requests, sccache.Writes));
        Assert.Equal(2UL, sccache.Reasons["-E"]);
    }
}
