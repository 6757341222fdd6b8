using Larder.Daemon.Messages;

namespace Larder.Daemon.Compiles;

/// <summary>Measures the stages of one request, each from the end of the one before.</summary>
internal sealed class StageClock(TimeProvider time)
{
    private readonly List<(string Name, TimeSpan Length)> _stages = [];
    private long _last = time.GetTimestamp();

    internal void End(string stage) => _stages.Add((stage, Lap()));

    /// <summary>Ends the time of a lease, of which the client says how much was the compiler's.</summary>
    /// <param name="nanoseconds">What it says; 0 where it doesn't.</param>
    internal void EndCompile(long nanoseconds)
    {
        TimeSpan lease = Lap();
        TimeSpan said = TimeSpan.FromMicroseconds(nanoseconds / 1000.0);
        TimeSpan compile = said > TimeSpan.Zero && said < lease ? said : lease;
        _stages.Add(("compile", compile));
        _stages.Add(("hand over", lease - compile));
    }

    internal void AddTo(ICollection<Stage> stages)
    {
        foreach ((string name, TimeSpan length) in _stages)
            stages.Add(new Stage { Name = name, Nanoseconds = (long)(length.TotalMilliseconds * 1_000_000) });
    }

    /// <summary>For a log: "look up 0.3 ms, compile 25 ms".</summary>
    public override string ToString() => string.Join(", ", _stages.Select(static stage => $"{stage.Name} {stage.Length.TotalMilliseconds:0.0} ms"));

    private TimeSpan Lap()
    {
        long now = time.GetTimestamp();
        TimeSpan span = time.GetElapsedTime(_last, now);
        _last = now;
        return span;
    }
}
