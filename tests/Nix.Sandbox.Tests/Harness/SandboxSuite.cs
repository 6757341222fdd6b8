namespace Larder.Nix.Sandbox.Tests.Harness;

/// <summary>
/// Builds of one project in Nix's sandbox, with a cache of their own. Each derivation is new (a salt), so that each is built; what one
/// made is held against the same derivation built without larder by Nix itself (<c>nix-build --check</c>).
/// </summary>
public abstract class SandboxSuite : IDisposable
{
    private readonly string _root = Path.Combine(NixMachine.Scratch, Guid.NewGuid().ToString("N"));
    private readonly Dictionary<string, string> _arguments = new(StringComparer.Ordinal);

    private protected SandboxSuite() => Cache = new CacheDirectory(Path.Combine(_root, "cache"));

    private protected CacheDirectory Cache { get; private set; }

    public void Dispose()
    {
        Directory.Delete(_root, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Which project, as a copy that the test may edit.</summary>
    protected void Use(string project)
    {
        string source = Path.Combine(_root, "source");
        Programs.Run("cp", ["-r", Path.Combine(SourceTree.Nix, "projects", project), source]).Succeeded();
        Set("project", project);
        Set("source", source);
    }

    /// <summary>Sets an argument of build.nix for all further builds.</summary>
    protected void Set(string name, string value) => _arguments[name] = value;

    /// <summary>A file of the source.</summary>
    protected string Source(string name) => Path.Combine(_arguments["source"], name);

    /// <summary>Builds another derivation, which must succeed. May be called by several threads at once.</summary>
    /// <returns>What its builder and Nix said.</returns>
    protected string Build(int busyUser = 0) => Build(Cache, busyUser);

    /// <summary>The same with no cache directory in the sandbox.</summary>
    protected string BuildWithoutDirectory() => Build(null, 0);

    /// <summary>
    /// Builds twice, as two derivations, the second after a change, and demands these counters of the second; then Nix builds that one again
    /// without larder, and every object and dependency file must be the same.
    /// </summary>
    /// <param name="counters">All that aren't 0, sorted: <c>called_for_link=1, direct_hit=3</c>.</param>
    /// <param name="change">What is different in the second one, besides its hash.</param>
    protected void Twice(string counters, Action? change = null)
    {
        Build();
        Cache.ZeroCounters();
        change?.Invoke();
        Build();
        Assert.Equal(counters, Cache.Counters() is var counted && counted == counters ? counters : counted + "\n" + Cache.Log());
        CompareWithoutLarder();
    }

    /// <summary>
    /// Builds twice, as two derivations, and demands the same of each compile of the second one that is for a cache, however many
    /// questions and probes stand beside them; then the comparison as in <see cref="Twice"/>.
    /// </summary>
    /// <param name="compiles">How many there are.</param>
    /// <param name="reason">What becomes of each: <c>direct_hit</c>.</param>
    /// <param name="change">What is different in the second one, besides its hash.</param>
    protected void TwiceEach(int compiles, string reason, Action? change = null)
    {
        Build();
        Cache.ClearLog();
        change?.Invoke();
        Build();
        string[] reasons = Cache.CompileReasons();
        Assert.True(reasons.Length == compiles && reasons.All(one => one == reason), $"{string.Join(' ', reasons)}\n{Cache.Log()}");
        CompareWithoutLarder();
    }

    /// <summary>
    /// Builds twice, as two derivations, and demands of the second one what became of the package's own sources, whatever its configure
    /// phase asked besides; then the comparison as in <see cref="Twice"/>.
    /// </summary>
    /// <param name="reason">The counter for all of them: <c>direct_hit</c>.</param>
    /// <param name="sources">As the log shows them: below a path, or as they were named. Not in response files.</param>
    /// <param name="change">What is different in the second one, besides its hash.</param>
    protected void TwiceFor(string reason, string[] sources, Action? change = null)
    {
        Set("responseFiles", "no");
        Build();
        Cache.ClearLog();
        change?.Invoke();
        Build();
        Assert.All(sources, source => Assert.True(reason == Cache.ReasonOf(source), $"{source} is no {reason}\n{Cache.Log()}"));
        CompareWithoutLarder();
    }

    /// <summary>Builds the last derivation again with larder switched off, and has Nix compare all that it makes, bit for bit.</summary>
    protected void CompareWithoutLarder()
    {
        string before = Cache.Counters();
        Cache.Configure("disable = yes");
        NixMachine.Get().Build(_arguments, Cache, ["--check"]).Succeeded();
        Assert.Equal(before, Cache.Counters());
        Cache.Configure();
    }

    private string Build(CacheDirectory? cache, int busyUser)
    {
        Dictionary<string, string> arguments;
        lock (_arguments)
        {
            Set("salt", Guid.NewGuid().ToString("N"));
            arguments = new Dictionary<string, string>(_arguments, StringComparer.Ordinal);
        }

        ProgramResult result = NixMachine.Get().Build(arguments, cache, [], busyUser).Succeeded();
        return result.Output + result.Error;
    }
}
