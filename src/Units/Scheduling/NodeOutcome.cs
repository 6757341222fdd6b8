using Larder.Units.Artifacts;
using Larder.Units.Replay;

namespace Larder.Units.Scheduling;

/// <summary>A node's end.</summary>
/// <param name="State">How it came out.</param>
/// <param name="Artifact">What its view holds now; null where it was not made.</param>
/// <param name="Replay">Of a node whose phases ran; null: they didn't.</param>
/// <param name="Problem">What is to be said of a failure that is not a phase's; null: nothing.</param>
/// <param name="Milliseconds">How long it took.</param>
internal sealed record NodeOutcome(NodeState State, Artifact? Artifact = null, ReplayOutcome? Replay = null, string? Problem = null, long Milliseconds = 0)
{
    internal bool IsGood => State is NodeState.Kept or NodeState.Restored or NodeState.Built;
}
