namespace Larder.Units.Derivations;

/// <summary>
/// Derivations and all that they need, each read once. Walked without recursion: a chain of inputs may be thousands long.
/// A derivation with a fixed output is not looked behind, for what it is made with can't change what it is.
/// </summary>
/// <param name="units">Names of the units by their .drv files.</param>
internal sealed class DerivationClosure(IReadOnlyDictionary<string, string> units)
{
    private readonly Dictionary<string, Derivation> _derivations = new(StringComparer.Ordinal);

    // Finished ones; true: it is a unit, or needs one.
    private readonly Dictionary<string, bool> _finished = new(StringComparer.Ordinal);
    private readonly List<Derivation> _nodes = [];

    /// <summary>Units and those that need one, each behind all that it needs.</summary>
    internal IReadOnlyList<Derivation> Nodes => _nodes;

    /// <summary>All that were read.</summary>
    internal IReadOnlyCollection<Derivation> All => _derivations.Values;

    internal bool IsUnit(Derivation derivation) => units.ContainsKey(derivation.Path);

    /// <summary>It is a unit, or needs one.</summary>
    internal bool IsNode(string path) => _finished.GetValueOrDefault(path);

    internal Derivation Read(string path)
    {
        if (!_derivations.TryGetValue(path, out Derivation? derivation))
            _derivations[path] = derivation = DerivationReader.Read(path);
        return derivation;
    }

    /// <summary>Adds a derivation with all that it needs.</summary>
    /// <exception cref="UnitFault">Something can't be read, or needs itself: with the names on the way.</exception>
    internal void Add(string root)
    {
        if (_finished.ContainsKey(root))
            return;
        List<Step> way = [new Step(Read(root))];
        HashSet<string> open = new([root], StringComparer.Ordinal);
        while (way.Count > 0)
        {
            Step step = way[^1];
            if (step.Next < step.Inputs.Length)
            {
                string input = step.Inputs[step.Next++];
                if (_finished.TryGetValue(input, out bool isNode))
                    step.NeedsUnit |= isNode;
                else if (!open.Add(input))
                    throw Cycle(way, input);
                else
                    way.Add(new Step(Reached(input, way)));
                continue;
            }

            way.RemoveAt(way.Count - 1);
            Derivation derivation = step.Derivation;
            open.Remove(derivation.Path);
            bool result = step.NeedsUnit || IsUnit(derivation);
            _finished[derivation.Path] = result;
            if (result)
                _nodes.Add(Checked(derivation));
            if (way.Count > 0)
                way[^1].NeedsUnit |= result;
        }
    }

    private Derivation Reached(string path, List<Step> way)
    {
        try
        {
            return Read(path);
        }
        catch (UnitFault fault)
        {
            throw new UnitFault($"{fault.Message} (needed by {string.Join(", which is needed by ", way.Select(step => Name(step.Derivation)).Reverse().Take(5))})");
        }
    }

    private Derivation Checked(Derivation derivation)
    {
        if (derivation.Outputs.FirstOrDefault(output => output.Value.HashAlgorithm.Length > 0 || output.Value.Path.Length == 0) is { Key: { } name } output)
        {
            string problem = output.Value.Path.Length == 0
                ? "is content-addressed, so the path that dependents know is no path yet: leave out __contentAddressed"
                : "has a fixed hash (outputHash), so it can't follow its source";
            throw new UnitFault($"{Name(derivation)} ({derivation.Path}) can't be a unit or depend on one: its output \"{name}\" {problem}");
        }

        return derivation;
    }

    private UnitFault Cycle(List<Step> way, string input)
    {
        IEnumerable<string> names = way.SkipWhile(step => step.Derivation.Path != input).Select(step => Name(step.Derivation));
        return new UnitFault($"derivations need each other in a circle: {string.Join(" needs ", names.Append(Name(Read(input))))}");
    }

    private string Name(Derivation derivation) => units.GetValueOrDefault(derivation.Path) ?? derivation.Name;

    private sealed class Step(Derivation derivation)
    {
        internal Derivation Derivation { get; } = derivation;

        internal string[] Inputs { get; } =
            derivation.Outputs.Values.Any(output => output.HashAlgorithm.Length > 0 && output.Path.Length > 0) ? [] : [.. derivation.InputDerivations.Keys];

        internal int Next { get; set; }

        internal bool NeedsUnit { get; set; }
    }
}
