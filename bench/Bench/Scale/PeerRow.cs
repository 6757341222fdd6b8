namespace Larder.Bench.Scale;

/// <summary>One line of the comparison with ccache.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Values">By tool: as it is shown.</param>
internal sealed record PeerRow(string What, IReadOnlyDictionary<string, string> Values);
