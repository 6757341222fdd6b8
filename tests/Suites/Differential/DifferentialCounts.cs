namespace Larder.Suites.Differential;

/// <summary>How the compiles of all scenarios ended: a cache that never hits would be right too. Scenarios played at once may add to it.</summary>
public sealed class DifferentialCounts
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, int> _first = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _undone = new(StringComparer.Ordinal);

    public int Compiles => _first.Values.Sum();

    /// <summary>Compiles of states that had been compiled and stored before.</summary>
    public int Undone => _undone.Values.Sum();

    public int UndoneHits => _undone.GetValueOrDefault("direct_hit") + _undone.GetValueOrDefault("comment_hit") + _undone.GetValueOrDefault("preprocessed_hit");

    public int Misses => _first.GetValueOrDefault("miss");

    public int Hits => _first.GetValueOrDefault("direct_hit") + CommentHits + _first.GetValueOrDefault("preprocessed_hit");

    /// <summary>Hits after an edit that compilers don't see.</summary>
    public int CommentHits => _first.GetValueOrDefault("comment_hit");

    public void AddFirst(string outcome) => Add(_first, outcome);

    public void AddUndone(string outcome) => Add(_undone, outcome);

    public override string ToString() =>
        $"{Compiles} compiles: {Show(_first)}; states returned to: {Show(_undone)}";

    private void Add(SortedDictionary<string, int> counts, string outcome)
    {
        lock (_lock)
            counts[outcome] = counts.GetValueOrDefault(outcome) + 1;
    }

    private static string Show(SortedDictionary<string, int> counts) => string.Join(", ", counts.Select(c => $"{c.Key}={c.Value}"));
}
