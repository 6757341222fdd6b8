namespace Larder.CommandLine.Watching;

/// <summary>What was counted more of since the statistics were last looked at.</summary>
/// <param name="Id">The counter.</param>
/// <param name="Count">How much more; never 0.</param>
internal readonly record struct CounterChange(ushort Id, ulong Count)
{
    internal string Name => WatchText.ReasonName(Id);
}
