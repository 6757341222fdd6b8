namespace Larder.Units.Derivations;

/// <summary>Paths of the form STORE/HASH-NAME, HASH being 32 characters of <see cref="Nix32"/>.</summary>
internal static class StorePath
{
    internal const int HashLength = 32;

    /// <summary>The store that a path lies in, from the path itself, since a store need not be /nix/store; null: it is no store path.</summary>
    internal static string? Store(string path)
    {
        int slash = path.LastIndexOf('/');
        return slash > 0 && IsName(path.AsSpan(slash + 1)) ? path[..slash] : null;
    }

    /// <summary>The store path that a path is or lies below; null: it isn't in that store.</summary>
    internal static string? Root(string path, string store)
    {
        if (!path.StartsWith(store, StringComparison.Ordinal) || path.Length <= store.Length || path[store.Length] != '/')
            return null;
        int end = path.IndexOf('/', store.Length + 1);
        string root = end < 0 ? path : path[..end];
        return IsName(root.AsSpan(store.Length + 1)) ? root : null;
    }

    /// <summary>What follows the hash: "zlib-1.3.1.drv".</summary>
    internal static string Name(string path) => path[(path.LastIndexOf('/') + HashLength + 2)..];

    private static bool IsName(ReadOnlySpan<char> name)
    {
        if (name.Length <= HashLength + 1 || name[HashLength] != '-')
            return false;
        foreach (char c in name[..HashLength])
        {
            if (!Nix32.IsDigit(c))
                return false;
        }

        return true;
    }
}
