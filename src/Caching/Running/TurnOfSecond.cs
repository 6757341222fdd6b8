using Larder.Posix;

namespace Larder.Caching.Running;

/// <summary>Between two compiles that are to be compared: what the time of day gets into, it gets into differently.</summary>
internal static class TurnOfSecond
{
    private const int Step = 10; // milliseconds

    /// <summary>Waits for the next second, which is one at most.</summary>
    internal static void Await() => AwaitAfter(Clock.Now.Seconds);

    /// <summary>Waits until it is another second than that one.</summary>
    internal static void AwaitAfter(long second)
    {
        while (Clock.Now.Seconds == second)
            Thread.Sleep(Step);
    }
}
