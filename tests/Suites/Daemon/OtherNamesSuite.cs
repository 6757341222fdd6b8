using Larder.Suites.Harness;

namespace Larder.Suites.Daemon;

/// <summary>Called as ccache or sccache, a daemon serves with that cache's settings, and what it counts is shown at once.</summary>
public sealed class OtherNamesSuite : IDisposable
{
    private readonly ServedWorkspace _served = new();

    private Workspace Work => _served.Work;

    public void Dispose() => _served.Dispose();

    [Theory]
    [InlineData("ccache", "CCACHE_DIR", "CCACHE_NAMESPACE", "--print-stats", "direct_cache_hit\t", "cache_miss\t")]
    [InlineData("sccache", "SCCACHE_DIR", "SCCACHE_C_CUSTOM_CACHE_BUSTER", "-s", "Cache hits                            ", "Cache misses                          ")]
    public void A_daemon_has_the_settings_of_that_name(string name, string directory, string ofNamespace, string show, string hits, string misses)
    {
        Work.Write("x.c", "int x(void) { return 1; }\n");
        Work.Shell($"ln -s \"$LARDER\" ../{name}").Succeeded();
        string program = Path.Combine(Work.Root, name);
        int before = _served.Requests;
        Work.Variables["LARDER_DIR"] = null;
        Work.Variables[directory] = Work.Cache;
        for (int i = 1; i <= 2; i++)
        {
            Work.Run(program, ["gcc", "-c", "x.c"]).Succeeded();
            Workspace.Settle();
            string shown = Work.Run(program, [show]).Succeeded().OutputText;
            Assert.Contains($"{hits}{i - 1}\n", shown, StringComparison.Ordinal);
            Assert.Contains($"{misses}1\n", shown, StringComparison.Ordinal);
        }

        Work.Variables[ofNamespace] = "other";
        Work.Run(program, ["gcc", "-c", "x.c"]).Succeeded();
        Assert.Contains($"{misses}2\n", Work.Run(program, [show]).Succeeded().OutputText, StringComparison.Ordinal);

        Work.Variables["LARDER_DIR"] = Work.Cache;
        Assert.True(_served.Requests >= before + 3);
    }
}
