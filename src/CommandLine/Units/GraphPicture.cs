using Larder.Units.Drawing;
using Larder.Units.Graph;
using Larder.Units.Scheduling;

namespace Larder.CommandLine.Units;

/// <summary>The graph of units as a picture: each with its kind and its state.</summary>
internal static class GraphPicture
{
    /// <param name="output">Takes it.</param>
    /// <param name="repository">The repository's root.</param>
    /// <param name="forecasts">Each node behind those that it depends on.</param>
    internal static void Write(TextWriter output, string repository, NodeForecast[] forecasts)
    {
        Dictionary<UnitNode, int> numbers = [];
        foreach (NodeForecast forecast in forecasts)
            numbers.Add(forecast.Node, numbers.Count);
        GraphSvg.Write(
            output,
            $"{Path.GetFileName(repository)}: {Text.Quantity.Of(forecasts.Length, "unit", "units")}",
            [.. forecasts.Select(Box)],
            [.. forecasts.Select(forecast => forecast.Node.Dependencies.Select(dependency => numbers[dependency]).ToArray())]);
    }

    private static BoxText Box(NodeForecast forecast)
    {
        UnitNode node = forecast.Node;
        string kind = node.Kind.ToString().ToLowerInvariant();
        (string state, BoxStyle style) = forecast.State switch
        {
            ForecastState.Current => ("up to date", BoxStyle.Good),
            ForecastState.Restorable => ("known, to be restored", BoxStyle.Known),
            ForecastState.ToBuild => ("to be built", BoxStyle.Due),
            _ => ("undecided", BoxStyle.Open),
        };
        string[] tooltip =
        [
            $"{node.Name} ({kind}): {state}",
            .. forecast.Reasons.Select(reason => forecast.State == ForecastState.ToBuild ? "- " + reason : "- waits for " + reason),
            node.Source ?? node.DerivationPath,
        ];
        return new BoxText(node.Name, $"{kind}, {state}", string.Join('\n', tooltip), style, IsDashed: node.Kind == NodeKind.Between);
    }
}
