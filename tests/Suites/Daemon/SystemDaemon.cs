using System.Diagnostics;
using System.Globalization;
using Larder.Suites.Harness;

namespace Larder.Suites.Daemon;

/// <summary>
/// A system administrator's larderd, run by root on a socket that a group may reach, with a cache of its own; and users of that group, each with
/// a home, a work directory and a cache of its own, who compile behind it. Everything lies in a workspace's root.
/// </summary>
internal sealed class SystemDaemon : IDisposable
{
    internal const int Alice = 20001;
    internal const int Bob = 20002;
    internal const int Root = 0;
    private const int Group = 20000;

    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(30);

    private readonly Workspace _work;
    private readonly Dictionary<string, string?> _variables = new(StringComparer.Ordinal)
    {
        ["PATH"] = "/usr/bin:/bin",
        ["LARDER_NO_DAEMON"] = null,
    };

    private Process? _process;

    internal SystemDaemon(Workspace work, string sharing)
    {
        _work = work;
        _variables["LARDER_SOCKET"] = work.Root + "/run/d.sock";
        string script = $"""
            chmod 711 "$HOME"; mkdir "$HOME/bin" "$HOME/system" "$HOME/run"; cp "$(dirname "$LARDER")"/larder* "$HOME/bin"; chmod 755 "$HOME"/bin "$HOME"/bin/*
            chmod 700 "$HOME/system"; chown 0:{Group} "$HOME/run"; chmod 2750 "$HOME/run"
            for u in {Root} {Alice} {Bob}; do
              mkdir "$HOME/$u"; cp -p x.c x.h "$HOME/$u"; chown -R $u:{Group} "$HOME/$u"
            done
            """;
        work.Shell(script).Succeeded();
        Start(sharing);
    }

    internal int ProcessId => _process!.Id;

    /// <summary>Added to the environment of every compile.</summary>
    internal Dictionary<string, string?> Variables => _variables;

    /// <summary>The daemon's own cache directory.</summary>
    internal string Cache => _work.Root + "/system";

    internal string Home(int user) => Path.Combine(_work.Root, user.ToString(CultureInfo.InvariantCulture));

    internal string CacheOf(int user) => Home(user) + "/cache";

    /// <summary>Starts larderd with that value of share_entries; one that runs is ended.</summary>
    internal void Start(string sharing)
    {
        Stop();
        ProcessStartInfo start = new("/bin/sh", ["-c", "umask 007; exec \"$HOME/bin/larderd\" --foreground"])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        foreach ((string name, string? value) in _work.Variables.Concat(_variables))
            start.Environment[name] = value;
        start.Environment["LARDER_DIR"] = Cache;
        start.Environment["LARDER_SHARE_ENTRIES"] = sharing;
        _process = Process.Start(start)!;
        Task<string?> ready = Task.Run(_process.StandardError.ReadLine);
        Assert.True(ready.Wait(ReadyLimit) && ready.Result is not null, "larderd did not start");
        _ = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Kills larderd.</summary>
    internal void Stop()
    {
        _process?.Kill();
        _process?.WaitForExit();
        _process?.Dispose();
        _process = null;
    }

    /// <summary>
    /// A compile by a user in its home, with "-c x.c -o x.o" behind the given words. What larder's log says became of it.
    /// </summary>
    /// <param name="user">Who.</param>
    /// <param name="words">More words of the command.</param>
    /// <param name="umask">The user's umask.</param>
    /// <param name="cache">The cache directory; the user's own where not given.</param>
    /// <param name="before">Shell lines to run before, as root, in a mount namespace of their own.</param>
    internal string Compile(int user, string words = "", string umask = "022", string? cache = null, string? before = null)
    {
        string home = Home(user);
        File.Delete(home + "/log");
        File.Delete(home + "/x.o");
        string become = user == Root ? string.Empty : $"setpriv --reuid {user} --regid {Group} --clear-groups ";
        string line = $"umask {umask}; cd \"{home}\" && exec {become}\"$HOME/bin/larder\" gcc {words} -c x.c -o x.o";
        Workspace.Settle();
        ProcessResult result = _work.Run(
            before is null ? "/bin/sh" : "/usr/bin/unshare",
            before is null ? ["-c", line] : ["-m", "/bin/sh", "-e", "-c", before + "\n" + line],
            home,
            new Dictionary<string, string?>(_variables, StringComparer.Ordinal) { ["LARDER_DIR"] = cache ?? CacheOf(user), ["LARDER_LOG"] = home + "/log" })
            .Succeeded();
        Assert.Equal(string.Empty, result.OutputText + result.ErrorText);

        // What the daemon stores it writes into the log itself, after its client.
        if (cache == Cache)
            Settle();
        return File.ReadAllText(home + "/log").Split(' ')[1];
    }

    /// <summary>One of larder's own commands, by a user: what it says.</summary>
    internal string Run(int user, string command, string? cache = null)
    {
        string become = user == Root ? string.Empty : $"setpriv --reuid {user} --regid {Group} --clear-groups ";
        ProcessResult result = _work.Run(
            "/bin/sh", ["-c", $"exec {become}\"$HOME/bin/larder\" {command}"], Home(user),
            new Dictionary<string, string?>(_variables, StringComparer.Ordinal) { ["LARDER_DIR"] = cache ?? CacheOf(user) }).Succeeded();
        Assert.Equal(string.Empty, result.ErrorText);
        return result.OutputText;
    }

    /// <summary>A number in what a user's "larder stats --json" says; 0 where it isn't there.</summary>
    internal int Statistic(int user, string name, string? cache = null) =>
        System.Text.RegularExpressions.Regex.Match(Run(user, "stats --json", cache), $"\"{name}\": (\\d+)") is { Success: true } found
            ? int.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture)
            : 0;

    /// <summary>Waits until the daemon has stored what it was given: it answers questions about its statistics only then.</summary>
    private void Settle() => _work.Run(
        _work.Root + "/bin/larder", ["stats"], null, new Dictionary<string, string?>(_variables, StringComparer.Ordinal) { ["LARDER_DIR"] = Cache }).Succeeded();

    public void Dispose() => Stop();
}
