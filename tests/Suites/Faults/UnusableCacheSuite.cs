using Larder.Suites.Harness;

namespace Larder.Suites.Faults;

/// <summary>Cache directories that can't be written, read, made or found: the compiler runs once, says what it says, and that is all.</summary>
public sealed class UnusableCacheSuite : IDisposable
{
    private readonly Workspace _work = new();
    private readonly CountingCompiler _compiler;

    public UnusableCacheSuite()
    {
        _compiler = new CountingCompiler(_work);
        _work.Write("x.c", "#include \"x.h\"\n#warning said by the compiler\nint x(void) { return X; }\n");
        _work.Write("x.h", "#define X 42\n");
        _work.Bare("/usr/bin/gcc", "-O1", "-c", "x.c", "-o", "reference.o").Succeeded();
        _compiler.Reset();
    }

    public void Dispose() => _work.Dispose();

    public static TheoryData<string, string> Places => new()
    {
        { "a file", "echo text > \"$LARDER_DIR\"" },
        { "below a file", "echo text > \"$LARDER_DIR\"; export LARDER_DIR=$LARDER_DIR/sub" },
        { "a link to itself", "ln -s cache \"$LARDER_DIR\"" },
        { "a dangling link", "ln -s nowhere \"$LARDER_DIR\"" },
        { "a pipe", "mkfifo \"$LARDER_DIR\"" },
        { "a device", "export LARDER_DIR=/dev/null" },
        { "in /proc", "export LARDER_DIR=/proc/cache" },
        { "in /sys", "export LARDER_DIR=/sys/cache" },
        { "a path too long", "export LARDER_DIR=$LARDER_DIR/$(printf 'd%.0s' {1..300})" },
        { "a path beyond PATH_MAX", "export LARDER_DIR=$LARDER_DIR$(printf '/0123456789%.0s' {1..500})" },
        { "a file where v1 should be", "mkdir \"$LARDER_DIR\"; echo text > \"$LARDER_DIR/v1\"" },
        { "files where all shards should be", "mkdir -p \"$LARDER_DIR/v1\"; (cd \"$LARDER_DIR/v1\"; touch {0..9}{0..9} {0..9}{a..f} {a..f}{0..9} {a..f}{a..f})" },
        { "files where stats, tmp and digests should be", "mkdir -p \"$LARDER_DIR/v1\"; touch \"$LARDER_DIR\"/v1/{stats,tmp,digests}" },
    };

    [Theory]
    [MemberData(nameof(Places))]
    public void A_cache_directory_that_is_none(string what, string prepare)
    {
        for (int i = 1; i <= 2; i++)
        {
            ProcessResult result = _work.Shell((i == 1 ? prepare : Again(prepare)) + "\n\"$LARDER\" gcc -O1 -c x.c -o x.o").Succeeded();
            AssertCompiled(result, what);
            bool canStore = what.StartsWith("files where stats", StringComparison.Ordinal);
            Assert.True(_compiler.Runs == (canStore ? 1 : i), $"{what}: {_compiler.Runs} runs");
        }
    }

    [Fact]
    public void No_home_and_no_directory_is_one_warning_and_a_compile()
    {
        _work.Variables["LARDER_DIR"] = null;
        _work.Variables["HOME"] = null;
        _work.Variables["XDG_CACHE_HOME"] = null;
        ProcessResult result = _work.Run(LarderBinary.Path, ["gcc", "-O1", "-c", "x.c", "-o", "x.o"]).Succeeded();
        Assert.Equal(_work.Read("reference.o"), _work.Read("x.o"));
        Assert.Equal(1, _compiler.Runs);
        Assert.Single(result.ErrorText.Split('\n'), line => line.StartsWith("larder: warning: LARDER_DIR: dir", StringComparison.Ordinal));
    }

    [Fact]
    public void A_read_only_setting_gives_hits_and_changes_nothing()
    {
        _work.Larder("gcc", "-O1", "-c", "x.c", "-o", "x.o").Succeeded();
        _work.AwaitStores();
        string before = Listing();
        _compiler.Reset();
        _work.Variables["LARDER_READ_ONLY"] = "true";
        AssertCompiled(_work.Larder("gcc", "-O1", "-c", "x.c", "-o", "x.o"), "hit");
        Assert.Equal(0, _compiler.Runs);
        _work.Larder("gcc", "-O1", "-DMORE", "-c", "x.c", "-o", "x.o").Succeeded();
        _work.Larder("gcc", "-O1", "-DMORE", "-c", "x.c", "-o", "x.o").Succeeded();
        Assert.Equal(2, _compiler.Runs);
        File.WriteAllText(_work.Entries('r')[0], "spoilt");
        string spoilt = Listing();
        _work.Larder("gcc", "-O1", "-c", "x.c", "-o", "x.o").Succeeded();
        Assert.Equal(spoilt, Listing());
        Assert.NotEqual(before, spoilt);
    }

