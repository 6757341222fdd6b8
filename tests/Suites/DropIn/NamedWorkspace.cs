using Larder.Suites.Harness;

namespace Larder.Suites.DropIn;

/// <summary>
/// A workspace in which larder has the name of another cache, first on PATH: <c>bin/NAME</c>, and <c>lib/gcc</c> that leads through it. Nothing of
/// larder's own says where the cache is.
/// </summary>
internal sealed class NamedWorkspace : IDisposable
{
    private readonly string _name;

    /// <param name="name">ccache or sccache.</param>
    internal NamedWorkspace(string name)
    {
        _name = name;
        Work.Write("x.c", "int x(void) { return 1; }\n");
        Work.Shell($"mkdir -p ../bin ../lib && ln -s \"$LARDER\" ../bin/{name} && ln -s ../bin/{name} ../lib/gcc && ln -s ../bin/{name} ../lib/clang").Succeeded();
        Variables["LARDER_DIR"] = null;
        Variables["PATH"] = $"{Path.Combine(Work.Root, "bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        foreach (string variable in Environment.GetEnvironmentVariables().Keys.Cast<string>())
        {
            if (variable.StartsWith("CCACHE_", StringComparison.Ordinal) || variable.StartsWith("SCCACHE_", StringComparison.Ordinal))
                Variables[variable] = null;
        }

        Variables[$"{name.ToUpperInvariant()}_DIR"] = Work.Cache;
        if (name == "ccache")
            Variables["CCACHE_CONFIGPATH2"] = Path.Combine(Work.Root, "system.conf");
    }

    internal Workspace Work { get; } = new();

    internal Dictionary<string, string?> Variables => Work.Variables;

    /// <summary>A directory of links to compilers' names.</summary>
    internal string Links => Path.Combine(Work.Root, "lib");

    /// <summary>Runs larder under its name.</summary>
    internal ProcessResult Run(params string[] words)
    {
        Workspace.Settle();
        return Work.Run(Path.Combine(Work.Root, "bin", _name), words);
    }

    public void Dispose() => Work.Dispose();
}
