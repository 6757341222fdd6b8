using System.Diagnostics;
using Larder.Posix;

namespace Larder.Units.Tests.Harness;

/// <summary>
/// A Nix store of its own below a temporary directory: evaluations and builds there need no /nix, no daemon, no build users and no sandbox,
/// and nothing of the machine's own Nix is seen or changed.
/// </summary>
public sealed class NixStore : IDisposable
{
    public NixStore()
    {
        // Not below a link: Nix refuses a store that is reached through one.
        Root = Directory.CreateTempSubdirectory("larder-units-").FullName;
        Directory.CreateDirectory(Root + "/conf");
        File.WriteAllText(Root + "/conf/nix.conf", "build-users-group =\nsandbox = false\nsubstitute = false\nbuilders =\n");
    }

    /// <summary>The temporary directory; tests keep their own things in it too.</summary>
    internal string Root { get; }

    internal string StoreDirectory => Root + "/store";

    /// <summary>The environment that leads Nix's programs to this store: this process's, with what Nix is to see.</summary>
    internal ProcessEnvironment Environment => ProcessEnvironment.Current().With([.. Variables().Select(variable => ByteText.Encode($"{variable.Name}={variable.Value}"))]);

    /// <summary>Runs a program with <see cref="Environment"/> to its end.</summary>
    internal (int Status, string Output, string Error) Run(string program, params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in Variables())
            start.Environment[name] = value;
#pragma warning disable RS0030 // The tests' own home of started programs.
        using Process process = Process.Start(start)!;
#pragma warning restore RS0030
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    public void Dispose()
    {
        // The store's files are read-only, its directories too.
        Process.Start("chmod", ["-R", "u+w", Root]).WaitForExit();
        Directory.Delete(Root, recursive: true);
    }

    /// <summary>What leads Nix's programs to this store.</summary>
    internal IEnumerable<(string Name, string Value)> Variables() =>
    [
        ("NIX_STORE_DIR", StoreDirectory), ("NIX_STATE_DIR", Root + "/var"), ("NIX_LOG_DIR", Root + "/log"), ("NIX_CONF_DIR", Root + "/conf"),
        ("NIX_CONFIG", ""), ("NIX_PATH", ""), ("NIX_REMOTE", "local"), ("HOME", Root + "/home"),
    ];
}
