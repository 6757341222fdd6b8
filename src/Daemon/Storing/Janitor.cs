using Larder.Posix;
using Larder.Storage;
using Microsoft.Extensions.Logging;

namespace Larder.Daemon.Storing;

/// <summary>
/// Keeps the limits of the cache, on a thread of its own, so that no compile does: evicts when a store brought it beyond them, looks from time to
/// time whether they are kept all the same, and goes around the store now and then, to remove what is too old and to make the totals right. The
/// limits are those of whoever called last. Thread-safe.
/// </summary>
internal sealed class Janitor(JanitorLimits limits, TimeProvider time, ILogger<Janitor> logger) : IDisposable
{
    /// <summary>A step that is under way takes some 10 ms.</summary>
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(1);

    /// <summary>There are 256 shards, and a step looks at one at least.</summary>
    private const int MaxVain = 256;

    private readonly object _lock = new();
    private StoreOptions? _options;
    private uint _umask;
    private bool _isCalled;
    private bool _isEnding;
    private Thread? _thread;
    private long _tourBegan;
    private bool _hasToured;
    private StoreTour? _tour;
    private int _shard;

    /// <summary>Something was stored, or used, under these limits. Never waits for what the janitor is at.</summary>
    internal void Call(StoreOptions options, uint umask, bool isStored)
    {
        lock (_lock)
        {
            _options = options;
            _umask = umask;
            if (!_isEnding && _thread is null)
                TryStartUnsynchronized();
            if (!isStored || _isCalled)
                return;
            _isCalled = true;
            Monitor.Pulse(_lock);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Thread? thread;
        lock (_lock)
        {
            _isEnding = true;
            Monitor.Pulse(_lock);
            thread = _thread;
        }

        thread?.Join(EndLimit);
    }

    /// <summary>Where there is no memory for a thread, the next call tries again.</summary>
    private void TryStartUnsynchronized()
    {
        try
        {
            _tourBegan = time.GetTimestamp();
            _thread = new Thread(Work) { IsBackground = true, Name = "janitor" };
            _thread.Start();
        }
        catch (Exception fault) when (fault is OutOfMemoryException or ThreadStartException)
        {
            _thread = null;
            Log.NoStoreWorker(logger, fault);
        }
    }

    private void Work()
    {
        TimeSpan pause = limits.Look;
        while (Await(pause) is var (options, umask))
        {
            pause = limits.Look;
            try
            {
                KeepLimits(options, umask);
                if (_tour is null && IsTourDue(options))
                    ThreadPlace.RunUnder(umask, () => _tour = BeginTour(options));
                if (_tour is not null)
                    pause = GoOn(umask);
            }
            catch (Exception fault)
            {
                Log.JanitorFaulted(logger, fault);
                _tour = null;
            }
        }
    }

    /// <summary>What is to be kept, when somebody called or the pause is over; null at the end.</summary>
    private (StoreOptions Options, uint Umask)? Await(TimeSpan pause)
    {
        lock (_lock)
        {
            if (!_isCalled && !_isEnding)
                Monitor.Wait(_lock, pause);
            _isCalled = false;
            return _isEnding ? null : (_options!, _umask);
        }
    }

    private void KeepLimits(StoreOptions options, uint umask)
    {
        if (!options.HasLimits)
            return;
        bool isKept = false;
        ThreadPlace.RunUnder(umask, () => isKept = Evictor(options).IsWithinLimits());
        EvictionOutcome all = default;

        // Where nothing goes (others' files in a directory with the sticky bit), a round is enough.
        for (int vain = 0; !isKept && vain < MaxVain && !_isEnding;)
        {
            EvictionOutcome step = default;
            ThreadPlace.RunUnder(umask, () => step = Evictor(options).Step(ref _shard));
            isKept = step.WithinLimits;
            vain = step.Files > 0 ? 0 : vain + 1;
            all = new EvictionOutcome(all.Files + step.Files, all.Bytes + step.Bytes, isKept);
        }

        if (all.Files > 0)
            Log.Evicted(logger, all.Files, all.Bytes);
    }

    private static Evictor Evictor(StoreOptions options)
    {
        LocalStore store = new(options);
        return new Evictor(store, new Statistics(store));
    }

    private static StoreTour BeginTour(StoreOptions options)
    {
        LocalStore store = new(options);
        return new StoreTour(store, new Statistics(store));
    }

    private bool IsTourDue(StoreOptions options)
    {
        TimeSpan interval = !_hasToured ? limits.FirstTour : options.MaxAge > 0 ? limits.AgeTour : limits.Tour;
        return !options.ReadOnly && time.GetElapsedTime(_tourBegan) >= interval;
    }

    /// <summary>One shard. How long to rest from it.</summary>
    private TimeSpan GoOn(uint umask)
    {
        long start = time.GetTimestamp();
        bool isMore = false;
        ThreadPlace.RunUnder(umask, () => isMore = _tour!.Step());
        if (isMore)
            return time.GetElapsedTime(start) * ((1 / limits.TourShare) - 1);
        Log.Toured(logger, _tour!.Counted.Files, _tour.Counted.Bytes, _tour.Removed.Files);
        _tour = null;
        _hasToured = true;
        _tourBegan = time.GetTimestamp();
        return limits.Look;
    }
}
