using Larder.Caching.Toolchains;
using Larder.Compilers;
using Larder.Storage;

namespace Larder.Caching.Neutral;

/// <summary>The ways of one compile in which paths can count otherwise than they are spelled, the one that shares most first, each with its key.</summary>
internal sealed class NeutralWays
{
    private readonly NeutralPaths[] _told;
    private readonly Digest[] _keys;

    private NeutralWays(NeutralPaths[] told, NeutralPaths[] all, Compilation compilation)
    {
        _told = told;
        All = all;
        _keys = new Digest[all.Length];
        foreach (byte[] word in compilation.Arguments)
            MayBePasted = MayBePasted || BareUnderscores.StandIn(word);
    }

    internal NeutralPaths[] All { get; }

    /// <summary>A text that was read, or a word of the command line, can be pasted together to <c>__FILE__</c>.</summary>
    internal bool MayBePasted { get; private set; }

    /// <summary>Null where no way applies: then a result is for its own paths alone.</summary>
    internal static NeutralWays? For(Invocation invocation, Compilation compilation, Toolchain toolchain, KeyedEnvironment environment)
    {
        // Precompiled headers, modules, reports and listings name files, some in forms that can't be searched.
        if (compilation.Stage == CompileStage.PrecompiledHeader || compilation.Modules is not null || compilation.IncludedPrecompiled is not null || compilation.SideFiles.Count > 0)
            return null;
        StorePaths? store = StorePaths.For(invocation, compilation, environment);
        BaseDirectories? directories = BaseDirectories.For(invocation, compilation, toolchain, environment);
        return (store, directories) switch
        {
            (null, null) => null,
            ({ } s, { } d) => new NeutralWays([d, s], [new BothNeutral(d, s), s, d], compilation),
            var (s, d) => new NeutralWays([(NeutralPaths?)s ?? d!], [(NeutralPaths?)s ?? d!], compilation),
        };
    }

    /// <summary>The key of a way, by its number.</summary>
    internal ref readonly Digest Key(int way) => ref _keys[way];

    internal void SetKey(int way, in Digest key) => _keys[way] = key;

    /// <summary>Told of the content of each file that the compile read.</summary>
    internal void Notice(ReadOnlySpan<byte> content)
    {
        MayBePasted = MayBePasted || BareUnderscores.StandIn(content);
        foreach (NeutralPaths way in _told)
            way.Notice(content);
    }

    /// <summary>Told of a path that a name led to.</summary>
    internal void NoticePath(ReadOnlySpan<byte> path)
    {
        foreach (NeutralPaths way in _told)
            way.Notice(path);
    }
}
