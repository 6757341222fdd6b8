using System.Collections.Concurrent;
using Larder.Posix;
using Larder.Storage;

namespace Larder.Units.Sources.Git;

/// <summary>The contexts of directories, each found once: units of one repository share most of the way up. For use by several threads.</summary>
internal sealed class IgnoreContexts
{
    private readonly ConcurrentDictionary<byte[], IgnoreContext> _known = new(ByteStringComparer.Instance);

    private readonly ConcurrentDictionary<byte[], IgnoreContext> _inner = new(ByteStringComparer.Instance);

    /// <summary>By directory: the rules for what is in it, its own .gitignore's too.</summary>
    private readonly ConcurrentDictionary<byte[], IgnoreRules?> _inside = new(ByteStringComparer.Instance);

    /// <summary>The context of a directory.</summary>
    /// <remarks>
    /// A directory that an outer .gitignore ignores as a whole is asked for all the same, so it is somebody's source: then no outer file counts in it,
    /// as if it lay in no repository. Otherwise its digest would be that of nothing, for ever.
    /// </remarks>
    /// <param name="directory">Absolute, without a slash at its end but for "/".</param>
    internal IgnoreContext Of(byte[] directory) => _known.TryGetValue(directory, out IgnoreContext? known) ? known : _known.GetOrAdd(directory, Find(directory));

    /// <summary>Forgets all: time has passed, and the files may have changed.</summary>
    internal void Clear()
    {
        _known.Clear();
        _inner.Clear();
        _inside.Clear();
    }

    /// <summary>The context of a directory that is known to be no repository's root.</summary>
    internal IgnoreContext OfInner(byte[] directory) => _inner.TryGetValue(directory, out IgnoreContext? known) ? known : _inner.GetOrAdd(directory, FindInner(directory));

    private IgnoreContext Find(byte[] directory)
    {
        if (GitRepository.At(directory) is not { } repository)
            return OfInner(directory);
        IgnoreRules? excluded = repository.Excluded();
        return new IgnoreContext(repository, excluded, [], Identify(repository.IndexStamp(), excluded?.File, directory));
    }

    private IgnoreContext FindInner(byte[] directory)
    {
        if (directory.Length <= 1)
            return IgnoreContext.None;
        int slash = directory.AsSpan().LastIndexOf((byte)'/');
        byte[] parent = slash == 0 ? "/"u8.ToArray() : directory[..slash];
        IgnoreContext outer = Of(parent);
        if (outer.Repository is null)
            return IgnoreContext.None;
        IgnoreRules? rules = _inside.TryGetValue(parent, out IgnoreRules? known) ? known : _inside.GetOrAdd(parent, Inside(parent, outer));
        byte[] path = ByteString.Concat(outer.Prefix, directory.AsSpan(slash + 1));
        if (rules is not null && rules.Ignores(path, outer.Prefix.Length, isDirectory: true))
            return IgnoreContext.None;
        Digest id = Identify(outer.Id, ReferenceEquals(rules, outer.Rules) ? null : rules?.File, directory.AsSpan(slash + 1));
        return new IgnoreContext(outer.Repository, rules, ByteString.Concat(path, "/"u8), id);
    }

    private static IgnoreRules? Inside(byte[] directory, IgnoreContext context) =>
        IgnoreRules.With(context.Rules, IgnoreFile.ReadUnlinked(ByteString.JoinPath(directory, ".gitignore"u8)), context.Prefix.Length);

    private static Digest Identify(Digest outer, IgnoreFile? file, ReadOnlySpan<byte> name)
    {
        byte[] text = new byte[(2 * Digest.Size) + name.Length];
        outer.CopyTo(text);
        (file?.Text ?? default).CopyTo(text.AsSpan(Digest.Size));
        name.CopyTo(text.AsSpan(2 * Digest.Size));
        return Digest.Of(text);
    }
}
