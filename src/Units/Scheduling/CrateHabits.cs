using Larder.Posix;
using Larder.Storage;
using Larder.Units.Graph;
using Larder.Units.Layout;
using Larder.Units.StateFiles;

namespace Larder.Units.Scheduling;

/// <summary>
/// What is known of crates' builds before they run: whose code each links, so that all of it counts and has to be there. It is read off the derivation at first, and
/// learned where a build shows otherwise (<see cref="Replay.CrateNotes"/>). Where the file is lost it is read off and learned anew.
/// </summary>
/// <remarks>
/// A <see cref="StateFile"/>:
/// <code>
/// fields = list of crate          crate = text unit, digest identity, flag surprises, texts linked
/// </code>
/// </remarks>
internal sealed class CrateHabits
{
    private const int SmallestCrate = 4 + Digest.Size + 1 + 4;

    /// <summary>Versions: 1, the first.</summary>
    private static readonly StateFormat s_format = new("larder unit crates 1", 64 << 20);

    private readonly UnitDirectories _directories;
    private readonly Dictionary<string, Crate> _crates = new(StringComparer.Ordinal);
    private readonly object _gate = new();
    private bool _hasChanged;

    internal CrateHabits(UnitDirectories directories)
    {
        _directories = directories;
        if (StateFile.Open(directories.Crates, s_format) is not { } reader)
            return;
        foreach ((string unit, Crate crate) in reader.List(SmallestCrate, ReadCrate))
            _crates[unit] = crate;
        if (!reader.IsComplete)
            _crates.Clear();
    }

    /// <summary>The dependencies whose code a crate links; null: all, for the node is no crate.</summary>
    internal IReadOnlySet<string>? LinkedBy(UnitNode node)
    {
        if (node.Kind != NodeKind.Rust)
            return null;
        lock (_gate)
            return Of(node).Linked.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Notes that a crate links some units' code, or doesn't after all.</summary>
    internal void SetLinked(UnitNode node, IEnumerable<string> units, bool links)
    {
        lock (_gate)
        {
            foreach (string unit in units)
                _hasChanged |= links ? Of(node).Linked.Add(unit) : Of(node).Linked.Remove(unit);
        }
    }

    /// <summary>What a crate installs besides its library has come out otherwise than foretold: nobody is to begin by a forecast of it.</summary>
    internal bool Surprises(UnitNode node)
    {
        lock (_gate)
            return Of(node).Surprises;
    }

    internal void SetSurprises(UnitNode node, bool surprises)
    {
        lock (_gate)
        {
            _hasChanged |= Of(node).Surprises != surprises;
            Of(node).Surprises = surprises;
        }
    }

    /// <summary>Writes what has changed. What can't be written is found out anew.</summary>
    internal void Save()
    {
        lock (_gate)
        {
            if (!_hasChanged)
                return;
            StateWriter writer = new(s_format);
            writer.List([.. _crates.OrderBy(pair => pair.Key, StringComparer.Ordinal)], static (writer, pair) =>
            {
                writer.Text(pair.Key);
                writer.Digest(pair.Value.Identity);
                writer.Flag(pair.Value.Surprises);
                writer.Texts(pair.Value.Linked);
            });
            _hasChanged = StateFile.TrySave(_directories, _directories.Crates, writer) != Errno.None;
        }
    }

    private static (string Unit, Crate Crate) ReadCrate(StateReader reader)
    {
        string unit = reader.Text();
        Crate crate = new(reader.Digest()) { Surprises = reader.Flag() };
        crate.Linked.UnionWith(reader.Texts());
        return (unit, crate);
    }

    private Crate Of(UnitNode node)
    {
        if (_crates.TryGetValue(node.Name, out Crate? known) && known.Identity == node.Identity)
            return known;
        _hasChanged = true;
        Crate crate = new(node.Identity);
        crate.Linked.UnionWith(CrateForm.LinkedBy(node));
        return _crates[node.Name] = crate;
    }

    private sealed class Crate(Digest identity)
    {
        internal Digest Identity { get; } = identity;

        internal SortedSet<string> Linked { get; } = new(StringComparer.Ordinal);

        internal bool Surprises { get; set; }
    }
}
