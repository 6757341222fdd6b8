using Larder.Caching.Direct;
using Larder.Caching.Running;
using Larder.Compilers;
using Larder.Storage;
using Larder.Storage.Manifests;

namespace Larder.Caching.Neutral;

/// <summary>
/// A way of spelling paths by which compiles share results that differ only in where things lie: a second key, in which such paths count
/// otherwise. Closed: <see cref="BaseDirectories"/>, <see cref="StorePaths"/>.
/// </summary>
internal abstract class NeutralPaths
{
    /// <summary>Tells the ways apart in a key, where 0 is none.</summary>
    internal abstract long Kind { get; }

    /// <summary>The way that applies to a compile, or null: then a result is for its own paths alone.</summary>
    internal static NeutralPaths? For(Invocation invocation, Compilation compilation, KeyedEnvironment environment) =>
        compilation.Stage == CompileStage.PrecompiledHeader || compilation.IncludedPrecompiled is not null
            ? null
            : (NeutralPaths?)StorePaths.For(invocation, compilation, environment) ?? BaseDirectories.For(invocation, compilation);

    /// <summary>A path as it counts.</summary>
    internal abstract byte[] Spell(ReadOnlySpan<byte> path);

    /// <summary>Told of the content of each file that the compile read.</summary>
    internal abstract void Notice(ReadOnlySpan<byte> content);

    /// <summary>The inputs in neutral spelling; null where the result may hang on how its paths are spelled.</summary>
    /// <param name="inputs">What the compile read and looked for in vain.</param>
    /// <param name="collector">Who found that out.</param>
    /// <param name="finished">The compile.</param>
    /// <param name="preprocess">Runs the preprocessor for its text; null where no program may be run, or where it fails.</param>
    internal abstract InputSetBuilder? TrySpell(InputSetBuilder inputs, InputCollector collector, FinishedCompile finished, Func<byte[]?> preprocess);

    /// <summary>The result in neutral spelling; null where it holds a path after all.</summary>
    internal abstract ResultBuilder? TrySpell(ResultBuilder result);

    /// <summary>A manifest's payload with the paths of this compile in the places of neutral ones.</summary>
    internal abstract ReadOnlyMemory<byte> Expand(ReadOnlyMemory<byte> payload);

    /// <summary>Whether <see cref="Expand"/> is to be applied to a member of a result too.</summary>
    internal abstract bool Expands(ResultMemberKind kind);
}
