using Larder.Bench.Measuring;

namespace Larder.Bench.Tools;

/// <summary>A way to run the compiler: bare, or through a cache that has a directory of its own.</summary>
internal abstract class Tool(string name, Workspace workspace) : IDisposable
{
    private int caches;

    /// <summary>How the tables call it.</summary>
    internal string Name { get; } = name;

    /// <summary>What stands before the compiler on a command line; empty for the bare compiler.</summary>
    internal abstract string[] Launcher { get; }

    internal bool IsBare => Launcher.Length == 0;

    /// <summary>The environment of its commands.</summary>
    internal Dictionary<string, string> Environment { get; } = new(workspace.Environment, StringComparer.Ordinal);

    protected Workspace Workspace { get; } = workspace;

    /// <summary>Hits and misses since <see cref="UseFreshCache"/>.</summary>
    internal abstract CacheCounts Counts();

    /// <summary>What lets the numbers since <see cref="UseFreshCache"/> be another's than this tool's; null where nothing does.</summary>
    internal virtual string? Doubt() => null;

    /// <summary>Forgets everything: what follows goes to a new, empty cache directory.</summary>
    internal void UseFreshCache() => UseCache(FreshDirectory());

    /// <summary>What follows goes to that cache directory.</summary>
    internal void UseDirectory(string directory) => UseCache(directory);

    /// <summary>A command of this tool, ready to be measured: <paramref name="compilation"/> behind the launcher.</summary>
    internal Command Prepare(string[] compilation, string directory, string? output = null) =>
        new([.. Launcher, .. compilation], Environment, directory, output ?? Workspace.OutputFile);

    /// <summary>One of the tool's own commands, ready to be measured.</summary>
    internal Command PrepareOwn(string[] arguments) => new([Launcher[0], .. arguments], Environment, Workspace.Root, Workspace.OutputFile);

    /// <summary>A script for `sh -c` with CC set to gcc behind the launcher, and JOBS to 2.</summary>
    internal Command PrepareScript(string script, string directory)
    {
        var environment = new Dictionary<string, string>(Environment, StringComparer.Ordinal)
        {
            ["CC"] = string.Join(' ', [.. Launcher, "gcc"]),
            ["JOBS"] = "2",
        };
        return new Command(["/bin/sh", "-c", script], environment, directory, Workspace.OutputFile);
    }

    public virtual void Dispose()
    {
    }

    /// <summary>A cache directory that was not there before.</summary>
    protected string FreshDirectory() => Workspace.NewDirectory($"cache-{Name}-{caches++}");

    protected abstract void UseCache(string directory);

    /// <summary>Runs one of the tool's own subcommands and hands back what it printed.</summary>
    protected string Ask(params string[] arguments)
    {
        using (var command = new Command([Launcher[0], .. arguments], Environment, Workspace.Root, Workspace.OutputFile))
            command.Run();
        return File.ReadAllText(Workspace.OutputFile);
    }

    /// <summary>What one of its commands says.</summary>
    internal string Say(params string[] arguments) => Ask(arguments);

    /// <summary>As above, for one whose failure is an answer too.</summary>
    protected string AskAnyway(params string[] arguments)
    {
        using (var command = new Command([Launcher[0], .. arguments], Environment, Workspace.Root, Workspace.OutputFile))
            command.TryRun(out _);
        return File.ReadAllText(Workspace.OutputFile);
    }
}
