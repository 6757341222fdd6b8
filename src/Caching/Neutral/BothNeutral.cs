using Larder.Storage;
using Larder.Storage.Manifests;

namespace Larder.Caching.Neutral;

/// <summary>
/// Two ways at once, for a build of Nix whose own directory moves and whose dependencies do too. Each judges for itself, and both have to agree. What is
/// stored went through the store paths first, which leave every length as it was.
/// </summary>
internal sealed class BothNeutral(BaseDirectories directories, StorePaths store) : NeutralPaths
{
    internal override long Kind => 3;

    internal override byte[] Spell(ReadOnlySpan<byte> path) => store.Spell(directories.Spell(path));

    internal override void AddTo(KeyRecord key) => directories.AddTo(key);

    internal override void Notice(ReadOnlySpan<byte> content)
    {
        // Both are told by themselves.
    }

    internal override InputSetBuilder? TrySpell(InputSetBuilder inputs, CompileEvidence evidence) =>
        directories.TrySpell(inputs, evidence) is { } spelled ? store.TrySpell(spelled, evidence) : null;

    internal override ResultBuilder? TrySpell(ResultBuilder result) => store.TrySpell(result) is { } spelled ? directories.TrySpell(spelled) : null;

    internal override ReadOnlyMemory<byte>? Expand(ReadOnlyMemory<byte> manifest) =>
        store.Expand(manifest) is { } expanded ? directories.Expand(expanded) : null;

    internal override bool Expands(ResultMemberKind kind) => directories.Expands(kind) || store.Expands(kind);

    internal override ReadOnlyMemory<byte>? ExpandOutput(ReadOnlyMemory<byte> stored) =>
        directories.ExpandOutput(stored) is { } expanded ? store.ExpandOutput(expanded) : null;
}
