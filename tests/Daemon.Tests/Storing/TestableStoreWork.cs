using Larder.Daemon.Storing;

namespace Larder.Daemon.Tests.Storing;

/// <summary>Work that waits until the test lets it go on.</summary>
internal sealed class TestableStoreWork(long bytes = 0, bool held = false, Exception? fault = null) : IStoreWork
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _mayGoOn = new(!held);
    private int _runs;
    private int _disposals;

    public long Bytes => bytes;

    internal int Runs => Volatile.Read(ref _runs);

    internal int Disposals => Volatile.Read(ref _disposals);

    internal Thread? RanOn { get; private set; }

    internal Task Begun => _begun.Task.WaitAsync(TimeSpan.FromSeconds(60));

    internal Task Disposed => _disposed.Task.WaitAsync(TimeSpan.FromSeconds(60));

    public void Run()
    {
        RanOn = Thread.CurrentThread;
        Interlocked.Increment(ref _runs);
        _begun.TrySetResult();
        _mayGoOn.Wait();
        if (fault is not null)
            throw fault;
    }

    public void Dispose()
    {
        Interlocked.Increment(ref _disposals);
        _disposed.TrySetResult();
    }

    public override string ToString() => "the work of the test";

    internal void LetGo() => _mayGoOn.Set();
}
