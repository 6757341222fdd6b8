using Larder.Units.Replay;

namespace Larder.Units.Scheduling;

/// <summary>What an invocation says of all replays.</summary>
internal sealed class UnitWorkSettings
{
    /// <summary>How many processes there may be at once.</summary>
    internal required int Jobs { get; init; }

    /// <summary>The shim's path; null: compilers run without a cache.</summary>
    internal required string? Launcher { get; init; }

    /// <summary>Words NAME=value for all replays.</summary>
    internal required string[] ExtraEnvironment { get; init; }

    /// <summary>Called once, before the first replay, with the inputs from the Nix store there.</summary>
    internal required Action Prepare { get; init; }

    /// <summary>Waits until one more replay may run beside what else the machine does; what it gives is disposed of at the replay's end.</summary>
    internal Func<CancellationToken, IDisposable?> Enter { get; init; } = static _ => null;

    /// <summary>Runs the phases.</summary>
    internal required Func<ReplayRequest, CancellationToken, ReplayOutcome> Run { get; init; }
}
