using Larder.Daemon.Storing;
using Larder.Daemon.Tests.Jobs;
using Microsoft.Extensions.Logging;

namespace Larder.Daemon.Tests.Storing;

/// <summary>Stores happen after the answer, all of them, within bounds. Failure lines 22 and 25.</summary>
public sealed class StoreQueueTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private readonly TestableLogger<StoreQueue> _logger = new();
    private readonly TestableTimeProvider _time = new();

    [Fact]
    public async Task Work_is_done_elsewhere_while_the_submitter_goes_on()
    {
        StoreQueue queue = Queue();
        TestableStoreWork work = new(bytes: 10, held: true);
        queue.Submit(work);
        await work.Begun;
        Assert.Equal(1, queue.Snapshot.Pending);
        Assert.Equal(10, queue.Snapshot.PendingBytes);
        work.LetGo();
        await work.Disposed;
        Assert.False(work.RanOn!.IsThreadPoolThread);
        Assert.Equal(0, await Drained(queue));
        Assert.Equal(new StoreQueueSnapshot(0, 0, Done: 1, 0, 0, 0), queue.Snapshot);
    }

    [Fact]
    public async Task Beyond_its_bytes_the_submitter_does_the_work_itself()
    {
        StoreQueue queue = Queue(maxBytes: 100);
        TestableStoreWork first = new(bytes: 60, held: true);
        queue.Submit(first);
        await first.Begun;
        TestableStoreWork tooMuch = new(bytes: 41);
        TestableStoreWork fits = new(bytes: 40);
        Assert.Equal(StoreSubmission.Full, queue.TrySubmit(tooMuch));
        Assert.Equal(0, tooMuch.Runs + tooMuch.Disposals);
        Assert.Equal(StoreSubmission.Accepted, queue.TrySubmit(fits));

        queue.Submit(tooMuch);
        Assert.Same(Thread.CurrentThread, tooMuch.RanOn);
        Assert.Equal(1, tooMuch.Disposals);
        first.LetGo();
        await Drained(queue);
        Assert.Equal(new StoreQueueSnapshot(0, 0, Done: 3, 0, Refused: 2, 0), queue.Snapshot);
    }

    [Fact]
    public async Task Beyond_its_items_too()
    {
        StoreQueue queue = Queue(workers: 1, maxItems: 2);
        TestableStoreWork held = new(held: true);
        queue.Submit(held);
        Assert.Equal(StoreSubmission.Accepted, queue.TrySubmit(new TestableStoreWork()));
        Assert.Equal(StoreSubmission.Full, queue.TrySubmit(new TestableStoreWork()));
        held.LetGo();
        await Drained(queue);
    }

    [Fact]
    public void What_is_larger_than_the_queue_is_not_taken()
    {
        Assert.Equal(StoreSubmission.Full, Queue(maxBytes: 100).TrySubmit(new TestableStoreWork(bytes: 101)));
        Assert.Equal(StoreSubmission.Full, Queue(maxBytes: 100).TrySubmit(new TestableStoreWork(bytes: long.MaxValue)));
    }

    /// <summary>A large result doesn't hold up a small one.</summary>
    [Fact]
    public async Task Two_workers_work_at_the_same_time_and_no_third_one()
    {
        StoreQueue queue = Queue(workers: 2);
        TestableStoreWork[] works = [new(held: true), new(held: true), new()];
        foreach (TestableStoreWork work in works)
            queue.Submit(work);
        await Task.WhenAll(works[0].Begun, works[1].Begun);
        Assert.Equal(0, works[2].Runs);
        works[1].LetGo();
        await works[2].Disposed;
        works[0].LetGo();
        Assert.Equal(0, await Drained(queue));
    }

    [Fact]
    public async Task A_fault_is_logged_and_counted_and_the_next_work_is_done()
    {
        StoreQueue queue = Queue(workers: 1);
        InvalidOperationException fault = new("no");
        TestableStoreWork faulty = new(fault: fault);
        TestableStoreWork next = new();
        queue.Submit(faulty);
        queue.Submit(next);
        await next.Disposed;
        await Drained(queue);
        Assert.Equal(1, faulty.Disposals);
        Assert.Equal(new StoreQueueSnapshot(0, 0, Done: 1, Faulted: 1, 0, 0), queue.Snapshot);
        (LogLevel level, string message, Exception? exception) = Assert.Single(_logger.Entries);
        Assert.Equal(LogLevel.Error, level);
        Assert.Contains("the work of the test", message, StringComparison.Ordinal);
        Assert.Same(fault, exception);
    }

    [Fact]
    public void A_fault_does_not_reach_a_submitter_that_does_the_work_itself()
    {
        StoreQueue queue = Queue(maxItems: 0);
        TestableStoreWork faulty = new(fault: new InvalidOperationException("no"));
        queue.Submit(faulty);
        Assert.Equal(1, faulty.Disposals);
        Assert.Equal(1, queue.Snapshot.Faulted);
    }

    [Fact]
    public async Task Draining_waits_for_all_that_was_accepted_and_takes_nothing_more()
    {
        StoreQueue queue = Queue(workers: 1);
        TestableStoreWork held = new(held: true);
        TestableStoreWork[] others = [.. Enumerable.Range(0, 20).Select(_ => new TestableStoreWork())];
        queue.Submit(held);
        foreach (TestableStoreWork work in others)
            Assert.Equal(StoreSubmission.Accepted, queue.TrySubmit(work));
        Task<int> drained = queue.DrainAsync(Long);
        TestableStoreWork late = new();
        Assert.Equal(StoreSubmission.Closed, queue.TrySubmit(late));
        queue.Submit(late);
        Assert.Same(Thread.CurrentThread, late.RanOn);
        Assert.False(drained.IsCompleted);
        held.LetGo();
        Assert.Equal(0, await drained.WaitAsync(Long));
        Assert.All(others, o => Assert.Equal((1, 1), (o.Runs, o.Disposals)));
    }

    [Fact]
    public async Task An_empty_queue_is_drained_at_once() => Assert.Equal(0, await Drained(Queue()));

    /// <summary>Shutdown is bounded: what has not begun is given up, told so, and said.</summary>
    [Fact]
    public async Task When_the_deadline_passes_what_has_not_begun_is_disposed_of_unrun()
    {
        StoreQueue queue = Queue(workers: 1);
        TestableStoreWork held = new(bytes: 1, held: true);
        TestableStoreWork lost = new(bytes: 2);
        queue.Submit(held);
        await held.Begun;
        queue.Submit(lost);
        Task<int> drained = queue.DrainAsync(TimeSpan.FromSeconds(5));
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(0, lost.Disposals);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, await drained.WaitAsync(Long));
        Assert.Equal((0, 1), (lost.Runs, lost.Disposals));
        Assert.Equal(new StoreQueueSnapshot(1, 1, 0, 0, 0, Lost: 1), queue.Snapshot);
        Assert.Equal([LogLevel.Warning, LogLevel.Warning], _logger.Entries.Select(e => e.Level));
        held.LetGo();
        await held.Disposed;
        Assert.Equal(0, lost.Runs);
    }

    /// <summary>What was accepted before the question is done before the answer; what comes later isn't waited for.</summary>
    [Fact]
    public async Task Settling_waits_for_what_was_there_and_no_more()
    {
        StoreQueue queue = Queue(workers: 2);
        Assert.True(await queue.SettleAsync(TimeSpan.Zero, CancellationToken.None));
        TestableStoreWork before = new(held: true);
        TestableStoreWork after = new(held: true);
        queue.Submit(before);
        Task<bool> settled = queue.SettleAsync(Long, CancellationToken.None);
        queue.Submit(after);
        await Task.WhenAll(before.Begun, after.Begun);
        Assert.False(settled.IsCompleted);
        before.LetGo();
        Assert.True(await settled.WaitAsync(Long));
        Assert.Equal(0, after.Disposals);
        after.LetGo();
        await Drained(queue);
    }

    [Fact]
    public async Task Settling_ends_with_its_limit_or_its_caller()
    {
        StoreQueue queue = Queue(workers: 2);
        TestableStoreWork held = new(held: true);
        queue.Submit(held);
        using CancellationTokenSource source = new();
        Task<bool> limited = queue.SettleAsync(TimeSpan.FromSeconds(2), CancellationToken.None);
        Task<bool> cancelled = queue.SettleAsync(Long, source.Token);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.False(await limited.WaitAsync(Long));
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WaitAsync(Long));
        held.LetGo();
        await Drained(queue);
    }

    /// <summary>The later one may be done first; it is not all that there was.</summary>
    [Fact]
    public async Task Settling_is_not_misled_by_work_that_overtakes()
    {
        StoreQueue queue = Queue(workers: 2);
        TestableStoreWork slow = new(held: true);
        TestableStoreWork quick = new();
        queue.Submit(slow);
        queue.Submit(quick);
        Task<bool> settled = queue.SettleAsync(Long, CancellationToken.None);
        await quick.Disposed;
        TestableStoreWork next = new();
        queue.Submit(next);
        await next.Disposed;
        Assert.False(settled.IsCompleted);
        slow.LetGo();
        Assert.True(await settled.WaitAsync(Long));
        await Drained(queue);
    }

    [Fact]
    public async Task Whatever_comes_from_many_threads_is_done_once()
    {
        StoreQueue queue = Queue(workers: 2, maxBytes: 500, maxItems: 20);
        TestableStoreWork[] works = [.. Enumerable.Range(0, 4000).Select(i => new TestableStoreWork(bytes: i % 90))];
        await Task.WhenAll(works.Chunk(500).Select(chunk => Task.Run(() =>
        {
            foreach (TestableStoreWork work in chunk)
                queue.Submit(work);
        })));
        Assert.Equal(0, await Drained(queue));
        Assert.All(works, w => Assert.Equal((1, 1), (w.Runs, w.Disposals)));
        Assert.Equal(4000, queue.Snapshot.Done);
        Assert.Equal(0, queue.Snapshot.PendingBytes);
    }

    /// <summary>The queue's clock stands still here: a drain that never ends must fail, not hang.</summary>
    private static Task<int> Drained(StoreQueue queue) => queue.DrainAsync(Long).WaitAsync(Long);

    private StoreQueue Queue(int workers = 2, long maxBytes = 1000, int maxItems = 100) =>
        new(new StoreQueueLimits(workers, maxBytes, maxItems), _time, _logger);
}
