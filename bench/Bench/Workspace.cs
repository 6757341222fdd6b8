namespace Larder.Bench;

/// <summary>The directory in which everything is measured, and the environment that all tools start from.</summary>
internal sealed class Workspace
{
    /// <summary>Starts with an empty <paramref name="root"/>.</summary>
    internal Workspace(string root)
    {
        Root = root;
        if (Directory.Exists(root))
            Directory.Delete(root, recursive: true);
        Directory.CreateDirectory(root);
        OutputFile = Path.Join(root, "output");
        Runtime = Path.Join(root, "run");
        Directory.CreateDirectory(Runtime);
        Environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            // Fixed, so that no masquerading cache on the caller's PATH takes the place of the bare compiler.
            ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            ["HOME"] = NewDirectory("home"),
            ["LANG"] = "C.UTF-8",
        };
    }

    internal string Root { get; }

    /// <summary>Takes what commands print.</summary>
    internal string OutputFile { get; }

    /// <summary>Where daemons have their sockets.</summary>
    internal string Runtime { get; }

    internal IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>An empty directory below <see cref="Root"/>.</summary>
    internal string NewDirectory(string name)
    {
        var path = Path.Join(Root, name);
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        Directory.CreateDirectory(path);
        return path;
    }

    /// <summary>A program on <see cref="Environment"/>'s PATH, or null.</summary>
    internal string? Find(string program) =>
        Environment["PATH"].Split(':').Select(directory => Path.Join(directory, program)).FirstOrDefault(File.Exists);
}
