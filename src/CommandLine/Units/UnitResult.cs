using Larder.Units.Graph;

namespace Larder.CommandLine.Units;

/// <summary>An output of a unit that was asked for.</summary>
/// <param name="Node">The unit.</param>
/// <param name="Output">The output's name.</param>
/// <param name="Path">Where it stands.</param>
internal sealed record UnitResult(UnitNode Node, string Output, string Path);
