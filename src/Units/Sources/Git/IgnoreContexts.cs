using System.Collections.Concurrent;
using Larder.Posix;

namespace Larder.Units.Sources.Git;

/// <summary>The contexts of directories, each found once: units of one repository share most of the way up. For use by several threads.</summary>
internal sealed class IgnoreContexts
{
    private readonly ConcurrentDictionary<byte[], IgnoreContext> _known = new(ByteStringComparer.Instance);

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
        _inside.Clear();
    }

    private IgnoreContext Find(byte[] directory)
    {
        if (GitRepository.At(directory) is { } repository)
            return new IgnoreContext(repository, repository.Excluded(), []);
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
        return new IgnoreContext(outer.Repository, rules, ByteString.Concat(path, "/"u8));
    }

    private static IgnoreRules? Inside(byte[] directory, IgnoreContext context) =>
        IgnoreRules.With(context.Rules, IgnoreFile.ReadUnlinked(ByteString.JoinPath(directory, ".gitignore"u8)), context.Prefix.Length);
}
