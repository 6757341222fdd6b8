namespace Larder.Units.Replay;

/// <summary>How a replay ended.</summary>
/// <param name="Succeeded">All phases passed and all outputs are there.</param>
/// <param name="Status">bash's exit status; above 128: a signal's.</param>
/// <param name="FailedPhase">The phase that failed, where that can be told.</param>
/// <param name="Problem">What is to be said where no phase failed and yet it did not succeed ("the output \"dev\" was not made").</param>
internal sealed record ReplayOutcome(bool Succeeded, int Status, string? FailedPhase, string? Problem)
{
    /// <summary>The build ran programs that it had linked itself: see <see cref="State.OwnPrograms"/>.</summary>
    internal bool RunsOwnPrograms { get; init; }

    /// <summary>What a crate's build has shown besides; null: it is no crate.</summary>
    internal CrateNotes? Crate { get; init; }
}
