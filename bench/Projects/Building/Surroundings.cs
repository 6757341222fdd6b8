namespace Larder.Projects.Building;

/// <summary>The directories and the environment of all builds, the same for bare ones: what configure scripts write of them is equal then.</summary>
internal sealed class Surroundings
{
    private const string SystemPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private readonly Options options;

    internal Surroundings(Options options)
    {
        this.options = options;
        Larder = Path.GetFullPath(options.Larder);
        Output = Path.GetFullPath(options.Output);
        NewDirectory("home");
        // A socket's name has little room, and this directory must be closed to others.
        Directory.CreateDirectory(RuntimeDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = FrontPath + ":" + SystemPath,
            ["HOME"] = Path.Join(Output, "home"),
            ["LANG"] = "C.UTF-8",
            ["XDG_RUNTIME_DIR"] = RuntimeDirectory,
            ["LARDER_DIR"] = CachePath,
            ["CCACHE_DIR"] = CachePath,
            ["SCCACHE_DIR"] = CachePath,
            ["LARDER_CONFIG"] = "/dev/null",
            ["LARDER_LOG"] = LogPath,
            ["LARDER_NO_DAEMON"] = options.Daemon ? "0" : "1",
            ["LARDER_AUTO_START"] = "no",
            // What one target says stays together; progress would tell in which order two jobs ended.
            ["MAKEFLAGS"] = "-j2 -Otarget",
            ["NINJA_STATUS"] = "",
        };
    }

    internal string Larder { get; }

    internal string Output { get; }

    internal IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>In front of PATH: larder, or what stands in its place in a bare build.</summary>
    internal string FrontPath => Path.Join(Output, "front");

    internal string CachePath => Path.Join(Output, "cache");

    /// <summary>larder's own log of the build that runs.</summary>
    internal string LogPath => Path.Join(Output, "larder.log");

    private string RuntimeDirectory => Path.Join(Output, "run");

    /// <summary>An empty directory below <see cref="Output"/>.</summary>
    internal string NewDirectory(string name)
    {
        var path = Path.Join(Output, name);
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        Directory.CreateDirectory(path);
        return path;
    }

    /// <summary>One of larder's own commands.</summary>
    internal string Ask(params string[] arguments) => Shell.Ask([Larder, .. arguments], Environment, Output);

    /// <summary>A fresh cache, with a daemon in front of it where one is wanted.</summary>
    internal void UseFreshCache()
    {
        StopDaemon();
        NewDirectory("cache");
        if (options.Daemon)
            Ask("daemon", "start");
    }

    internal void StopDaemon()
    {
        if (options.Daemon)
            Ask("daemon", "stop");
    }
}
