using System.Text;
using Larder.Storage;
using Larder.Units.Declaration;
using Larder.Units.Derivations;
using Larder.Units.StateFiles;

namespace Larder.Units.Graph;

/// <summary>Digest of what a derivation says, in which the paths that move with a source are names (see <see cref="UnitNode.Identity"/>).</summary>
/// <remarks>
/// It takes in: name, kind, options that change what is run, system, builder, arguments, environment, outputs, tracked dependencies by name and outputs, the paths of all
/// other inputs. The .drv files' own paths are left out: another way to fetch the same source is another .drv, and the same input.
/// </remarks>
internal sealed class IdentityDigest
{
    // Stands in no attribute, so no text can look like a replaced path.
    private const char Mark = '\u0001';

    private readonly string _store;

    // By the paths' hashes, each of which names one path.
    private readonly Dictionary<string, (string Path, string Name)> _names = new(StringComparer.Ordinal);

    private IdentityDigest(string store) => _store = store;

    internal static Digest Of(
        Derivation derivation, NodeKind kind, UnitOptions options, string? source, IReadOnlyCollection<UnitNode> dependencies, IEnumerable<string> otherInputs)
    {
        IdentityDigest identity = new(StorePath.Store(derivation.Path)!);
        foreach ((string name, DerivationOutput output) in derivation.Outputs)
            identity.Add(output.Path, $"{Mark}{name}{Mark}");
        foreach (UnitNode dependency in dependencies)
        {
            foreach ((string name, DerivationOutput output) in dependency.Outputs)
                identity.Add(output.Path, $"{Mark}{dependency.Name}{Mark}{name}{Mark}");
        }

        if (source != null)
            identity.Add(source, $"{Mark}{Mark}");
        return identity.Write(derivation, kind, options, dependencies, otherInputs.Order(StringComparer.Ordinal));
    }

    private Digest Write(Derivation derivation, NodeKind kind, UnitOptions options, IReadOnlyCollection<UnitNode> dependencies, IEnumerable<string> otherInputs)
    {
        StateWriter writer = new("larder unit identity 1");
        writer.Text(derivation.Name);
        writer.Number((int)kind);
        writer.Flag(options.RunsFixup);
        writer.Flag(options.RunsChecks);
        writer.Text(derivation.System);
        writer.Text(Named(derivation.Builder));
        writer.Texts([.. derivation.Arguments.Select(Named)]);
        writer.Texts([.. derivation.Environment.SelectMany(variable => new[] { variable.Key, Named(variable.Value) })]);
        writer.Texts([.. derivation.Outputs.SelectMany(output => new[] { output.Key, output.Value.HashAlgorithm, output.Value.Hash })]);
        writer.Texts([.. dependencies
            .Select(dependency => $"{dependency.Name}!{string.Join(',', derivation.InputDerivations[dependency.DerivationPath].Order(StringComparer.Ordinal))}")
            .Order(StringComparer.Ordinal)]);
        writer.Texts([.. otherInputs]);
        return writer.ToDigest();
    }

    /// <summary>A text with the paths that have names replaced by them.</summary>
    private string Named(string text)
    {
        int at = text.IndexOf(_store, StringComparison.Ordinal);
        if (at < 0)
            return text;
        StringBuilder named = new(text.Length);
        int done = 0;
        for (; at >= 0; at = text.IndexOf(_store, at + _store.Length, StringComparison.Ordinal))
        {
            if (Find(text.AsSpan(at)) is not { } found)
                continue;
            named.Append(text, done, at - done).Append(found.Name);
            done = at + found.Path.Length;
        }

        return named.Append(text, done, text.Length - done).ToString();
    }

    private (string Path, string Name)? Find(ReadOnlySpan<char> text)
    {
        int hash = _store.Length + 1;
        return text.Length > hash + StorePath.HashLength && text[_store.Length] == '/'
            && _names.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text.Slice(hash, StorePath.HashLength), out (string Path, string Name) known)
            && text.StartsWith(known.Path)
            ? known
            : null;
    }

    private void Add(string path, string name)
    {
        if (StorePath.Root(path, _store) == path)
            _names[path.Substring(_store.Length + 1, StorePath.HashLength)] = (path, name);
    }
}
