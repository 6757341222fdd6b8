using Larder.Units.Declaration;
using Larder.Units.Files;

namespace Larder.Units.Graph;

/// <summary>Finds the units that words on the command line mean.</summary>
/// <param name="all">All units.</param>
/// <param name="nodes">All nodes.</param>
/// <param name="at">Where relative directories begin.</param>
internal sealed class WantedUnits(UnitDeclaration[] all, UnitNode[] nodes, string at)
{
    private const string CompiledPrefix = "cc.";
    private const int MostSuggested = 5;

    private readonly Dictionary<string, UnitNode> _byDerivation = nodes.ToDictionary(node => node.DerivationPath, StringComparer.Ordinal);

    /// <summary>A word names a derivation: then it is a path.</summary>
    internal static bool IsDerivation(string word) => word.StartsWith('/') && word.EndsWith(".drv", StringComparison.Ordinal);

    /// <summary>A unit by its name ("libfoo", "cc.libfoo", "PROFILE.CRATE"), or the units that a directory belongs to: a path, or "."</summary>
    internal IEnumerable<UnitNode> Find(string word)
    {
        string name = word.StartsWith(CompiledPrefix, StringComparison.Ordinal) ? word[CompiledPrefix.Length..] : word;
        UnitDeclaration? unit = Array.Find(all, unit => unit.Name == word) ?? Array.Find(all, unit => unit.Name == name);
        if (unit != null)
            return [_byDerivation[unit.DerivationPath]];

        // Names of Betweens are shown, so they can be given.
        if (Array.Find(nodes, node => node.Name == word) is { } between)
            return [between];
        if (word is "." or ".." || word.Contains('/', StringComparison.Ordinal) || PlainFiles.IsDirectory(Place(word)))
            return InDirectory(word);
        string[] close = [.. all.Select(unit => unit.Name).Where(known => IsClose(word, known)).Take(MostSuggested)];
        throw new UnitFault($"there is no unit of the name {word}" + (close.Length > 0 ? $"; there is {string.Join(", ", close)}" : ""));
    }

    private string Place(string word) => word.StartsWith('/') ? word : at + "/" + word;

    private IEnumerable<UnitNode> InDirectory(string word)
    {
        string real = PlainFiles.Real(Place(word)) ?? throw new UnitFault($"{word} is no unit's name, and no directory that is there");
        int deepest = all.Where(unit => PlainFiles.IsWithin(real, unit.Source)).Select(unit => unit.Source.Length).DefaultIfEmpty(0).Max();
        return deepest > 0
            ? all.Where(unit => unit.Source.Length == deepest && PlainFiles.IsWithin(real, unit.Source)).Select(unit => _byDerivation[unit.DerivationPath])
            : throw new UnitFault($"{real} is no unit's source directory, and lies in none");
    }

    /// <summary>One is in the other, or two letters at most are wrong, missing or too many.</summary>
    private static bool IsClose(string word, string known)
    {
        if (word.Length > 2 && known.Contains(word, StringComparison.OrdinalIgnoreCase))
            return true;
        const int Most = 2;
        int[] row = [.. Enumerable.Range(0, known.Length + 1)];
        for (int i = 1; i <= word.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= known.Length; j++)
            {
                int changed = diagonal + (word[i - 1] == known[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1] <= Most && row[^1] < word.Length;
    }
}
