namespace Larder.Bench.Units;

/// <summary>A directory with a Nix store and a larder cache of its own; removed in the end.</summary>
internal sealed class UnitsBed : IDisposable
{
    internal UnitsBed(string output)
    {
        Root = Path.GetFullPath(output);
        if (Directory.Exists(Root))
            Dispose();
        Directory.CreateDirectory(Root + "/conf");
        File.WriteAllText(Root + "/conf/nix.conf", "build-users-group =\nsandbox = false\nsubstitute = false\nbuilders =\nmax-jobs = auto\n");
    }

    internal string Root { get; }

    /// <summary>larder's cache directory.</summary>
    internal string Cache => Root + "/cache";

    internal Dictionary<string, string> Environment => new(StringComparer.Ordinal)
    {
        ["PATH"] = "/usr/bin:/bin",
        ["HOME"] = Root + "/home",
        ["LARDER_DIR"] = Cache,
        ["LARDER_NO_DAEMON"] = "1",
        ["NIX_STORE_DIR"] = Root + "/store",
        ["NIX_STATE_DIR"] = Root + "/var",
        ["NIX_LOG_DIR"] = Root + "/log",
        ["NIX_CONF_DIR"] = Root + "/conf",
        ["NIX_REMOTE"] = "local",
    };

    /// <summary>The same for who works with a daemon.</summary>
    internal Dictionary<string, string> DaemonsEnvironment()
    {
        var environment = Environment;
        environment.Remove("LARDER_NO_DAEMON");
        environment["XDG_RUNTIME_DIR"] = Root + "/run";
        System.Diagnostics.Process.Start("mkdir", ["-p", "-m", "700", Root + "/run"]).WaitForExit();
        return environment;
    }

    /// <summary>A Nix store's files and directories are read-only.</summary>
    public void Dispose() => Remove(Root);

    /// <summary>Removes a tree, whatever its permissions are.</summary>
    internal static void Remove(string directory)
    {
        System.Diagnostics.Process.Start("chmod", ["-R", "u+w", directory]).WaitForExit();
        Directory.Delete(directory, recursive: true);
    }
}
