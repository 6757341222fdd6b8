using Microsoft.Extensions.Logging;

namespace Larder.Daemon.Storing;

/// <summary>
/// Does in the background what a client need not wait for. Bounded in items and bytes: beyond, the submitter does the work itself, so
/// that clients which come faster than results can be stored wait for their own. What is accepted is done, unless draining
/// has a deadline and it passes; nothing waits for the disk: an interrupted store leaves nothing half-written.
/// <para>
/// The workers are threads of their own, started when there is something to do first: on the thread pool, two stores would
/// keep hits waiting on a machine of two cores.
/// </para>
/// Thread-safe.
/// </summary>
internal sealed class StoreQueue(StoreQueueLimits limits, TimeProvider time, ILogger<StoreQueue> logger)
{
    private readonly object _lock = new();
    private readonly Queue<Item> _queue = [];

    /// <summary>Numbers of what waits or runs, in the order of acceptance.</summary>
    private readonly SortedSet<long> _unfinished = [];

    /// <summary>Who waits until all up to a number is done. Bounded by the calls that wait.</summary>
    private readonly List<(long Last, TaskCompletionSource Settled)> _settling = [];
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _workers;
    private int _idleWorkers;
    private int _running;
    private long _bytes;
    private long _accepted;
    private bool _closed;
    private long _done;
    private long _faulted;
    private long _refused;
    private long _lost;

    /// <summary>What GetStatus shows.</summary>
    internal StoreQueueSnapshot Snapshot
    {
        get
        {
            lock (_lock)
                return new StoreQueueSnapshot(_queue.Count + _running, _bytes, _done, _faulted, _refused, _lost);
        }
    }

    /// <summary>Takes the work, or says that the submitter keeps it. Never blocks.</summary>
    internal StoreSubmission TrySubmit(IStoreWork work)
    {
        lock (_lock)
        {
            long bytes = work.Bytes;
            if (_closed || _queue.Count + _running >= limits.MaxItems || bytes > limits.MaxBytes - _bytes)
            {
                _refused++;
                return _closed ? StoreSubmission.Closed : StoreSubmission.Full;
            }

            // Each idle worker will take one item; those that are awake already may be in the middle of a long one.
            if (_queue.Count >= _idleWorkers && _workers < limits.Workers)
                TryStartWorkerUnsynchronized();
            if (_workers == 0)
            {
                _refused++;
                return StoreSubmission.Full;
            }

            _bytes += bytes;
            _unfinished.Add(_accepted);
            _queue.Enqueue(new Item(_accepted++, work, bytes));
            Monitor.Pulse(_lock);
            return StoreSubmission.Accepted;
        }
    }

    /// <summary>Takes the work, or does it here and now.</summary>
    internal void Submit(IStoreWork work)
    {
        if (TrySubmit(work) != StoreSubmission.Accepted)
            RunHere(work);
    }

    /// <summary>Does work that wasn't accepted, on this thread, with what else the queue does: disposing, counting, logging.</summary>
    internal void RunHere(IStoreWork work)
    {
        bool done = Run(work);
        lock (_lock)
            _ = done ? _done++ : _faulted++;
    }

    /// <summary>
    /// Takes nothing any more, and ends when all is done or the limit passes. What has not begun by then is disposed of unrun.
    /// To be called once.
    /// </summary>
    /// <returns>How many accepted items were not done; those still being done count.</returns>
    internal async Task<int> DrainAsync(TimeSpan limit)
    {
        lock (_lock)
        {
            _closed = true;
            Monitor.PulseAll(_lock);
            if (_queue.Count + _running == 0)
                _drained.TrySetResult();
        }

        try
        {
            await _drained.Task.WaitAsync(limit, time);
            return 0;
        }
        catch (TimeoutException)
        {
            return Abandon();
        }
    }

    /// <summary>Waits until all that was accepted before this call is done. False where that takes longer than the limit.</summary>
    internal async Task<bool> SettleAsync(TimeSpan limit, CancellationToken cancellation)
    {
        TaskCompletionSource settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_unfinished.Count == 0)
                return true;
            _settling.Add((_accepted - 1, settled));
        }

        try
        {
            await settled.Task.WaitAsync(limit, time, cancellation);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        finally
        {
            lock (_lock)
                _settling.RemoveAll(entry => entry.Settled == settled);
        }
    }

    private int Abandon()
    {
        Item[] lost;
        int unfinished;
        lock (_lock)
        {
            lost = [.. _queue];
            _queue.Clear();
            _lost += lost.Length;
            unfinished = _running;
            foreach (Item item in lost)
                FinishUnsynchronized(item);
            Monitor.PulseAll(_lock);
        }

        if (lost.Length > 0)
            Log.StoresAbandoned(logger, lost.Length);
        if (unfinished > 0)
            Log.StoresUnfinished(logger, unfinished);
        foreach (Item item in lost)
            Dispose(item.Work);
        return lost.Length + unfinished;
    }

    /// <summary>Where there is no memory for a thread, those that there are do the work; and where there is none, the submitter.</summary>
    private void TryStartWorkerUnsynchronized()
    {
        try
        {
            new Thread(Work) { IsBackground = true, Name = "store" }.Start();
            _workers++;
        }
        catch (Exception fault) when (fault is OutOfMemoryException or ThreadStartException)
        {
            Log.NoStoreWorker(logger, fault);
        }
    }

    private void Work()
    {
        while (Take() is { } item)
        {
            bool done = Run(item.Work);
            lock (_lock)
            {
                _ = done ? _done++ : _faulted++;
                _running--;
                FinishUnsynchronized(item);
                if (_closed && _unfinished.Count == 0)
                    _drained.TrySetResult();
            }
        }
    }

    /// <summary>The next item; null when there will be none any more.</summary>
    private Item? Take()
    {
        lock (_lock)
        {
            Item? item;
            while (!_queue.TryDequeue(out item))
            {
                if (_closed)
                    return null;
                _idleWorkers++;
                Monitor.Wait(_lock);
                _idleWorkers--;
            }

            _running++;
            return item;
        }
    }

    private void FinishUnsynchronized(Item item)
    {
        _bytes -= item.Bytes;
        _unfinished.Remove(item.Number);
        foreach ((long last, TaskCompletionSource settled) in _settling)
        {
            if (_unfinished.Count == 0 || _unfinished.Min > last)
                settled.TrySetResult();
        }
    }

    private bool Run(IStoreWork work)
    {
        try
        {
            work.Run();
            return Dispose(work);
        }
        catch (Exception ex)
        {
            Log.StoreFaulted(logger, work.ToString(), ex);
            Dispose(work);
            return false;
        }
    }

    private bool Dispose(IStoreWork work)
    {
        try
        {
            work.Dispose();
            return true;
        }
        catch (Exception ex)
        {
            Log.StoreFaulted(logger, work.ToString(), ex);
            return false;
        }
    }

    /// <param name="Number">Place in the order of acceptance.</param>
    /// <param name="Work">What is to be done.</param>
    /// <param name="Bytes">What it held when it was accepted; disposed work may say otherwise.</param>
    private sealed record Item(long Number, IStoreWork Work, long Bytes);
}
