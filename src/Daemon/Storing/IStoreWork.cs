namespace Larder.Daemon.Storing;

/// <summary>
/// What is left to do of a compile whose client has its answer: scanning, compressing, publishing. The bytes were captured before.
/// <see cref="IDisposable.Dispose"/> is called once in any case, after <see cref="Run"/> or in place of it, and tells
/// whoever waits for the result that there is none if <see cref="Run"/> hasn't told them otherwise. ToString names it in the log.
/// </summary>
internal interface IStoreWork : IDisposable
{
    /// <summary>Memory that is held until the work is disposed, in bytes. Asked when the work is submitted.</summary>
    public long Bytes { get; }

    /// <summary>Does it, on the calling thread. What it throws is logged and counted.</summary>
    public void Run();
}
