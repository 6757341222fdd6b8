using System.Diagnostics;
using System.Text.Json;

namespace Larder.Suites.Harness;

/// <summary>
/// A directory of its own for one test, with a cache of its own, and the means to run compilers in it with and without
/// larder. Sources that a test writes are older than anything that runs, as an unpacked archive's are.
/// </summary>
public sealed class Workspace : IDisposable
{
    /// <summary>Longer than any single compile of a suite; a hang is a failure that names itself.</summary>
    private static readonly TimeSpan ProgramLimit = TimeSpan.FromMinutes(3);

    private readonly SuiteDaemon? _daemon;

    public Workspace()
    {
        Root = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "larder-suite-" + Guid.NewGuid().ToString("N"));
        Directory = System.IO.Path.Combine(Root, "work");
        Cache = System.IO.Path.Combine(Root, "cache");
        System.IO.Directory.CreateDirectory(Directory);
        foreach (string name in Environment.GetEnvironmentVariables().Keys.Cast<string>())
        {
            if (name.StartsWith("LARDER_", StringComparison.Ordinal) || name is "CPATH" or "SOURCE_DATE_EPOCH" or "LANG" or "LC_ALL")
                Variables[name] = null;
        }

        Variables["LARDER_DIR"] = Cache;
        Variables["LARDER_NO_DAEMON"] = SuiteMode.IsInProcess ? "1" : null;
        Variables["LARDER_AUTO_START"] = "no";
        Variables["LARDER_VERIFY_HITS"] = SuiteMode.IsVerified ? "1" : null;

