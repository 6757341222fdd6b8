using Larder.Suites.Harness;

namespace Larder.Suites.Sharing;

/// <summary>
/// What somebody puts into a shared cache directory that isn't his to put there: nothing of it is believed, and nothing is done where it leads. The
/// same without the system call that this hangs on.
/// </summary>
public sealed class StrangersSuite : IDisposable
{
    private readonly Workspace _work = new();

    public StrangersSuite()
    {
        KnownCompilers.Bring(_work);
        _work.Write("x.c", "int x(void) { return 42; }\n");
        _work.Bare("gcc", "-c", "x.c", "-o", "reference.o").Succeeded();
    }

    public void Dispose() => _work.Dispose();

    [RootFact]
    public void A_strangers_entry_in_a_groups_directory_is_a_miss_and_goes()
    {
        _work.Shell("chgrp -R 20000 \"$LARDER_DIR\"; chmod 2770 \"$LARDER_DIR\"").Succeeded();
        Compile();
        _work.ZeroCounters();

        // Of a group member it counts, of anybody else it doesn't.
        _work.Shell("find \"$LARDER_DIR\" -name '*.[mrt]' -exec chown 20001:20000 {} +").Succeeded();
        Compile();
        _work.Expect(("direct_hit", 1));
        _work.Shell("find \"$LARDER_DIR\" -name '*.[mr]' -exec chown 20009:20009 {} +").Succeeded();
        ProcessResult verified = _work.Run(LarderBinary.Path, ["verify"]);
        Assert.Equal(1, verified.ExitCode);
        Assert.Contains("not trusted ", verified.OutputText, StringComparison.Ordinal);
        _work.ZeroCounters();
        Compile();
        Compile();
        if (SuiteMode.IsKilled)
            return;
        Dictionary<string, long> counters = _work.Counters();
        Assert.True(counters["corrupt_entry"] >= 2 && counters["miss"] == 1 && counters["direct_hit"] == 1 && counters.Requests() == 2, string.Join(' ', counters));
    }

    /// <summary>As in Nix's sandbox: the directory is root's and a group's, and everybody but this user is nobody.</summary>
    [UserNamespaceFact]
    public void Where_all_others_are_nobody_the_groups_entries_count()
    {
        const string Script = """
            chmod 711 "$HOME"; cp "$LARDER" "$HOME/larder"; chmod 755 "$HOME/larder"; chmod 777 .
            chgrp -R 30000 "$LARDER_DIR"; chmod -R g+rwX,o= "$LARDER_DIR"; find "$LARDER_DIR" -type d -exec chmod g+s {} +
            export LARDER_UMASK=007 PATH=/usr/bin:/bin
            for u in 30001 30002; do
              rm -f x.o
              setpriv --reuid $u --regid 30000 --clear-groups unshare --user --map-user=1000 --map-group=100 "$HOME/larder" gcc -O2 -c x.c -o x.o || exit
            done
            """;
        _work.Shell(Script).Succeeded();
        Dictionary<string, long> counters = _work.Counters();
        if (!SuiteMode.IsKilled)
            Assert.True(counters["direct_hit"] == 1 && counters["miss"] == 1 && !counters.ContainsKey("corrupt_entry"), string.Join(' ', counters));
    }

    [Fact]
    public void Links_in_the_place_of_directories_lead_nobody_out_of_the_cache()
    {
        Compile();
        const string Trap = """
            mkdir victim && for f in log log.sealed totals lock old; do echo mine > victim/$f; touch -d '2 days ago' victim/$f; done
            cp -a victim saved
            cd "$LARDER_DIR/v1" && rm -rf tmp stats && for d in [0-9a-f][0-9a-f]; do rm -rf $d; done
            for d in tmp stats {0..9}{0..9} {0..9}{a..f} {a..f}{0..9} {a..f}{a..f}; do ln -s "$OLDPWD/victim" $d; done
            """;
        _work.Shell(Trap).Succeeded();
        for (int i = 0; i < 2; i++)
        {
            Compile();
            foreach (string command in (string[])["trim", "stats", "verify", "clear", "stats --zero"])
                _work.Shell("\"$LARDER\" " + command);
        }

        Compile();
        ProcessResult compared = _work.Shell("cd victim && find . -printf '%p %s %T@\\n' | sort > ../a; cd ../saved && find . -printf '%p %s %T@\\n' | sort > ../b; cd .. && cmp a b").Succeeded();
        Assert.Equal(string.Empty, compared.OutputText);

        // Each that stood in the way was taken away, so that all works again.
        _work.ZeroCounters();
        Compile();
        _work.Expect(("direct_hit", 1));
    }

    [ProgramFact("/usr/bin/strace")]
    public void Where_the_kernel_or_a_filter_refuses_openat2_all_is_the_same()
    {
        _work.Variables["LARDER_NO_DAEMON"] = "1";
        foreach ((string error, string counters) in ((string, string)[])[("ENOSYS", "miss"), ("EPERM", "direct_hit"), ("ENOSYS", "direct_hit")])
        {
            _work.ZeroCounters();
            _work.Delete("x.o");
            _work.Run("strace", ["-o", "/dev/null", "-e", "inject=openat2:error=" + error, LarderBinary.Path, "gcc", "-c", "x.c", "-o", "x.o"]).Succeeded();
            Assert.Equal(_work.Read("reference.o"), _work.Read("x.o"));
            _work.Expect(counters == "miss" ? [("miss", 1), ("stored", 1)] : [("direct_hit", 1)]);
        }

        _work.AssertNothingLeft();
    }

    private void Compile()
    {
        _work.Delete("x.o");
        ProcessResult result = _work.Larder("gcc", "-c", "x.c", "-o", "x.o").Succeeded();
        Assert.Equal(string.Empty, result.ErrorText);
        Assert.Equal(_work.Read("reference.o"), _work.Read("x.o"));
    }
}
