using System.Text.Json;

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
        new Dictionary<string, string>(Variables, StringComparer.Ordinal)
        {
            ["NIX_STORE_DIR"] = _root + "/store",
            ["NIX_STATE_DIR"] = _root + "/var",
            ["NIX_LOG_DIR"] = _root + "/log",
        });

    /// <summary>
    /// Builds the package of Expressions/sandboxed.nix in the sandbox, with the module's paths and the machine's own programs bound into it.
    /// </summary>
    /// <param name="salt">Makes a derivation another one.</param>
    /// <param name="flags">The compiler's.</param>
    /// <returns>Where the output is.</returns>
    internal string BuildInSandbox(string salt, string flags = "-O1")
    {
        string expression = Path.Combine(NixPrograms.Expressions, "sandboxed.nix");
        string[] arguments = ["--argstr", "program", Larder, "--argstr", "cache", Cache, "--argstr", "salt", salt, "--argstr", "flags", flags];
        (int status, string output, string error) = NixPrograms.Run(
            "nix-instantiate", ["--eval", "--strict", "--json", "--readonly-mode", "--store", "dummy://", expression, "-A", "sandboxPaths", .. arguments], Variables);
        Assert.True(status == 0, error);
        using JsonDocument json = JsonDocument.Parse(output);
        string[] paths = ["/bin", "/usr", "/lib", "/lib64?", "/etc/alternatives?", .. json.RootElement.Texts()];
        (status, output, error) = NixPrograms.Run(
            "nix-build",
            [
                expression, "-A", "thing", "--no-out-link", "--store", _root + "/sandboxed", .. arguments,
                "--option", "sandbox", "true", "--option", "sandbox-fallback", "false", "--option", "extra-sandbox-paths", string.Join(' ', paths),
            ],
            Variables);
        Assert.True(status == 0, error);
        return _root + "/sandboxed" + output.Trim();
    }

    private Dictionary<string, string> Variables => new(StringComparer.Ordinal)
    {
        ["NIX_CONF_DIR"] = _root + "/conf",
        ["NIX_USER_CONF_FILES"] = string.Empty,
        ["HOME"] = _root,
        ["TMPDIR"] = WorkDirectory,
    };

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
    internal static string Larder
    {
        get
        {
            string program = Environment.GetEnvironmentVariable("LARDER_UNDER_TEST") is { Length: > 0 } given
                ? Path.GetFullPath(given)
                : SourceRoot.PathOf("out/bin/larder");
            Assert.True(File.Exists(program), "no published larder: run './dev build', or set LARDER_UNDER_TEST to its path");
            return program;
        }
    }
}