    [RootFact]
    public void A_read_only_mount_gives_hits_and_compiles()
    {
        _work.Larder("gcc", "-O1", "-c", "x.c", "-o", "x.o").Succeeded();
        _work.AwaitStores();
        _compiler.Reset();
        string before = Listing();
        const string Script = """
            mount --bind "$LARDER_DIR" "$LARDER_DIR" && mount -o remount,ro,bind "$LARDER_DIR" || exit 9
            "$LARDER" gcc -O1 -c x.c -o x.o || echo FAILED
            cmp x.o reference.o
            "$LARDER" gcc -O2 -c x.c -o y.o || echo FAILED
            """;
        ProcessResult result = _work.Run("unshare", ["-m", "bash", "-c", Script], variables: Larder).Succeeded();
        Assert.Equal(string.Empty, result.OutputText);
        Assert.Equal(1, _compiler.Runs);
        Assert.Equal(before, Listing());
    }

    [RootFact]
    public void Directories_that_the_user_may_not_read_or_write()
    {
        _work.Larder("gcc", "-O1", "-c", "x.c", "-o", "x.o").Succeeded();
        _work.AwaitStores();
        foreach (string mode in (string[])["0755", "0555", "0700", "0711", "0000"])
        {
            _compiler.Reset();
            ProcessResult result = _work.Shell($"""
                chmod 711 "$HOME"; chmod 777 .; chmod 666 "$COMPILER_LOG"; rm -f x.o
                chmod {mode} "$LARDER_DIR"
                exec setpriv --reuid 20001 --regid 20000 --clear-groups "$LARDER" gcc -O1 -c x.c -o x.o
                """, Public);
            AssertCompiled(result, mode);

            // What may be read is a hit.
            Assert.Equal(mode is "0700" or "0000" ? 1 : 0, _compiler.Runs);
        }
    }

    [RootFact]
    public void Without_proc_the_compile_is_the_compilers()
    {
        const string Script = """
            mount -t tmpfs none /proc || exit 9
            for c in gcc clang; do for i in 1 2; do
              $c -O1 -c x.c -o reference.o 2>reference.txt
              "$LARDER" $c -O1 -c x.c -o x.o 2>x.txt || echo FAILED
              cmp x.o reference.o; cmp x.txt reference.txt
            done; done
            """;
        ProcessResult result = _work.Run("unshare", ["-m", "bash", "-c", Script], variables: Larder).Succeeded();
        Assert.Equal(string.Empty, result.OutputText + result.ErrorText);

        // The reference's own two runs, and two through larder.
        Assert.Equal(4, _compiler.Runs);
    }

    private static Dictionary<string, string?> Larder => new(StringComparer.Ordinal) { ["LARDER"] = LarderBinary.Path };

    /// <summary>With a copy of the binary, for users who may not look into our build directory, and a PATH that they may search.</summary>
    private Dictionary<string, string?> Public
    {
        get
        {
            string copy = Path.Combine(_work.Root, "larder");
            if (!File.Exists(copy))
                File.Copy(LarderBinary.Path, copy);
            return new(StringComparer.Ordinal) { ["LARDER"] = copy, ["PATH"] = _work.PathOf("fake") + ":/usr/bin:/bin" };
        }
    }

    private static string Again(string prepare) => string.Join(
        ';', prepare.Split(';').Where(command => command.TrimStart().StartsWith("export", StringComparison.Ordinal)));

    private void AssertCompiled(ProcessResult result, string what)
    {
        Assert.True(result.ExitCode == 0, $"{what}: {result.ErrorText}");
        Assert.Equal(_work.Read("reference.o"), _work.Read("x.o"));
        Assert.Contains("said by the compiler", result.ErrorText, StringComparison.Ordinal);
        Assert.DoesNotContain("larder:", result.ErrorText, StringComparison.Ordinal);
    }

    private string Listing() => _work.Shell("find \"$LARDER_DIR\" -printf '%p %s %m %T@ %C@ %i\\n' | sort").Succeeded().OutputText;
}