        // All that a suite asks is to reach its daemon; the one that is killed meets the default, a shim that looks first.
        Variables["LARDER_LOOK_UP_FIRST"] = SuiteMode.IsKilled ? null : "no";
        string settings = System.IO.Path.Combine(Root, "config");
        File.WriteAllText(settings, string.Empty);
        Variables["LARDER_CONFIG"] = settings;
        Variables["HOME"] = Root;
        if (!SuiteMode.IsInProcess)
            _daemon = SuiteDaemon.Start(this);
    }

    /// <summary>The temporary directory that everything of this test lies in.</summary>
    public string Root { get; }

    /// <summary>Where the compiles run.</summary>
    public string Directory { get; }

    public string Cache { get; }

    /// <summary>Added to the environment of every program; null takes a variable away.</summary>
    public Dictionary<string, string?> Variables { get; } = new(StringComparer.Ordinal);

    public string PathOf(string name) => System.IO.Path.Combine(Directory, name);

    /// <summary>Writes a file, an hour old so that it is no racy input unless a test wants that.</summary>
    public void Write(string name, string text, DateTime? modified = null) =>
        Write(name, System.Text.Encoding.UTF8.GetBytes(text), modified);

    public void Write(string name, byte[] content, DateTime? modified = null)
    {
        string path = PathOf(name);
        System.IO.Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        File.SetLastWriteTimeUtc(path, modified ?? DateTime.UtcNow.AddHours(-1));
    }

    public byte[] Read(string name) => File.ReadAllBytes(PathOf(name));

    public bool Exists(string name) => File.Exists(PathOf(name));

    public void Delete(string name) => File.Delete(PathOf(name));

    /// <summary>Lets the file system's clock tick on, so that what was written so far precedes what runs next.</summary>
    public static void Settle() => Thread.Sleep(30);

    /// <summary>Runs a program in <see cref="Directory"/> (or a directory below the root).</summary>
    public ProcessResult Run(string program, IEnumerable<string> arguments, string? directory = null, IReadOnlyDictionary<string, string?>? variables = null)
    {
        ProcessStartInfo start = new(program)
        {
            WorkingDirectory = directory ?? Directory,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        Apply(start, Variables);
        if (variables is not null)
            Apply(start, variables);

        // Compilers write $PWD into debug information where it names the working directory.
        if (!start.Environment.TryGetValue("PWD", out string? given) || given == Environment.GetEnvironmentVariable("PWD"))
            start.Environment["PWD"] = start.WorkingDirectory;
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<byte[]> error = Task.Run(() => ReadAll(process.StandardError.BaseStream));
        byte[] output = ReadAll(process.StandardOutput.BaseStream);
        if (!process.WaitForExit(ProgramLimit))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', start.ArgumentList)} did not end within {ProgramLimit}");
        }

        return new ProcessResult(process.ExitCode, output, error.Result);
    }

    /// <summary>Runs a compiler bare: <c>Bare("gcc", "-c", "x.c")</c>.</summary>
    public ProcessResult Bare(params string[] command)
    {
        Settle();
        return Run(command[0], command[1..]);
    }

    /// <summary>Runs a compiler through larder.</summary>
    public ProcessResult Larder(params string[] command)
    {
        Settle();
        return Run(LarderBinary.Path, command);
    }

    /// <summary>All counters that aren't 0, by name.</summary>
    public Dictionary<string, long> Counters()
    {
        ProcessResult stats = Run(LarderBinary.Path, ["stats", "--json"]).Succeeded();
        using JsonDocument json = JsonDocument.Parse(stats.Output);
        Dictionary<string, long> counters = new(StringComparer.Ordinal);
        foreach (JsonProperty counter in json.RootElement.GetProperty("counters").EnumerateObject())
        {
            if (counter.Value.GetInt64() != 0)
                counters[counter.Name] = counter.Value.GetInt64();
        }

        if (SuiteMode.IsVerified)
            Assert.False(counters.Remove("wrong_hit"), "a hit would have given something else than the compiler; reports are in quarantine/ of the cache");
        return counters;
    }

    /// <summary>
    /// Waits until a daemon has stored and counted all that it was asked for, and leaves the cache's files alone: it answers a compile before that,
    /// and questions about its statistics behind it.
    /// </summary>
    public void AwaitStores() => Counters();

    /// <summary>
    /// Asserts the whole set of counters: <c>Expect(("miss", 1), ("stored", 1))</c> means that nothing else was counted. (Of a daemon that is
    /// killed less is demanded: see <see cref="KilledCounts"/>.)
    /// </summary>
    public void Expect(params (string Name, long Value)[] expected)
    {
        // Compiled besides, a hit stays as it is: past comments, or stored anew where it is another one each time.
        if (SuiteMode.IsVerified)
        {
            Counters();
            return;
        }

        if (SuiteMode.IsKilled)
        {
            KilledCounts.Check(expected.ToDictionary(c => c.Name, c => c.Value, StringComparer.Ordinal), Counters());
            return;
        }

        string Show(IEnumerable<(string Name, long Value)> counters) =>
            string.Join(", ", counters.OrderBy(c => c.Name, StringComparer.Ordinal).Select(c => $"{c.Name}={c.Value}"));
        Assert.Equal(Show(expected), Show(Counters().Select(c => (c.Key, c.Value))));
    }

    /// <summary>Sets all counters to 0.</summary>
    public void ZeroCounters() => Run(LarderBinary.Path, ["stats", "--zero"]).Succeeded();

    /// <summary>The names left in the cache's directory for temporary files.</summary>
    public string[] TemporaryFiles()
    {
        string directory = System.IO.Path.Combine(Cache, "v1", "tmp");
        return System.IO.Directory.Exists(directory) ? System.IO.Directory.GetFileSystemEntries(directory) : [];
    }

    public void Dispose()
    {
        _daemon?.Dispose();
        try
        {
            System.IO.Directory.Delete(Root, recursive: true);
        }
        catch (IOException)
        {
            // Something of the test still runs there; the directory is below the system's temporary one.
        }
    }

    private static void Apply(ProcessStartInfo start, IReadOnlyDictionary<string, string?> variables)
    {
        foreach ((string name, string? value) in variables)
        {
            if (value is null)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
        }
    }

    private static byte[] ReadAll(Stream stream)
    {
        using MemoryStream content = new();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
