using System.Text.Json;

namespace Larder.Projects.Reporting;

/// <summary>What larder counted in one build, by the names of `larder stats --json`.</summary>
internal sealed class Counters
{
    /// <summary>What no cache serves: links, questions to the compiler, probes that are never repeated.</summary>
    internal static readonly string[] NeverCached = ["called_for_link", "information_request", "no_input_file", "probe", "unsupported_source_language"];

    private static readonly string[] Hit = ["direct_hit", "preprocessed_hit", "failed_hit", "preprocessing_hit"];
    private static readonly string[] Missed = ["miss", "preprocessing_miss", "recache"];
    private static readonly string[] Trouble = ["store_failed", "corrupt_entry", "internal_error", "fallback_executed"];

    /// <summary>Told beside another counter of the same call.</summary>
    private static readonly string[] Beside =
        ["manifest_mismatch", "result_gone", "command_split", "stored", "failed_stored", "evicted", "cleared", "not_stored_read_only", "fetched", "offered"];

    private static readonly HashSet<string> Known = new([.. Hit, .. Missed, .. Trouble, .. Beside], StringComparer.Ordinal);

    private Counters(IReadOnlyDictionary<string, long> values, IReadOnlyDictionary<string, long> options)
    {
        Values = values;
        Options = options;
    }

    /// <summary>Nothing was counted.</summary>
    internal static Counters None { get; } = new(new Dictionary<string, long>(StringComparer.Ordinal), new Dictionary<string, long>(StringComparer.Ordinal));

    /// <summary>Those that are not zero.</summary>
    internal IReadOnlyDictionary<string, long> Values { get; }

    /// <summary>Options that kept calls from being cached.</summary>
    internal IReadOnlyDictionary<string, long> Options { get; }

    internal long Hits => Sum(Hit);

    internal long Misses => Sum(Missed);

    internal long Stored => Sum(["stored", "failed_stored"]);

    internal long Calls => Hits + Misses + NotCached.Sum(pair => pair.Value);

    /// <summary>By reason, the most frequent first.</summary>
    internal IReadOnlyList<KeyValuePair<string, long>> NotCached =>
        [.. Values.Where(pair => !Known.Contains(pair.Key))
            .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)];

    /// <summary>Each hit by its kind.</summary>
    internal IReadOnlyList<KeyValuePair<string, long>> HitsByKind => [.. Values.Where(pair => Hit.Contains(pair.Key, StringComparer.Ordinal))];

    /// <summary>Faults of larder's.</summary>
    internal IReadOnlyList<KeyValuePair<string, long>> Faults => [.. Values.Where(pair => Trouble.Contains(pair.Key, StringComparer.Ordinal))];

    /// <summary>Reads what `larder stats --json` printed.</summary>
    internal static Counters Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return new Counters(Numbers("counters"), Numbers("options"));

        Dictionary<string, long> Numbers(string name) => document.RootElement.GetProperty(name).EnumerateObject()
            .Where(property => property.Value.GetInt64() != 0)
            .ToDictionary(property => property.Name, property => property.Value.GetInt64(), StringComparer.Ordinal);
    }

    private long Sum(IEnumerable<string> names) => names.Sum(name => Values.GetValueOrDefault(name));
}
