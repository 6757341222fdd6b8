using Larder.Daemon.Messages;

namespace Larder.Daemon.Compiles;

/// <summary>Measures the stages of one request, each from the end of the one before.</summary>
internal sealed class StageClock(TimeProvider time)
{
    private readonly List<(string Name, TimeSpan Length)> _stages = [];
    private long _last = time.GetTimestamp();

    internal void End(string stage)
    {
        long now = time.GetTimestamp();
        _stages.Add((stage, time.GetElapsedTime(_last, now)));
        _last = now;
    }

    internal void AddTo(ICollection<Stage> stages)
    {
        foreach ((string name, TimeSpan length) in _stages)
            stages.Add(new Stage { Name = name, Nanoseconds = (long)(length.TotalMilliseconds * 1_000_000) });
    }
}
