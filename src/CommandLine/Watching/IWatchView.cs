using Larder.Protocol.Messages;

namespace Larder.CommandLine.Watching;

/// <summary>How what is watched is shown.</summary>
internal interface IWatchView : IDisposable
{
    /// <summary>It draws again as time goes by, and shows what the daemon does now.</summary>
    public bool IsLive { get; }

    /// <summary>From now on a daemon tells of every request.</summary>
    public void Connected(GetStatusReply status);

    /// <summary>From now on there are only the counts of the statistics.</summary>
    /// <param name="why">Why no daemon is watched.</param>
    public void Disconnected(string why);

    /// <summary>A request has ended.</summary>
    public void Show(WatchedCompile compile);

    /// <summary>So many events were lost before the next one.</summary>
    public void ShowLost(ulong count);

    /// <summary>The statistics have counted more.</summary>
    public void Show(IReadOnlyList<CounterChange> changes, DateTimeOffset time);

    /// <summary>A moment has passed.</summary>
    public void Tick(DateTimeOffset now);

    /// <summary>Watching is over.</summary>
    public void End(DateTimeOffset now);
}
