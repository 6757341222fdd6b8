using Larder.Units.Artifacts;
using Larder.Units.Graph;
using Larder.Units.Layout;
using Larder.Units.Sources;

namespace Larder.Units.Scheduling;

/// <summary>Says what a build would do, and changes nothing.</summary>
internal sealed class Forecaster(UnitDirectories directories, SourceTrees trees, ArtifactStore artifacts)
{
    /// <summary>Of all nodes of a graph, in its order.</summary>
    internal NodeForecast[] Of(UnitGraph graph)
    {
        Dictionary<string, Artifact> made = new(StringComparer.Ordinal);
        List<NodeForecast> forecasts = [];
        Runners runners = new(directories);
        CrateHabits habits = new(directories);
        foreach (UnitNode node in graph.Nodes)
        {
            SourceScan? scan = node.Source is null ? null : trees.Scan(node.Source, node.Options.Ignored);
            BuildRecord? last = BuildRecordFile.Read(directories, node.Name);
            string[] open = [.. node.Dependencies.Where(dependency => !made.ContainsKey(dependency.Name)).Select(dependency => dependency.Name)];
            DependencyView[]? seen = open.Length > 0 ? null : VisibleDependencies.Of(node, name => made.GetValueOrDefault(name), runners.Contains(node.Name), habits.LinkedBy(node));
            if (seen is not null && artifacts.Find(NodeKey.Of(node, scan?.Digest ?? default, seen).Digest) is { } artifact)
            {
                made[node.Name] = artifact;
                bool isSelected = artifacts.Selected(node.Name)?.Key == artifact.Key;
                forecasts.Add(new NodeForecast(node, isSelected ? ForecastState.Current : ForecastState.Restorable, [], last));
                continue;
            }

            string[] reasons = ChangeReport.Of(node, last, scan, seen);
            bool isCertain = seen is not null || reasons.Length > 0;
            if (isCertain && reasons.Length == 0)
                reasons = ["what it made was removed, or was made while its source was edited"];
            forecasts.Add(new NodeForecast(node, isCertain ? ForecastState.ToBuild : ForecastState.Undecided, isCertain ? reasons : open, last));
        }

        return [.. forecasts];
    }
}
