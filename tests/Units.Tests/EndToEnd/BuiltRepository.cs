using Larder.Units.Tests.Harness;

namespace Larder.Units.Tests.EndToEnd;

/// <summary>The fixture's repository, built once; each test begins where the sources are as they were, and built.</summary>
public sealed class BuiltRepository : IDisposable
{
    /// <summary>All units that nix-build can be asked for by name.</summary>
    internal static readonly string[] Units =
    [
        "version", "arith", "greet", "text", "calc", "app", "split", "splitUser", "patched", "nested", "structured", "named", "generator", "table", "plain", "viewer",
    ];

    private readonly string _original;

    public BuiltRepository()
    {
        _original = Repository.Root + "/original";
        if (NixFactAttribute.Obstacle is not null)
            return;
        Shell($"cp -a {Repository.Projects} {_original}");
        Repository.Build();
    }

    internal UnitRepository Repository { get; } = new();

    /// <summary>Files get new time stamps where they are put back, as a version control system does it.</summary>
    internal void PutBack()
    {
        if (NixFactAttribute.Obstacle is not null)
            return;
        Shell($"rsync -rlpc --delete {_original}/ {Repository.Projects}/ 2>/dev/null || (cd {Repository.Projects} && find . -mindepth 1 -delete && cp -r --preserve=mode,links {_original}/. .)");
        Repository.Build();
    }

    public void Dispose() => Repository.Dispose();

    private static void Shell(string command)
    {
        using var shell = System.Diagnostics.Process.Start("sh", ["-c", command]);
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
    }
}
