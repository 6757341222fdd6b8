using System.Text.Json;

namespace Larder.Nix.Sandbox.Tests.Harness;

/// <summary>
/// A cache directory as a system's administrator makes it for Nix builds: root's, of the build users' group, with the set-group-id bit. Its
/// settings are in a file in it, its log too.
/// </summary>
internal sealed class CacheDirectory
{
    /// <summary>Where builds see it.</summary>
    internal const string Inside = "/var/cache/larder/nix-builds";

    private static readonly HashSet<string> BesideCompiles =
        new(StringComparer.Ordinal) { "called_for_link", "called_for_preprocessing", "information_request", "probe" };

    internal CacheDirectory(string path)
    {
        Path = path;
        Directory.CreateDirectory(path);
        Programs.Run("chown", [$"0:{NixMachine.BuildGroup}", path]).Succeeded();
        Programs.Run("chmod", ["2770", path]).Succeeded();
        File.WriteAllText(LogFile, string.Empty);
        Programs.Run("chown", [$"0:{NixMachine.BuildGroup}", LogFile]).Succeeded();
        Programs.Run("chmod", ["660", LogFile]).Succeeded();
        Configure();
    }

    /// <summary>Where it is on the machine.</summary>
    internal string Path { get; }

    private string LogFile => System.IO.Path.Combine(Path, "log");

    /// <summary>Sets the settings of all further builds.</summary>
    internal void Configure(params string[] lines) =>
        File.WriteAllLines(System.IO.Path.Combine(Path, "config"), [$"log = {Inside}/log", .. lines]);

    /// <summary>All counters that aren't 0, as <c>name=value</c>, sorted; read on the machine by larder itself.</summary>
    internal string Counters()
    {
        using JsonDocument json = JsonDocument.Parse(Larder("stats", "--json").Output);
        return string.Join(", ", json.RootElement.GetProperty("counters").EnumerateObject()
            .Where(counter => counter.Value.GetInt64() != 0)
            .OrderBy(counter => counter.Name, StringComparer.Ordinal)
            .Select(counter => $"{counter.Name}={counter.Value.GetInt64()}"));
    }

    internal void ZeroCounters() => Larder("stats", "--zero");

    /// <summary>One line for each call of a compiler.</summary>
    internal string Log() => File.ReadAllText(LogFile);

    internal void ClearLog() => File.WriteAllText(LogFile, string.Empty);

    /// <summary>What became of each compile that is for a cache: not of links, preprocessing, questions and probes.</summary>
    internal string[] CompileReasons() =>
        [.. Log().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[1]).Where(reason => !BesideCompiles.Contains(reason))];

    /// <summary>What became of the last call for a source, which is named in the log as it was named in the call or by an absolute path.</summary>
    internal string ReasonOf(string source)
    {
        string? line = Log().Split('\n').LastOrDefault(line =>
            line.Split(' ').Any(word => word == source || word.EndsWith("/" + source, StringComparison.Ordinal)));
        Assert.True(line is not null, $"no call for {source}:\n{Log()}");
        return line.Split(' ')[1];
    }

    /// <summary>The files of one kind: m(anifest), r(esult), t(oolchain).</summary>
    internal string[] Entries(char kind) => Directory.GetFiles(Path, "*." + kind, SearchOption.AllDirectories);

    /// <summary>The numbers of the users who own the files of such names.</summary>
    internal string[] OwnersOf(string pattern) =>
        [.. Programs.Run("find", [Path, "-name", pattern, "-printf", "%U\n"]).Succeeded().Output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct().Order(StringComparer.Ordinal)];

    private ProgramResult Larder(params string[] arguments) =>
        Programs.Run(
            System.IO.Path.Combine(SourceTree.Binaries, "larder"),
            arguments,
            ("LARDER_DIR", Path),
            ("LARDER_NO_DAEMON", "1"),
            ("LARDER_UMASK", "007"),
            ("LARDER_CONFIG", "/dev/null")).Succeeded();
}
