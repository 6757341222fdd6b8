namespace Larder.Units.Graph;

/// <summary>The nodes that some roots need, dependencies first.</summary>
/// <param name="Nodes">Each behind all that it depends on.</param>
/// <param name="Roots">What was asked for.</param>
internal sealed record UnitGraph(UnitNode[] Nodes, UnitNode[] Roots);
