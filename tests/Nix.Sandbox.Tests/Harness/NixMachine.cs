using System.Globalization;
using System.Text.Json;

namespace Larder.Nix.Sandbox.Tests.Harness;

/// <summary>
/// A Nix with a store, build users and a configuration of its own, seen only by what <c>enter.sh</c> runs; kept in out/nix, so that
/// the toolchain is copied once. Larder's binaries under test are in its store.
/// </summary>
internal sealed class NixMachine
{
    /// <summary>The group of the build users, as enter.sh has it.</summary>
    internal const int BuildGroup = 30000;

    private static readonly Lazy<string?> Obstacle = new(FindObstacle);
    private static readonly Lazy<NixMachine> Instance = new(() => new NixMachine());

    private NixMachine()
    {
        Enter(Path.Combine(SourceTree.Nix, "toolchain.sh"), State).Succeeded();
        Enter("nix-store", "--gc", "--quiet").Succeeded();
        using JsonDocument toolchain = JsonDocument.Parse(File.ReadAllBytes(ToolchainFile));
        Shell = toolchain.RootElement.GetProperty("bash").GetString() + "/bin/sh";

        string stage = Path.Combine(State, "work", "larder");
        Directory.CreateDirectory(Path.Combine(stage, "bin"));
        foreach (string program in (string[])["larder", "larder-cli", "larderd"])
            File.Copy(Path.Combine(SourceTree.Binaries, program), Path.Combine(stage, "bin", program), overwrite: true);
        Larder = Enter("nix-store", "--add", stage).Succeeded().Output.Trim();
    }

    /// <summary>The one of this run; made when the first test needs it.</summary>
    internal static NixMachine Get() => Instance.Value;

    /// <summary>Why builds in a sandbox can't be made here, or null.</summary>
    internal static string? WhyNot => Obstacle.Value;

    private static string State { get; } = Path.Combine(SourceTree.Root, "out", "nix");

    /// <summary>Where tests keep what a build reads and writes; it goes with the next run.</summary>
    internal static string Scratch { get; } = Path.Combine(State, "work", "tests");

    private static string ToolchainFile => Path.Combine(State, "toolchain.json");

    /// <summary>What the sandbox has as /bin/sh.</summary>
    private string Shell { get; }

    /// <summary>The store path of the binaries under test.</summary>
    private string Larder { get; }

    /// <summary>nix-build of <c>build.nix</c>.</summary>
    /// <param name="arguments">Of the expression.</param>
    /// <param name="cache">The directory that builds see as the cache, or null for none.</param>
    /// <param name="options">Of nix-build, besides.</param>
    /// <param name="busyUser">The number of a build user that is busy with something else, or 0.</param>
    internal ProgramResult Build(IReadOnlyDictionary<string, string> arguments, CacheDirectory? cache, IEnumerable<string> options, int busyUser = 0)
    {
        List<string> command = [];
        if (busyUser != 0)
            command.AddRange(["flock", "/nix/var/nix/userpool/" + (BuildGroup + busyUser).ToString(CultureInfo.InvariantCulture)]);
        command.AddRange(["nix-build", "--no-out-link", Path.Combine(SourceTree.Nix, "build.nix")]);
        command.AddRange(["--option", "sandbox-paths", "/bin/sh=" + Shell]);
        if (cache is not null)
            command.AddRange(["--option", "extra-sandbox-paths", $"{CacheDirectory.Inside}={cache.Path}"]);
        command.AddRange(["--argstr", "toolchain", ToolchainFile, "--argstr", "larder", Larder]);
        foreach ((string name, string value) in arguments)
            command.AddRange(["--argstr", name, value]);
        command.AddRange(options);
        return Enter([.. command]);
    }

    /// <summary>A store path's files on the machine itself.</summary>
    internal static string Outside(string storePath) => Path.Combine(State, "nix", storePath.TrimStart('/')["nix/".Length..]);

    private static ProgramResult Enter(params string[] command) =>
        Programs.Run(Path.Combine(SourceTree.Nix, "enter.sh"), [State, .. command]);

    private static string? FindObstacle()
    {
        if (Environment.UserName != "root")
            return "needs root, to make mount namespaces and Nix's sandbox";
        if (!File.Exists("/usr/bin/nix-build") || !File.Exists("/usr/bin/patchelf"))
            return "needs nix-build and patchelf (Debian: nix-bin, patchelf)";
        Directory.CreateDirectory(State);
        ProgramResult entered = Enter("true");
        if (entered.ExitCode != 0)
            return "no mount namespace of its own can be made here: " + entered.Error.Trim();

        // The one program that needs nothing but itself is larder: as a builder it runs, and then Nix finds that it made no output.
        string builder = Path.Combine(State, "work", "larder-cli");
        File.Copy(Path.Combine(SourceTree.Binaries, "larder-cli"), builder, overwrite: true);
        string expression = $$"""derivation { name = "probe-{{Guid.NewGuid():N}}"; system = builtins.currentSystem; builder = {{builder}}; args = [ "help" ]; }""";
        ProgramResult probed = Enter("nix-build", "--no-out-link", "-E", expression);
        return probed.Error.Contains("failed to produce output", StringComparison.Ordinal)
            ? null
            : "Nix can't build in its sandbox here: " + probed.Error.Trim();
    }
}
