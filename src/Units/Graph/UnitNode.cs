using Larder.Storage;
using Larder.Units.Declaration;
using Larder.Units.Derivations;

namespace Larder.Units.Graph;

/// <summary>A derivation that is built here: a unit, or one that stands between units.</summary>
internal sealed class UnitNode
{
    /// <summary>What people call it. A <see cref="NodeKind.Between"/> is called by its derivation's name and the first letters of its identity.</summary>
    internal required string Name { get; init; }

    internal required NodeKind Kind { get; init; }

    /// <summary>The .drv file.</summary>
    internal string DerivationPath
    {
        get => field ?? Derivation.Path;
        init;
    }

    /// <summary>What the .drv file says. A graph that was kept has it read only when it is asked for: who builds nothing needs none.</summary>
    internal Derivation Derivation
    {
        get => field ??= DerivationReader.Read(DerivationPath);
        init;
    }

    /// <summary>The derivation's outputs, without reading it.</summary>
    internal SortedDictionary<string, DerivationOutput> Outputs
    {
        get => field ?? Derivation.Outputs;
        init;
    }

    /// <summary>The live source directory; null for a <see cref="NodeKind.Between"/>.</summary>
    internal required string? Source { get; init; }

    internal required UnitOptions Options { get; init; }

    /// <summary>The nodes that this one's derivation names among its inputs, in the derivation's order. No others: what is behind them is their dependency.</summary>
    internal required UnitNode[] Dependencies { get; init; }

    /// <summary>What it takes from the store as it is: "PATH.drv!out,dev" and source paths, in the words of "nix-store --realise".</summary>
    internal required string[] Boundary { get; init; }

    /// <summary>
    /// The derivation without what lives elsewhere: digest of all that it says, with its own source's path, its own outputs' and its tracked dependencies' replaced by
    /// their names. So an evaluation after an edit, whose store paths are all others, finds the same build directory.
    /// </summary>
    internal required Digest Identity { get; init; }

    /// <summary>The store path that stands for the source in the derivation; null: none.</summary>
    internal required string? SourcePath { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
