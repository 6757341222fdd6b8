namespace Larder.Nix.Tests.Harness;

/// <summary>A Nix store of its own below a temporary directory: builds there need no /nix, no daemon, no build users and no sandbox.</summary>
public sealed class PrivateStore : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("larder-nix-").FullName;

    public PrivateStore()
    {
        Directory.CreateDirectory(_root + "/conf");
        File.WriteAllText(_root + "/conf/nix.conf", "build-users-group =\nsandbox = false\nsubstitute = false\nbuilders =\n");
    }

    /// <summary>Where the launchers' cache is to be.</summary>
    internal string Cache => _root + "/cache";

    internal string WorkDirectory => Directory.CreateDirectory(_root + "/work").FullName;

    /// <summary>Builds an attribute of Expressions/builds.nix and gives its path.</summary>
    internal string Build(string attribute)
    {
        (int status, string output, string error) = TryBuild(attribute);
        Assert.True(status == 0, error);
        return output.Trim();
    }

    internal (int Status, string Output, string Error) TryBuild(string attribute) => NixPrograms.Run(
        "nix-build",
        [
            Path.Combine(NixPrograms.Expressions, "builds.nix"), "-A", attribute, "--no-out-link",
            "--argstr", "program", Larder, "--argstr", "cache", Cache,
        ],
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["NIX_STORE_DIR"] = _root + "/store",
            ["NIX_STATE_DIR"] = _root + "/var",
            ["NIX_LOG_DIR"] = _root + "/log",
            ["NIX_CONF_DIR"] = _root + "/conf",
            ["NIX_USER_CONF_FILES"] = string.Empty,
            ["HOME"] = _root,
            ["TMPDIR"] = WorkDirectory,
        });

    /// <summary>Runs a line of shell in the work directory, with nothing in its environment but PATH.</summary>
    internal string Shell(string line)
    {
        (int status, string output, string error) = NixPrograms.Run("env", ["-i", "-C", WorkDirectory, "PATH=/usr/bin:/bin", "/bin/sh", "-ec", line]);
        Assert.True(status == 0, output + error);
        return output;
    }

    public void Dispose()
    {
        // Store paths are read-only.
        NixPrograms.Run("chmod", ["-R", "u+w", _root]);
        Directory.Delete(_root, recursive: true);
    }

    /// <summary>LARDER_UNDER_TEST, or out/bin/larder of this tree.</summary>
    private static string Larder
    {
        get
        {
            string program = Environment.GetEnvironmentVariable("LARDER_UNDER_TEST") is { Length: > 0 } given
                ? Path.GetFullPath(given)
                : Path.Combine(NixPrograms.SourceRoot, "out", "bin", "larder");
            Assert.True(File.Exists(program), "no published larder: run './dev build', or set LARDER_UNDER_TEST to its path");
            return program;
        }
    }
}
