using Larder.Suites.Harness;

namespace Larder.Suites.Faults;

/// <summary>Limits and circumstances of a process under which the bare compiler works.</summary>
public sealed class LimitsSuite : IDisposable
{
    private readonly Workspace _work = new();
    private readonly CountingCompiler _compiler;

    public LimitsSuite()
    {
        _compiler = new CountingCompiler(_work);
        _work.Write("x.c", "#include <stdio.h>\n#include \"x.h\"\nint x(void) { return puts(\"x\") + X; }\n");
        _work.Write("x.h", "#define X 42\n");
        _work.Bare("/usr/bin/gcc", "-O1", "-c", "x.c", "-o", "reference.o").Succeeded();
    }

    public void Dispose() => _work.Dispose();

    public static TheoryData<string> Limits =>
    [
        "ulimit -v 100000", "ulimit -v 300000", "ulimit -v 2000000", "ulimit -v 30000000",
        "ulimit -f 4", "ulimit -f 20", "ulimit -f 1000", "trap '' XFSZ; ulimit -f 4",
        "ulimit -n 5", "ulimit -n 6", "ulimit -n 7", "ulimit -n 8", "ulimit -n 9", "ulimit -n 10", "ulimit -n 12", "ulimit -n 16",
        "ulimit -s 200", "ulimit -c 0", "ulimit -t 20",
        "exec <&-", "exec >&-", "exec 2>&-", "exec <&- >&-", "exec <&- >&- 2>&-", "exec >&- 2>&-",
        "exec > /dev/full", "exec 2> /dev/full",
        "trap '' CHLD PIPE INT TERM HUP QUIT",
        "umask 777", "umask 0",
        "unset PWD", "export PWD=/nowhere", "export TMPDIR=/nowhere", "nice -n 19 true",
    ];

    [Theory]
    [MemberData(nameof(Limits))]
    public void Under_a_limit_the_compiler_runs_exactly_once(string limit)
    {
        string compile = $"({limit}\nexec \"$@\") 2> message\n";
        string bare = _work.Shell($"set -- gcc -O1 -c x.c -o x.o\n{compile} echo $?; cat message; stat -c %a x.o").OutputText;
        Assert.Equal("0", bare.Split('\n')[0]);
        byte[] expected = _work.Read("x.o");
        for (int i = 0; i < 3; i++)
        {
            _compiler.Reset();
            string text = _work.Shell($"rm -f x.o; set -- \"$LARDER\" gcc -O1 -c x.c -o x.o\n{compile} echo $?; cat message; stat -c %a x.o").OutputText;
            Assert.Equal(bare, text);
            Assert.Equal(expected, _work.Read("x.o"));
            Assert.True(_compiler.Runs <= 1, $"{_compiler.Runs} runs");
            Assert.True(_compiler.Runs == 1 || i > 0);
        }

        _work.AssertNothingLeft();
    }

    [Fact]
    public void An_ignored_SIGCHLD_does_not_hide_how_the_compiler_ended()
    {
        // bash can't ignore it for its children; env can.
        for (int i = 0; i < 2; i++)
        {
            _work.Shell("env --ignore-signal=CHLD \"$LARDER\" gcc -O1 -c x.c -o x.o").Succeeded();
            Assert.Equal(_work.Read("reference.o"), _work.Read("x.o"));
        }

        _work.Expect(("direct_hit", 1), ("miss", 1), ("stored", 1));
        Assert.Equal(1, _work.Shell("env --ignore-signal=CHLD \"$LARDER\" gcc -O1 -include nowhere.h -c x.c -o x.o").ExitCode);
    }

