using Larder.Suites.Harness;
using static Larder.Suites.Daemon.SystemDaemon;

namespace Larder.Suites.Daemon;

/// <summary>
/// Clients for whom the daemon can't work itself: other users of a system daemon, and its own user in another mount namespace. They work in
/// process behind their own cache, with the daemon's entries behind that.
/// </summary>
public sealed class OtherUsersSuite : IDisposable
{
    private readonly Workspace _work = new();
    private readonly List<SystemDaemon> _daemons = [];

    public OtherUsersSuite()
    {
        _work.Write("x.c", "#include \"x.h\"\n#include <stdio.h>\nint x(void) { return X; }\n");
        _work.Write("x.h", "#define X 42\n");
        _work.Bare("/usr/bin/gcc", "-c", "x.c", "-o", "reference.o").Succeeded();
    }

    public void Dispose()
    {
        foreach (SystemDaemon daemon in _daemons)
            daemon.Dispose();
        _work.Dispose();
    }

    [RootFact]
    public void A_user_has_its_own_entries_back_and_nobody_elses()
    {
        SystemDaemon daemon = Daemon("none");
        Assert.Equal("miss", daemon.Compile(Alice));
        Assert.Equal("direct_hit", daemon.Compile(Alice));
        Forget(daemon, Alice);
        Assert.Equal("direct_hit", daemon.Compile(Alice));
        ExpectReference(daemon, Alice);
        Assert.Equal("miss", daemon.Compile(Bob));
        ExpectReference(daemon, Bob);
    }

    /// <summary>A compile makes a toolchain, a result and a manifest: they are offered, and after a loss of the own cache fetched.</summary>
    [RootFact]
    public void What_is_exchanged_is_counted()
    {
        SystemDaemon daemon = Daemon("none");
        Assert.Equal("miss", daemon.Compile(Alice));
        Assert.Equal((0, 4), (daemon.Statistic(Alice, "fetched"), daemon.Statistic(Alice, "offered")));
        Assert.Equal("direct_hit", daemon.Compile(Alice));
        Assert.Equal((0, 4), (daemon.Statistic(Alice, "fetched"), daemon.Statistic(Alice, "offered")));
        Forget(daemon, Alice);
        Assert.Equal("direct_hit", daemon.Compile(Alice));
        Assert.Equal((3, 0), (daemon.Statistic(Alice, "fetched"), daemon.Statistic(Alice, "offered")));
    }

    /// <summary>The daemon's user sees how much is kept for others, and clears it with its own; others neither see nor clear it.</summary>
    [RootFact]
    public void What_is_kept_for_users_is_the_daemons_users_to_see_and_to_clear()
    {
        SystemDaemon daemon = Daemon("none");
        Assert.Equal("miss", daemon.Compile(Alice));
        Assert.Equal("miss", daemon.Compile(Bob));
        Assert.Equal(2, daemon.Statistic(Root, "users", daemon.Cache));
        Assert.Contains(" 8 files of 2 users\n", daemon.Run(Root, "stats", daemon.Cache), StringComparison.Ordinal);
        Assert.Equal(0, daemon.Statistic(Alice, "users", daemon.Cache));
        daemon.Run(Alice, "clear");
        Assert.Equal("direct_hit", daemon.Compile(Alice));

        daemon.Run(Alice, "clear");
        Assert.EndsWith(", kept for 2 users\n", daemon.Run(Root, "clear", daemon.Cache), StringComparison.Ordinal);
        Assert.Equal(0, daemon.Statistic(Root, "users", daemon.Cache));
        Assert.Equal("miss", daemon.Compile(Alice));
        ExpectReference(daemon, Alice);
    }

    [RootFact]
    public void Where_everybody_shares_another_users_compile_is_a_hit()
    {
        SystemDaemon daemon = Daemon("all");
        Assert.Equal("miss", daemon.Compile(Alice));
        Assert.Equal("direct_hit", daemon.Compile(Bob, umask: "077"));
        ExpectReference(daemon, Bob);
        Assert.Equal($"{Bob} 600", Owner(daemon.Home(Bob) + "/x.o"));
        foreach (string entry in Directory.GetFiles(daemon.CacheOf(Bob), "*", SearchOption.AllDirectories))
            Assert.Equal($"{Bob} 600", Owner(entry));
        foreach (string entry in Directory.GetFiles(daemon.Cache + "/users", "*.?", SearchOption.AllDirectories))
            Assert.Equal("0 660", Owner(entry));
        Assert.Equal("0 700", Owner(daemon.Cache + "/users"));

        // What was fetched is Bob's now.
        daemon.Stop();
        Assert.Equal("direct_hit", daemon.Compile(Bob, umask: "027"));
        Assert.Equal($"{Bob} 640", Owner(daemon.Home(Bob) + "/x.o"));
    }

    [RootFact]
    public void What_the_daemons_user_compiled_is_shared_by_read_and_what_users_did_is_not()
    {
        SystemDaemon daemon = Daemon("none");
        Assert.Equal("miss", daemon.Compile(Root, cache: daemon.Cache));
        Assert.Equal("miss", daemon.Compile(Alice));
        Forget(daemon, Alice);
        daemon.Start("read");
        Assert.Equal("direct_hit", daemon.Compile(Bob));
        ExpectReference(daemon, Bob);

        Assert.Equal("miss", daemon.Compile(Alice, "-DALICE"));
        Assert.Equal("miss", daemon.Compile(Bob, "-DALICE"));
    }

