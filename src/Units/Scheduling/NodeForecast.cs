using Larder.Units.Graph;

namespace Larder.Units.Scheduling;

/// <summary>What a build would do with a node, and why.</summary>
/// <param name="Node">The node.</param>
/// <param name="State">What.</param>
/// <param name="Reasons">Of what is to be built: what has changed. Of what is undecided: the dependencies that decide.</param>
/// <param name="Last">Its last build; null: none is known.</param>
internal sealed record NodeForecast(UnitNode Node, ForecastState State, string[] Reasons, BuildRecord? Last);
