using System.Text;

namespace Larder.Storage.Tests.Support;

/// <summary>Where entries stand, said independently of the code under test.</summary>
internal static class StorePaths
{
    internal static string EntryText(LocalStore store, EntryKind kind, Digest key)
    {
        string hex = key.ToString();
        char extension = kind switch { EntryKind.Manifest => 'm', EntryKind.Result => 'r', _ => 't' };
        return $"{Encoding.UTF8.GetString(store.Options.Directory)}/v1/{hex[..2]}/{hex}.{extension}";
    }

    internal static byte[] Entry(LocalStore store, EntryKind kind, Digest key) =>
        Encoding.UTF8.GetBytes(EntryText(store, kind, key));

    internal static string Text(LocalStore store, string name) => $"{Encoding.UTF8.GetString(store.Options.Directory)}/v1/{name}";

    /// <summary>All files below a store but the tag and the statistics.</summary>
    internal static string[] Entries(LocalStore store)
    {
        string root = Text(store, string.Empty);
        return !Directory.Exists(root)
            ? []
            : [.. Directory.GetFiles(root, "*", SearchOption.AllDirectories).Where(f => !f.Contains("/stats/", StringComparison.Ordinal))];
    }

    internal static string[] Temporaries(LocalStore store) =>
        Directory.Exists(Text(store, "tmp")) ? Directory.GetFileSystemEntries(Text(store, "tmp")) : [];
}
