namespace Larder.Units.Replay;

/// <summary>How one run of the phases ended.</summary>
/// <param name="Outcome">The outcome, where it is the last.</param>
/// <param name="MayBeTheDirectorys">It failed, and in a fresh build directory it might not.</param>
internal sealed record PhaseResult(ReplayOutcome Outcome, bool MayBeTheDirectorys);
