namespace Larder.Daemon.Lifetime;

/// <summary>How a start ended, and why it failed.</summary>
internal readonly record struct StartOutcome(StartState State, string Reason)
{
    /// <summary>Reads a <see cref="StartReport"/>.</summary>
    internal static StartOutcome Parse(string report) => report.TrimEnd('\n') switch
    {
        "serving" => new StartOutcome(StartState.Serving, string.Empty),
        "running" => new StartOutcome(StartState.Running, string.Empty),
        { } line when line.StartsWith("error ", StringComparison.Ordinal) => new StartOutcome(StartState.Failed, line["error ".Length..]),
        _ => new StartOutcome(StartState.Failed, "it ended before it could say why"),
    };
}
