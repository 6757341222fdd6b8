using System.Collections.Immutable;
using System.Threading.Channels;
using Larder.Daemon.Grpc;
using Larder.Daemon.Messages;

namespace Larder.Daemon.Watching;

/// <summary>Hands finished requests to whoever watches. A watcher that doesn't keep up loses the newest, and is told how many.</summary>
/// <param name="mark">Stands while anybody watches.</param>
internal sealed class WatchHub(WatchMark mark)
{
    /// <summary>Some seconds of hits at full speed.</summary>
    private const int Backlog = 8192;

    private readonly Lock _lock = new();
    private ImmutableArray<Watcher> _watchers = [];

    /// <summary>Whether anybody watches: else no event need be made.</summary>
    internal bool IsWatched => !_watchers.IsEmpty;

    internal void Publish(WatchEvent happened)
    {
        foreach (Watcher watcher in _watchers)
            watcher.Offer(happened);
    }

    /// <summary>Passes events on until the token ends it.</summary>
    internal async Task WatchAsync(IReplyStream<WatchEvent> events, CancellationToken cancellation)
    {
        Watcher watcher = new();
        Enter(watcher);
        try
        {
            // Whoever watches knows from here on that nothing is missed.
            await events.StartAsync();
            await foreach (WatchEvent happened in watcher.Events.ReadAllAsync(cancellation))
                await events.WriteAsync(happened);
        }
        finally
        {
            Leave(watcher);
        }
    }

    private void Enter(Watcher watcher)
    {
        lock (_lock)
        {
            _watchers = _watchers.Add(watcher);
            mark.Set();
        }
    }

    private void Leave(Watcher watcher)
    {
        lock (_lock)
        {
            _watchers = _watchers.Remove(watcher);
            if (_watchers.IsEmpty)
                mark.Clear();
        }
    }

    private sealed class Watcher
    {
        private readonly Channel<WatchEvent> _channel = Channel.CreateBounded<WatchEvent>(Backlog);
        private long _lost;

        internal ChannelReader<WatchEvent> Events => _channel.Reader;

        internal void Offer(WatchEvent happened)
        {
            long lost = Interlocked.Exchange(ref _lost, 0);

            // Others get the same message.
            WatchEvent offered = lost == 0 ? happened : new WatchEvent(happened) { Lost = (ulong)lost };
            if (!_channel.Writer.TryWrite(offered))
                Interlocked.Add(ref _lost, lost + 1);
        }
    }
}
