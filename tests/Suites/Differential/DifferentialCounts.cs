namespace Larder.Suites.Differential;

/// <summary>How the compiles of all scenarios ended: a cache that never hits would be right too.</summary>
public sealed class DifferentialCounts
{
    private readonly SortedDictionary<string, int> _first = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _undone = new(StringComparer.Ordinal);

    public int Compiles => _first.Values.Sum();

    /// <summary>Compiles of states that had been compiled and stored before.</summary>
    public int Undone => _undone.Values.Sum();

    public int UndoneHits => _undone.GetValueOrDefault("direct_hit") + _undone.GetValueOrDefault("preprocessed_hit");

    public int Misses => _first.GetValueOrDefault("miss");

    public int Hits => _first.GetValueOrDefault("direct_hit") + _first.GetValueOrDefault("preprocessed_hit");

    public void AddFirst(string outcome) => _first[outcome] = _first.GetValueOrDefault(outcome) + 1;

    public void AddUndone(string outcome) => _undone[outcome] = _undone.GetValueOrDefault(outcome) + 1;

    public override string ToString() =>
        $"{Compiles} compiles: {Show(_first)}; states returned to: {Show(_undone)}";

    private static string Show(SortedDictionary<string, int> counts) => string.Join(", ", counts.Select(c => $"{c.Key}={c.Value}"));
}
