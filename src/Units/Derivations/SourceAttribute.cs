namespace Larder.Units.Derivations;

/// <summary>The attribute "src" of a derivation, for which a live directory stands.</summary>
internal static class SourceAttribute
{
    /// <summary>Its store path, or a path below one; null: the derivation has none, or takes it from elsewhere.</summary>
    internal static string? Find(Derivation derivation)
    {
        string? source = derivation.Attribute("src")?.TrimEnd('/');
        return source != null && StorePath.Store(derivation.Path) is { } store && StorePath.Root(source, store) != null ? source : null;
    }

    /// <summary>
    /// The store path that the source is, or lies below; null where there is none, or where the derivation speaks of that path otherwise too: then what it holds counts.
    /// </summary>
    /// <remarks>As with src = "${./.}/lib" and a patch "${./.}/a.patch": the repository was copied as a whole, and only below lib does the live tree stand for it.</remarks>
    internal static string? ReplacedRoot(Derivation derivation)
    {
        if (Find(derivation) is not { } source || StorePath.Root(source, StorePath.Store(derivation.Path)!) is not { } root)
            return null;
        bool isReplaced = root == source || !derivation.Environment.Values.Concat(derivation.Arguments).Append(derivation.Builder).Any(text => SpeaksOfElse(text, root, source));
        return isReplaced ? root : null;
    }

    private static bool SpeaksOfElse(string text, string root, string source)
    {
        for (int at = text.IndexOf(root, StringComparison.Ordinal); at >= 0; at = text.IndexOf(root, at + root.Length, StringComparison.Ordinal))
        {
            // What goes on where the source's path ends must not be a longer name.
            ReadOnlySpan<char> rest = text.AsSpan(at);
            if (!rest.StartsWith(source) || (rest.Length > source.Length && (char.IsAsciiLetterOrDigit(rest[source.Length]) || rest[source.Length] is '-' or '_' or '.' or '+')))
                return true;
        }

        return false;
    }
}
