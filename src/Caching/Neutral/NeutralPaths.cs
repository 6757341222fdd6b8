using Larder.Storage;
using Larder.Storage.Manifests;

namespace Larder.Caching.Neutral;

/// <summary>
/// A way of spelling paths by which compiles share results that differ only in where things lie: a second key, in which such paths count
/// otherwise. Closed: <see cref="BaseDirectories"/>, <see cref="StorePaths"/>, <see cref="BothNeutral"/>.
/// </summary>
internal abstract class NeutralPaths
{
    /// <summary>Tells the ways apart in a key, where 0 is none.</summary>
    internal abstract long Kind { get; }

    /// <summary>A path as it counts in a key.</summary>
    internal abstract byte[] Spell(ReadOnlySpan<byte> path);

    /// <summary>Adds what two compiles must have in common besides, to share by this way.</summary>
    internal virtual void AddTo(KeyRecord key)
    {
    }

    /// <summary>Told of the content of each file that the compile read.</summary>
    internal abstract void Notice(ReadOnlySpan<byte> content);

    /// <summary>The inputs in neutral spelling; null where the result may hang on how its paths are spelled.</summary>
    /// <param name="inputs">What the compile read and looked for in vain.</param>
    /// <param name="evidence">What else is known of the compile.</param>
    internal abstract InputSetBuilder? TrySpell(InputSetBuilder inputs, CompileEvidence evidence);

    /// <summary>The result in neutral spelling; null where it holds a path after all.</summary>
    internal abstract ResultBuilder? TrySpell(ResultBuilder result);

    /// <summary>A manifest's payload with the paths of this compile in the places of neutral ones; null where it isn't for this compile.</summary>
    internal abstract ReadOnlyMemory<byte>? Expand(ReadOnlyMemory<byte> manifest);

    /// <summary>Whether a member of a result is stored otherwise than it is written.</summary>
    internal abstract bool Expands(ResultMemberKind kind);

    /// <summary>Such a member as the compiler would write it here; null where that can't be told.</summary>
    internal abstract ReadOnlyMemory<byte>? ExpandOutput(ReadOnlyMemory<byte> stored);
}