    [Fact]
    public void A_file_size_limit_does_not_kill_and_the_compiler_keeps_its_own()
    {
        // The statistics' log and the memo of digests grow beyond the limit; the object stays below it.
        for (int i = 0; i < 40; i++)
            _work.Shell("(ulimit -f 8; exec \"$LARDER\" gcc -O1 -c x.c -o x.o)").Succeeded();
        _work.Write("big.c", "char big[100000] = {1};\n");
        int bare = _work.Shell("(ulimit -f 8; exec gcc -c big.c -o big.o)").ExitCode;
        Assert.NotEqual(0, bare);
        Assert.Equal(bare, _work.Shell("(ulimit -f 8; exec \"$LARDER\" gcc -c big.c -o big.o)").ExitCode);

        // A hit that may not be written as a whole is the compiler's business as well.
        _work.Shell("\"$LARDER\" gcc -c big.c -o big.o").Succeeded();
        Assert.Equal(bare, _work.Shell("rm -f big.o; (ulimit -f 8; exec \"$LARDER\" gcc -c big.c -o big.o)").ExitCode);
        Assert.Empty(_work.OutputTemporaries());
    }

    [Fact]
    public void A_working_directory_that_is_gone()
    {
        foreach (string options in (string[])["", "-g"])
        {
            string command = $"gcc {options} -c {_work.PathOf("x.c")} -o {_work.PathOf("x.o")}";
            ProcessResult bare = _work.Shell($"mkdir gone; cd gone; rmdir ../gone; {command}").Succeeded();
            byte[] expected = _work.Read("x.o");
            for (int i = 0; i < 2; i++)
            {
                _work.Delete("x.o");
                ProcessResult result = _work.Shell($"mkdir gone; cd gone; rmdir ../gone; \"$LARDER\" {command}").Succeeded();
                Assert.Equal(bare.ErrorText, result.ErrorText);
                Assert.Equal(expected, _work.Read("x.o"));
            }
        }
    }

    [Fact]
    public void Working_directories_beyond_PATH_MAX_are_told_apart()
    {
        // Both lie deeper than getcwd(2) can say; with -g the path reaches the object.
        const string Script = """
            unset PWD; d=$(printf 'd%.0s' {1..200})
            for ((i = 0; i < 25; i++)); do mkdir $d; cd $d || exit 1; done
            for round in 1 2; do
              for where in . $d/$d; do
                mkdir -p $where
                (cd $where && printf 'int x;\n' > x.c && touch -d '1 hour ago' x.c
                for c in gcc clang; do
                  env -u PWD $c -g -c x.c -o reference.o && env -u PWD "$LARDER" $c -g -c x.c -o x.o && cmp x.o reference.o || echo FAILED
                done)
              done
            done
            cd "$HOME/work" && rm -rf $d
            """;
        ProcessResult result = _work.Shell(Script).Succeeded();
        Assert.Equal(string.Empty, result.OutputText + result.ErrorText);
    }

    [RootFact]
    public void An_output_directory_that_may_not_be_written()
    {
        // An output that stands there can be written in place; a new one can't, and the compiler says so.
        const string Script = """
            chmod 711 "$HOME"; mkdir -m 777 cache2 out; export LARDER_DIR=$PWD/cache2; chmod 666 "$COMPILER_LOG"
            as() { setpriv --reuid 20001 --regid 20000 --clear-groups "$@"; }
            as "$LARDER" gcc -O1 -c x.c -o out/x.o || echo FAILED
            chmod 555 out
            echo other > other; cat other > out/x.o
            as "$LARDER" gcc -O1 -c x.c -o out/x.o || echo FAILED
            cmp out/x.o reference.o
            rm -f out/x.o
            as gcc -O1 -c x.c -o out/x.o 2>bare.txt; bare=$?
            as "$LARDER" gcc -O1 -c x.c -o out/x.o 2>larder.txt; [ $? = $bare ] || echo STATUS
            sed -i 's,/tmp/cc[A-Za-z0-9]*,TMP,' bare.txt larder.txt
            diff bare.txt larder.txt
            ls -A out
            """;
        string copy = Path.Combine(_work.Root, "larder");
        File.Copy(LarderBinary.Path, copy);
        ProcessResult result = _work.Run("bash", ["-c", Script], variables: new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["LARDER"] = copy,
            ["PATH"] = _work.PathOf("fake") + ":/usr/bin:/bin",
        });
        Assert.Equal(string.Empty, result.OutputText + result.ErrorText);
    }
}
