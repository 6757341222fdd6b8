using System.Diagnostics;
using Larder.Posix;
using Larder.Units.Layout;
using Larder.Units.Tests.Harness;

namespace Larder.Units.Tests.EndToEnd;

/// <summary>A copy of the fixture's repository that a test may edit, its own Nix store and cache, and the real larder over them.</summary>
public sealed class UnitRepository : IDisposable
{
    private readonly NixStore _store = new();

    private readonly string _name;

    /// <param name="name">The fixture's directory.</param>
    internal UnitRepository(string name = "projects")
    {
        _name = name;
        foreach (string part in (string[])["stdenv", name])
            Copy(Path.Combine(SourceTree.Root, "tests", "Units.Tests", "Fixture", part), Path.Combine(Root, part));
    }

    /// <summary>Where everything stands.</summary>
    internal string Root => _store.Root;

    /// <summary>The repository's root.</summary>
    internal string Projects => Path.Combine(Root, _name);

    /// <summary>The one whose cache this one has too, and whose daemon.</summary>
    internal UnitRepository? Shared { get; init; }

    internal string Cache => Path.Combine((Shared ?? this).Root, "cache");

    /// <summary>Variables for larder besides: LARDER_NO_DAEMON is 1 unless a test says otherwise.</summary>
    internal Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal) { ["LARDER_NO_DAEMON"] = "1" };

    internal string PathOf(string file) => Path.Combine(Projects, file);

    internal string Read(string file) => File.ReadAllText(PathOf(file));

    /// <summary>Writes a file as an editor does: it is newer than all before.</summary>
    internal void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(file))!);
        File.WriteAllText(PathOf(file), text);
    }

    internal void Edit(string file, string old, string fresh)
    {
        string text = Read(file);
        Assert.Contains(old, text, StringComparison.Ordinal);
        Write(file, text.Replace(old, fresh, StringComparison.Ordinal));
    }

    /// <summary>Starts "larder unit …" in the repository.</summary>
    internal Process Start(params string[] arguments) => Process.Start(Larder(["unit", .. arguments]))!;

    /// <summary>What larder is run with.</summary>
    internal ProcessEnvironment Environment() =>
        new([.. Larder([]).Environment.Select(variable => ByteText.Encode($"{variable.Key}={variable.Value}"))]);

    /// <summary>"larder daemon …"; its exit status.</summary>
    internal int Daemon(string action)
    {
        ProcessStartInfo start = Larder(["daemon", action]);
        start.RedirectStandardOutput = start.RedirectStandardError = false;
        using Process process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode;
    }

    /// <summary>What "larder daemon status" says.</summary>
    internal string DaemonStatus()
    {
        using Process process = Process.Start(Larder(["daemon", "status"]))!;
        return UnitRun.Of(process).Output;
    }

    private ProcessStartInfo Larder(string[] arguments)
    {
        ProcessStartInfo start = new(Path.Combine(SourceTree.Binaries, "larder"), arguments)
        {
            WorkingDirectory = Projects,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("LARDER_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        foreach ((string name, string value) in _store.Variables())
            start.Environment[name] = value;
        start.Environment["LARDER_DIR"] = Cache;
        start.Environment["LARDER_CONFIG"] = "/dev/null";
        start.Environment["XDG_RUNTIME_DIR"] = (Shared ?? this).Root;
        foreach ((string name, string value) in Variables)
            start.Environment[name] = value;
        return start;
    }

    /// <summary>Runs "larder unit …" to its end.</summary>
    internal UnitRun Run(params string[] arguments)
    {
        using Process process = Start(arguments);
        process.StandardInput.Close();
        return UnitRun.Of(process);
    }

    /// <summary>How many compiles the cache knew, and how many it did not, since this was asked last.</summary>
    internal (long Hits, long Misses) Compiles()
    {
        using Process stats = Process.Start(Larder(["stats", "--json"]))!;
        using System.Text.Json.JsonDocument document = System.Text.Json.JsonDocument.Parse(UnitRun.Of(stats).Succeeded().Output);
        using Process zero = Process.Start(Larder(["--zero-stats"]))!;
        UnitRun.Of(zero).Succeeded();
        System.Text.Json.JsonElement counters = document.RootElement.GetProperty("counters");
        return (Count("direct_hit") + Count("preprocessed_hit"), Count("miss"));

        long Count(string name) => counters.GetProperty(name).GetInt64();
    }

    /// <summary>Runs it and expects it to succeed; the lines of its report that say what was done, without times.</summary>
    internal string[] Build(params string[] arguments) => Run(["build", .. arguments]).Succeeded().Deeds;

    /// <summary>Where an output of a unit is seen.</summary>
    internal string View(string unit, string output = "out") =>
        Directory.GetDirectories(Path.Combine(Cache, "units")).Select(state => Path.Combine(state, "v", unit, output)).Single(Path.Exists);

    /// <summary>The repository's part of the cache.</summary>
    internal UnitDirectories Directories => new(Projects, Cache);

    /// <summary>Tells who had the lock last.</summary>
    internal byte[] LastTurn() => RepositoryLock.LastTurn(Directories)!;

    /// <summary>What a program of a unit says.</summary>
    internal string Say(string unit, string? program = null) => Say(Path.Combine(View(unit), "bin", program ?? unit), []);

    /// <summary>What nix-build makes of the unit as its source is now: the oracle.</summary>
    /// <param name="unit">Its name, or an attribute below the file's set.</param>
    internal string NixBuild(string unit)
    {
        string attribute = unit.Contains('.', StringComparison.Ordinal) ? unit : "cc." + unit;
        (int status, string output, string error) = _store.Run("env", [.. Variables.Select(variable => $"{variable.Key}={variable.Value}"), "nix-build", PathOf("units.nix"), "-A", attribute, "--no-out-link"]);
        Assert.True(status == 0, error);
        return output.Trim().Split('\n')[0];
    }

    /// <summary>Asserts that a unit's view has what nix-build makes: the same files, the same texts but for where they stand, programs that say the same.</summary>
    internal void ExpectAsNixBuilds(string unit)
    {
        string expected = NixBuild(unit);
        string actual = View(unit);
        string[] files = Files(expected);
        Assert.Equal(files, Files(actual));
        foreach (string file in files)
        {
            string name = Path.Combine(expected, file);
            if (File.Exists(name) && new FileInfo(name).LinkTarget is null && !IsBinary(name))
                Assert.Equal(Neutral(File.ReadAllText(name)), Neutral(File.ReadAllText(Path.Combine(actual, file))));
            else if (file.EndsWith(".a", StringComparison.Ordinal))
                Assert.True(File.ReadAllBytes(name).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(actual, file))), $"{unit}: {file} has other bytes");
            if (file.StartsWith("bin/", StringComparison.Ordinal))
                Assert.Equal(Neutral(Say(name, [])), Neutral(Say(Path.Combine(actual, file), [])));
        }
    }

    internal (int Status, string Output, string Error) Nix(string program, params string[] arguments) => _store.Run(program, arguments);

    public void Dispose() => _store.Dispose();

    /// <summary>Store paths and views as one word each: digests and the places differ.</summary>
    private string Neutral(string text)
    {
        text = System.Text.RegularExpressions.Regex.Replace(text, System.Text.RegularExpressions.Regex.Escape(_store.StoreDirectory) + "/[a-z0-9]{32}-([a-zA-Z0-9+._?=-]*)", "PLACE");
        return System.Text.RegularExpressions.Regex.Replace(text, System.Text.RegularExpressions.Regex.Escape(Cache) + "/units/[^/]*/v/[^/]*/[a-z]+", "PLACE");
    }

    /// <summary>The names of all that is below a directory.</summary>
    internal static string[] Files(string root) =>
        [.. Directory.EnumerateFileSystemEntries(root, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(root, path)).Order(StringComparer.Ordinal)];

    private static bool IsBinary(string file) => File.ReadAllBytes(file).AsSpan().Contains((byte)0);

    /// <summary>What a program says.</summary>
    internal static string Say(string program, string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }

    private static void Copy(string from, string to)
    {
        using Process copy = Process.Start("cp", ["-r", from, to]);
        copy.WaitForExit();
        Assert.Equal(0, copy.ExitCode);
    }
}
