namespace Larder.Suites.Completeness;

/// <summary>
/// Walks a path as the kernel does (path_resolution(7)): component by component, through links, ".." going up from where the
/// link led.
/// </summary>
public sealed class KernelWalk
{
    private const int MaxLinks = 40;

    private readonly HashSet<string> _links = new(StringComparer.Ordinal);
    private readonly HashSet<string> _directories = new(StringComparer.Ordinal);

    private KernelWalk()
    {
    }

    /// <summary>Something stands at the path's end.</summary>
    public bool Exists => MissingName is null;

    /// <summary>Where the walk ended, without links: what was found, or the last directory on the way.</summary>
    public string End { get; private set; } = "/";

    /// <summary>The first name that is not there in <see cref="End"/> (or is there, is no directory, and has more behind it).</summary>
    public string? MissingName { get; private set; }

    /// <summary>The links that were followed, each by its own path without links.</summary>
    public IReadOnlySet<string> Links => _links;

    /// <summary>The directories that were walked through, the end's own included where it is one.</summary>
    public IReadOnlySet<string> Directories => _directories;

    public static KernelWalk Of(string path, string workingDirectory, bool stopAtLink = false)
    {
        KernelWalk walk = new();
        Stack<string> todo = new();
        Push(todo, path);
        if (!path.StartsWith('/'))
            Push(todo, workingDirectory);
        walk._directories.Add("/");
        walk.Go(todo, stopAtLink);
        return walk;
    }

    private static void Push(Stack<string> todo, string path)
    {
        string[] names = path.Split('/', StringSplitOptions.RemoveEmptyEntries);

        // A slash at the end asks for a directory, and so does a dot.
        if (path.EndsWith('/') && names.Length > 0)
            todo.Push(".");
        for (int i = names.Length - 1; i >= 0; i--)
            todo.Push(names[i]);
    }

    private void Go(Stack<string> todo, bool stopAtLink)
    {
        while (todo.Count > 0)
        {
            string name = todo.Pop();
            if (name == ".")
                continue;
            if (name == "..")
            {
                End = Path.GetDirectoryName(End) ?? "/";
                continue;
            }

            string next = Path.Combine(End, name);
            FileInfo info = new(next);
            if (info.LinkTarget is { } target && !(stopAtLink && todo.Count == 0))
            {
                _links.Add(next);
                Assert.True(_links.Count <= MaxLinks, "too many links at " + next);
                if (target.StartsWith('/'))
                    End = "/";
                Push(todo, target);
                continue;
            }

            bool isDirectory = info.LinkTarget is null && Directory.Exists(next);
            bool exists = isDirectory || info.Exists || info.LinkTarget is not null;
            if (!exists || (!isDirectory && todo.Count > 0))
            {
                MissingName = name;
                return;
            }

            End = next;
            if (isDirectory)
                _directories.Add(next);
        }
    }
}
