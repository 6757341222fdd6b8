namespace Larder.CommandLine.Units;

/// <summary>An output of a unit that was asked for.</summary>
/// <param name="Unit">The unit's name.</param>
/// <param name="Output">The output's name.</param>
/// <param name="Path">Where it stands.</param>
internal sealed record UnitResult(string Unit, string Output, string Path);