    [RootFact]
    public void The_daemons_user_never_gets_what_others_stored()
    {
        SystemDaemon daemon = Daemon("all");
        Assert.Equal("miss", daemon.Compile(Alice));
        Assert.Equal("miss", daemon.Compile(Root, cache: daemon.Cache));
        Assert.Equal("direct_hit", daemon.Compile(Root, cache: daemon.Cache));
        Assert.Equal("miss", daemon.Compile(Alice, "-DALICE"));
        Assert.Equal("miss", daemon.Compile(Root, "-DALICE", before: "true"));
    }

    [RootFact]
    public void Without_a_cache_of_its_own_a_user_has_hits()
    {
        SystemDaemon daemon = Daemon("all");
        Assert.Equal("miss", daemon.Compile(Alice));
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal("direct_hit", daemon.Compile(Bob, cache: "/proc/no/place"));
            ExpectReference(daemon, Bob);
        }

        Assert.Equal("miss", daemon.Compile(Bob, "-DNEW", cache: "/proc/no/place"));
    }

    [RootFact]
    public void Damage_in_the_daemons_store_is_a_compile()
    {
        SystemDaemon daemon = Daemon("all");
        Assert.Equal("miss", daemon.Compile(Alice));
        foreach (string file in Directory.GetFiles(daemon.Cache + "/users", "*.r", SearchOption.AllDirectories))
        {
            byte[] entry = File.ReadAllBytes(file);
            entry[^1] ^= 1;
            File.WriteAllBytes(file, entry);
        }

        Assert.Equal("miss", daemon.Compile(Bob));
        ExpectReference(daemon, Bob);
    }

    [RootFact]
    public void In_another_mount_namespace_the_daemons_user_exchanges_entries()
    {
        SystemDaemon daemon = Daemon("none");
        string inside = daemon.Home(Root) + "/inside";
        string mount = $"mkdir -p {inside}; mount -t tmpfs none {inside}";
        Assert.Equal("miss", daemon.Compile(Root, cache: inside, before: mount));
        Assert.Equal("direct_hit", daemon.Compile(Root, cache: inside, before: mount));
        ExpectReference(daemon, Root);

        // What it compiled itself, where it works itself.
        Assert.Equal("miss", daemon.Compile(Root, "-DOUTSIDE", cache: daemon.Cache));
        Assert.Equal("direct_hit", daemon.Compile(Root, "-DOUTSIDE", cache: inside, before: mount));

        // Into its own store goes what it made itself, and nothing else.
        Assert.Equal("miss", daemon.Compile(Root, cache: daemon.Cache));
    }

    [RootFact]
    public void Files_that_differ_in_another_mount_namespace_are_noticed()
    {
        SystemDaemon daemon = Daemon("none");
        _work.Write("other.h", "#define X 43\n");
        Assert.Equal("miss", daemon.Compile(Root, cache: daemon.Cache));
        string mount = $"mount --bind {_work.PathOf("other.h")} {daemon.Home(Root)}/x.h";
        Assert.Equal("miss", daemon.Compile(Root, cache: daemon.Home(Root) + "/inside", before: mount));
        _work.Write("x.h", "#define X 43\n");
        _work.Bare("/usr/bin/gcc", "-c", "x.c", "-o", "other.o").Succeeded();
        Assert.Equal(_work.Read("other.o"), File.ReadAllBytes(daemon.Home(Root) + "/x.o"));
        Assert.Equal("direct_hit", daemon.Compile(Root, cache: daemon.Cache));
        ExpectReference(daemon, Root);
    }

    [RootFact]
    public void The_very_directory_seen_from_another_mount_namespace_is_not_stored_twice()
    {
        SystemDaemon daemon = Daemon("none");
        Assert.Equal("miss", daemon.Compile(Root, cache: daemon.Cache, before: "true"));
        Assert.Equal("direct_hit", daemon.Compile(Root, cache: daemon.Cache));
        Assert.False(Directory.Exists(daemon.Cache + "/users"));
    }

    [RootFact]
    public void A_daemon_that_dies_in_the_middle_takes_nothing_with_it() => FailInTheMiddle("KILL");

    [RootFact]
    public void A_daemon_that_hangs_in_the_middle_is_left_behind() => FailInTheMiddle("STOP");

    private void FailInTheMiddle(string signal)
    {
        SystemDaemon daemon = Daemon("none");
        string prefix = _work.PathOf("prefix");
        File.WriteAllText(prefix, $"#!/bin/sh\nkill -{signal} {daemon.ProcessId}\nexec \"$@\"\n");
        _work.Run("chmod", ["755", prefix]).Succeeded();
        daemon.Variables["LARDER_PREFIX_COMMAND"] = prefix;
        string cache = daemon.Home(Root) + "/inside";
        Assert.Equal("miss", daemon.Compile(Root, cache: cache, before: "true"));
        ExpectReference(daemon, Root);
        daemon.Variables.Remove("LARDER_PREFIX_COMMAND");
        daemon.Stop();
        Assert.Equal("direct_hit", daemon.Compile(Root, cache: cache, before: "true"));
    }

    private SystemDaemon Daemon(string sharing)
    {
        SystemDaemon daemon = new(_work, sharing);
        _daemons.Add(daemon);
        return daemon;
    }

    private static void Forget(SystemDaemon daemon, int user) => Directory.Delete(daemon.CacheOf(user), recursive: true);

    private void ExpectReference(SystemDaemon daemon, int user) => Assert.Equal(_work.Read("reference.o"), File.ReadAllBytes(daemon.Home(user) + "/x.o"));

    /// <summary>"UID MODE".</summary>
    private string Owner(string path) => _work.Run("stat", ["-c", "%u %a", path]).Succeeded().OutputText.Trim();
}
