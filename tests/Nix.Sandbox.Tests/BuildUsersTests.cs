using Larder.Nix.Sandbox.Tests.Harness;

namespace Larder.Nix.Sandbox.Tests;

/// <summary>
/// Concurrent builds run as different users of one group, each of whom is uid 1000 with umask 022 inside: they read, refresh and evict
/// each other's entries.
/// </summary>
public sealed class BuildUsersTests : SandboxSuite
{
    private const string First = "30001";
    private const string Second = "30002";

    [NixFact]
    public void The_second_user_has_the_first_ones_entries()
    {
        Use("hello");
        Build();
        Assert.Equal([First], Cache.OwnersOf("*.r"));
        Cache.ZeroCounters();
        Build(busyUser: 1);
        Assert.Equal("called_for_link=1, direct_hit=3", Cache.Counters());
        CompareWithoutLarder();
    }

    [NixFact]
    public void Both_store_side_by_side()
    {
        Use("hello");
        Build();
        Set("extraFlags", "-DOTHER");
        Build(busyUser: 1);
        Assert.Equal([First, Second], Cache.OwnersOf("*.m"));

        // The same objects, which stand once.
        Assert.Equal([First], Cache.OwnersOf("*.r"));
        Cache.ZeroCounters();
        Build();
        Assert.Equal("called_for_link=1, direct_hit=3", Cache.Counters());
        string modes = Programs.Run("find", [Cache.Path, "-name", "*.[mrt]", "-printf", "%m %G\n", "-o", "-type", "d", "-printf", "%m %G\n"])
            .Succeeded().Output;
        Assert.All(
            modes.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => Assert.True(line is "660 30000" or "2770 30000", line));
    }

    /// <summary>Two builds of the same objects at once: whoever is first with one stores it, and both have what the compiler writes.</summary>
    [NixFact]
    public async Task Both_build_at_the_same_time()
    {
        Use("hello");

        // Long enough beside each other, and each a user of its own: one begins when the other one runs.
        const string Meet = """
            touch "/var/cache/larder/nix-builds/meeting-$salt"
            until [ "$(ls /var/cache/larder/nix-builds | grep -c ^meeting-)" = 2 ]; do :; done
            """;
        Set("extraPhase", Meet);
        Task[] builds = [Task.Run(() => Build()), Task.Run(() => Build())];
        await Task.WhenAll(builds);
        Assert.DoesNotContain("store_failed", Cache.Counters(), StringComparison.Ordinal);
        Assert.DoesNotContain("internal_error", Cache.Counters(), StringComparison.Ordinal);
        Assert.Equal([First, Second], Cache.OwnersOf("meeting-*"));
        Assert.Equal(6, Cache.CompileReasons().Count(reason => reason is "miss" or "direct_hit"));
        Set("extraPhase", string.Empty);
        Cache.ZeroCounters();
        Build();
        Assert.Equal("called_for_link=1, direct_hit=3", Cache.Counters());
        CompareWithoutLarder();
    }

    [NixFact]
    public void Use_keeps_an_entry_young_whoever_owns_it()
    {
        Use("hello");
        Build();
        string[] entries = [.. Cache.Entries('m'), .. Cache.Entries('r')];
        foreach (string entry in entries)
            File.SetLastWriteTimeUtc(entry, DateTime.UtcNow.AddDays(-3));
        Build(busyUser: 1);
        Assert.All(entries, entry => Assert.True(DateTime.UtcNow - File.GetLastWriteTimeUtc(entry) < TimeSpan.FromHours(1), entry));
    }

    [NixFact]
    public void The_second_user_evicts_what_the_first_one_stored()
    {
        Use("hello");
        Build();
        string[] firsts = Cache.Entries('r');
        foreach (string entry in Directory.GetFiles(Cache.Path, "*.?", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(entry, DateTime.UtcNow.AddDays(-3));
        Cache.Configure("max_files = 4");
        for (int i = 0; i < 3; i++)
        {
            Set("extraFlags", $"-DROUND={i}");
            Build(busyUser: 1);
        }

        Assert.Contains("evicted=", Cache.Counters(), StringComparison.Ordinal);
        Assert.DoesNotContain("store_failed", Cache.Counters(), StringComparison.Ordinal);
        Assert.True(firsts.Count(File.Exists) < firsts.Length, "nothing of the first user's was evicted");
        Cache.Configure();
        CompareWithoutLarder();
    }

    /// <summary>An entry that can't be read as what it should be is replaced by whoever finds it.</summary>
    [NixFact]
    public void The_second_user_replaces_a_damaged_entry_of_the_first()
    {
        Use("hello");
        Build();
        foreach (string entry in Cache.Entries('r'))
            File.WriteAllText(entry, "damaged");
        Cache.ZeroCounters();
        Build(busyUser: 1);
        Assert.Contains("corrupt_entry=3", Cache.Counters(), StringComparison.Ordinal);
        Cache.ZeroCounters();
        Build();
        Assert.Equal("called_for_link=1, direct_hit=3", Cache.Counters());
        CompareWithoutLarder();
    }
}
