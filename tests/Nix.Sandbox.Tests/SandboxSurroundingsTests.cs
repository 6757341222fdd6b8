using Larder.Nix.Sandbox.Tests.Harness;

namespace Larder.Nix.Sandbox.Tests;

/// <summary>What a sandbox lacks or forbids fails no build and leaves nothing behind.</summary>
public sealed class SandboxSurroundingsTests : SandboxSuite
{
    [NixFact]
    public void Without_the_cache_directory_the_build_is_the_compilers()
    {
        Use("hello");
        Assert.Contains("hello 14 1", BuildWithoutDirectory(), StringComparison.Ordinal);
        Assert.Empty(Cache.Entries('r'));
    }

    [NixFact]
    public void A_cache_directory_of_others_is_left_alone()
    {
        Use("hello");
        Programs.Run("chmod", ["700", Cache.Path]).Succeeded();
        Assert.Contains("hello 14 1", Build(), StringComparison.Ordinal);
        Assert.Empty(Cache.Entries('r'));
    }

    [NixFact]
    public void A_read_only_cache_gives_hits_and_takes_nothing()
    {
        Use("hello");
        Build();
        string[] entries = Cache.Entries('r');
        Cache.Configure("read_only = yes");
        Cache.ClearLog();
        Set("extraPhase", "$CC -I. -DNEW -c greet.c -o new.o");
        Build();
        string[] reasons = [.. Cache.Log().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[1])];
        Assert.Equal(["miss", "direct_hit", "direct_hit", "direct_hit", "called_for_link"], reasons);
        Assert.Equal(entries.Order(StringComparer.Ordinal), Cache.Entries('r').Order(StringComparer.Ordinal));
    }

    /// <summary>The whole of a configure phase may be left to the compiler; it isn't counted either.</summary>
    [NixFact]
    public void A_passthrough_phase_looks_nothing_up()
    {
        Use("hello");
        Set("extraPhase", "LARDER_PASSTHROUGH=1 $CC -c greet.c -o probe.o");
        Twice("called_for_link=1, direct_hit=3");
    }

    /// <summary>
    /// What reads a probe's output to its end must not wait for anything but the compiler, even where a daemon might be started; and
    /// no process stays behind.
    /// </summary>
    [NixFact]
    public void A_probe_ends_when_the_compiler_does()
    {
        Use("hello");
        Set("extraConfig", "# a daemon may be asked for");
        Set("extraPhase", """
            said=$($CC -c greet.c -o probe.o 2>&1 | cat)
            test -z "$said"
            test "$($CC -v 2>&1 | grep -c '^gcc version')" = 1
            for process in /proc/[0-9]*; do
              name=$(tr '\0' ' ' <"$process/cmdline" || true)
              case $name in *larder*) echo "left behind: $name"; exit 1 ;; esac
            done
            """);
        Twice("called_for_link=1, direct_hit=4, information_request=1");
    }

    [NixFact]
    public void Dev_null_stays_what_it_is()
    {
        Use("hello");
        Set("extraPhase", """
            $CC -c -x c /dev/null -o /dev/null
            $CC -Wa,--version -c -x assembler-with-cpp /dev/null -o /dev/null | grep -q 'GNU assembler'
            if $CC -Werror -fno-such-option -c -x c /dev/null -o /dev/null 2>said; then exit 1; fi
            grep -q no-such-option said
            test -c /dev/null
            """);
        Build();
        Assert.Equal(3, Cache.Entries('r').Length);
    }
}
