using System.Globalization;
using System.Text.Json;
using Larder.Bench.Measuring;
using Larder.Bench.Scenarios;

namespace Larder.Bench.Reporting;

/// <summary>The results as JSON for comparisons over time: times in microseconds, memory in bytes.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Writes DIRECTORY/TIMESTAMP.json and hands back its path.</summary>
    internal static string Write(
        string directory,
        double loadBefore,
        IReadOnlyDictionary<string, string> versions,
        IReadOnlyList<ScenarioResult> results,
        IReadOnlyList<Verdict> verdicts)
    {
        var now = DateTime.UtcNow;
        Directory.CreateDirectory(directory);
        var path = Path.Join(directory, now.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture) + ".json");
        var document = new
        {
            Time = now,
            Processors = Environment.ProcessorCount,
            LoadBefore = loadBefore,
            Versions = versions,
            Scenarios = results.Select(Describe),
            Budgets = verdicts.Select(Describe),
        };
        File.WriteAllText(path, JsonSerializer.Serialize(document, Options));
        return path;
    }

    private static object Describe(Verdict verdict) => new
    {
        verdict.Budget.Scenario,
        verdict.Budget.Row,
        verdict.Budget.Against,
        verdict.Budget.Limit,
        verdict.Reached,
        verdict.Met,
    };

    private static object Describe(ScenarioResult result) => new
    {
        result.Name,
        result.Unit,
        Quantity = result.Quantity.ToString(),
        result.Complaints,
        Tools = result.Series.ToDictionary(series => series.Tool, series => Describe(result, series), StringComparer.Ordinal),
    };

    private static object Describe(ScenarioResult result, Series series)
    {
        var added = result.IsAdded(series);
        return new
        {
            series.Value,
            Added = added ? series.Added(result.Series[0]) : null,
            AddedProcessor = added ? series.AddedProcessor(result.Series[0]) : null,
        };
    }
}
