using Larder.Suites.Daemon;
using Larder.Suites.Harness;

namespace Larder.Suites.Shim;

/// <summary>
/// Launchers: larder under a compiler's name with a sidecar file that names the compiler and the settings, as Nix's links layer makes them.
/// Nothing is searched for and nothing need be in the environment.
/// </summary>
public sealed class LauncherSuite : IDisposable
{
    private readonly Workspace _work = new();
    private readonly CountingCompiler _compiler;

    public LauncherSuite()
    {
        _compiler = new CountingCompiler(_work);
        _work.Write("x.c", "int x(void) { return 1; }\n");
        _work.Bare("/usr/bin/gcc", "-c", "x.c", "-o", "reference.o").Succeeded();

        // Whatever a launcher needs, its sidecar says.
        _work.Variables["LARDER_DIR"] = null;
        _work.Write("l/.larder/gcc", $"compiler = {_work.PathOf("fake/gcc")}\ndir = {_work.Cache}\n");
        _work.Shell("ln -s \"$LARDER\" l/gcc; mkdir tools; ln -s /usr/bin/as /usr/bin/ld tools/").Succeeded();
    }

    public void Dispose() => _work.Dispose();

    public static TheoryData<string, string> Calls => new()
    {
        { "", "$PWD/l/gcc" },
        { "", "l/gcc" },
        { "cd l;", "./gcc" },
        { "PATH=$PWD/l:/usr/bin:/bin;", "gcc" },
        { "PATH=l:/usr/bin:/bin;", "gcc" },
        { "PATH=$PWD/tools;", "exec -a something l/gcc" },
        { "PATH=$PWD/tools;", "exec -a larder-of-old l/gcc" },
        { "PATH=$PWD/tools;", "exec -a '' l/gcc" },
        { "ln -s $PWD/l/gcc cc;", "./cc" },
        { "mkdir -p m n; ln -s ../l/gcc m/cc; ln -s ../m/cc n/c99; PATH=$PWD/n:/usr/bin:/bin;", "c99" },
        { "rm l/gcc; ln \"$LARDER\" l/gcc 2>/dev/null || cp \"$LARDER\" l/gcc;", "l/gcc" },
        { "rm l/gcc; cp \"$LARDER\" l/gcc;", "l/gcc" },
        { "", "\"$LARDER\" l/gcc" },
        { "PATH=$PWD/l:/usr/bin:/bin;", "\"$LARDER\" gcc" },
        { "mkdir m; ln -s \"$LARDER\" m/gcc; PATH=$PWD/m:$PWD/l:/usr/bin:/bin;", "gcc" },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public void However_it_is_called_the_compiler_of_the_sidecar_runs_and_its_cache_is_used(string before, string call)
    {
        for (int i = 0; i < 2; i++)
        {
            ProcessResult result = _work.Shell($"rm -rf x.o m n cc; {before} ({call} -c {_work.PathOf("x.c")} -o {_work.PathOf("x.o")})");
            Assert.True(result.ExitCode == 0 && result.ErrorText.Length == 0, result.ErrorText);
            Assert.Equal(_work.Read("reference.o"), _work.Read("x.o"));
        }

        Assert.Equal(1, _compiler.Runs);
        Expect(("direct_hit", 1), ("miss", 1), ("stored", 1));
    }

    [Fact]
    public void The_compiler_is_called_by_its_own_path_and_sees_nothing_of_the_launcher()
    {
        _work.Write("tell.c", """
            #include <stdio.h>
            #include <string.h>
            extern char **environ;
            int main(int count, char **words) {
                printf("%s", words[0]);
                for (char **word = environ; *word; word++)
                    if (!strncmp(*word, "LARDER", 6)) printf(" %s", *word);
                return 0;
            }
            """);
        _work.Shell("mkdir t && /usr/bin/gcc tell.c -o t/cc && ln -s \"$LARDER\" l/cc").Succeeded();
        _work.Write("l/.larder/cc", $"compiler = {_work.PathOf("t/cc")}\ndir = {_work.Cache}\nno_daemon = yes\n");
        string bare = _work.Shell("$PWD/t/cc --version").Succeeded().OutputText;
        Assert.StartsWith(_work.PathOf("t/cc"), bare, StringComparison.Ordinal);
        foreach (string call in (string[])["l/cc --version", "PATH=$PWD/l:$PATH; cc --version", "l/cc tell.o -o tell", "\"$LARDER\" l/cc -v"])
            Assert.Equal(bare, _work.Shell(call).Succeeded().OutputText);
    }

    [Fact]
    public void Gcc_and_clang_of_both_languages_compile_and_link_by_launchers()
    {
        _work.Write("main.c", "int main(void) { return 5; }\n");
        _work.Write("main.cc", "#include <string>\nint main() { return std::string(\"five5\").size(); }\n");
        foreach (string name in (string[])["gcc", "g++", "clang", "clang++"])
        {
            _work.Write("all/.larder/" + name, $"compiler = /usr/bin/{name}\ndir = {_work.Cache}\n");
            _work.Shell($"ln -s \"$LARDER\" all/{name}").Succeeded();
            string source = name.EndsWith("++", StringComparison.Ordinal) ? "main.cc" : "main.c";
            _work.Bare("/usr/bin/" + name, "-O1", "-c", source, "-o", "reference.o").Succeeded();
            for (int i = 0; i < 2; i++)
            {
                _work.Shell($"rm -f main.o; PATH=$PWD/tools; all/{name} -O1 -c {source} -o main.o").Succeeded();
                Assert.Equal(_work.Read("reference.o"), _work.Read("main.o"));
            }

            ProcessResult linked = _work.Shell($"all/{name} main.o -o main && ./main");
            Assert.True(linked.ExitCode == 5, name + ": " + linked.ErrorText);
        }

        // What a daemon that is killed has answered it may not have counted.
        Assert.True(SuiteMode.IsKilled || Counters()["direct_hit"] == 4);
    }

    [Fact]
    public void A_daemon_that_a_launcher_starts_has_its_settings()
    {
        string sidecar = _work.PathOf("l/.larder/gcc");
        string own = Path.Combine(_work.Root, "own");
        _work.Run("mkdir", ["-m", "700", own]).Succeeded();
        _work.Write("l/.larder/gcc", $"compiler = {_work.PathOf("fake/gcc")}\ndir = {own}/cache\nauto_start = yes\n");
        _work.Variables["XDG_RUNTIME_DIR"] = own;
        foreach (string name in (string[])["LARDER_NO_DAEMON", "LARDER_AUTO_START", "LARDER_SOCKET"])
            _work.Variables[name] = null;
        try
        {
            Compile().Succeeded();
            ServedWorkspace.Until(() => Commands("daemon status").ExitCode == 0, "the daemon of the launcher's directory answers");
            _work.Shell("l/gcc -DY -c x.c -o y.o").Succeeded();
            string status = Commands("daemon status --json").Succeeded().OutputText;
            Assert.Contains("\"requests\": 1", status, StringComparison.Ordinal);
            ServedWorkspace.Until(() => Commands("stats --json").Succeeded().OutputText.Contains("\"stored\": 2", StringComparison.Ordinal), "both are stored");
        }
        finally
        {
            Commands("daemon stop");
        }

        ProcessResult Commands(string command) => _work.Shell($"LARDER_LAUNCHER={sidecar} \"$LARDER\" {command}");
    }

    [Theory]
    [InlineData("LARDER_PASSTHROUGH")]
    [InlineData("LARDER_DISABLE")]
    public void The_environment_goes_over_the_sidecar(string variable)
    {
        _work.Variables[variable] = "1";
        Compile().Succeeded();
        Compile().Succeeded();
        Assert.Equal(2, _compiler.Runs);
        Assert.Empty(_work.Entries('r'));
    }

    [Fact]
    public void Settings_that_change_stand_in_a_file_that_the_sidecar_names()
    {
        string settings = Path.Combine(_work.Root, "volatile");
        _work.Write("l/.larder/gcc", $"compiler = {_work.PathOf("fake/gcc")}\ndir = {_work.Cache}\nconfig = {settings}\n");
        Assert.Equal(string.Empty, WithoutConfig("l/gcc -c x.c -o x.o").Succeeded().ErrorText);
        File.WriteAllText(settings, $"log = {_work.Root}/log\ndir = /nowhere\n");
        Assert.Equal(string.Empty, WithoutConfig("l/gcc -c x.c -o x.o").Succeeded().ErrorText);
        Assert.Equal(1, _compiler.Runs);
        Assert.Contains(" direct_hit ", Assert.Single(File.ReadAllLines(_work.Root + "/log")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("compiler = COMPILER\ndir = CACHE\nmax_size = banana\n", ":3: max_size can't be \"banana\"")]
    [InlineData("dir = CACHE\nnonsense\ncompiler = COMPILER\n", ":2: can't read \"nonsense\"")]
    [InlineData("compiler = COMPILER\nmaxsize = 3G\ndir = CACHE\n", ":2: there is no setting \"maxsize\"")]
    public void A_bad_line_is_a_warning_and_the_rest_counts(string sidecar, string complaint)
    {
        _work.Write("l/.larder/gcc", Filled(sidecar));
        for (int i = 0; i < 2; i++)
        {
            string line = Assert.Single(Compile().Succeeded().ErrorText.TrimEnd().Split('\n'));
            Assert.StartsWith($"larder: warning: {_work.PathOf("l/.larder/gcc")}{complaint}", line, StringComparison.Ordinal);
        }

        Assert.Equal(1, _compiler.Runs);
    }

    [Theory]
    [InlineData("dir = CACHE\n", ": a launcher needs a line \"compiler = PATH\"")]
    [InlineData("", ": a launcher needs a line \"compiler = PATH\"")]
    [InlineData("dir = CACHE\ncompiler = gcc\n", ":2: compiler can't be \"gcc\"")]
    public void Without_a_compiler_the_one_on_PATH_runs_uncached(string sidecar, string complaint)
    {
        _work.Write("l/.larder/gcc", Filled(sidecar));
        for (int i = 1; i <= 2; i++)
        {
            string line = Assert.Single(Compile().Succeeded().ErrorText.TrimEnd().Split('\n'));
            Assert.StartsWith($"larder: warning: {_work.PathOf("l/.larder/gcc")}{complaint}", line, StringComparison.Ordinal);
            Assert.EndsWith("; compiling without the cache", line, StringComparison.Ordinal);
            Assert.Equal(i, _compiler.Runs);
        }

        _work.Shell("rm l/.larder/gcc; mkdir l/.larder/gcc").Succeeded();
        Assert.Contains("Is a directory", Compile().Succeeded().ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public void A_compiler_that_is_not_there_is_an_error_that_names_the_line()
    {
        _work.Write("l/.larder/gcc", "# the compiler\ncompiler = /nowhere/gcc\n");
        ProcessResult result = _work.Shell("l/gcc -c x.c");
        Assert.Equal(127, result.ExitCode);
        Assert.Contains($"larder: {_work.PathOf("l/.larder/gcc")}:2: /nowhere/gcc: No such file or directory\n", result.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DIR/l/gcc")]
    [InlineData("DIR/other/gcc")]
    [InlineData("DIR/plain/gcc")]
    [InlineData("DIR/script/gcc")]
    public void A_compiler_that_leads_back_here_is_the_one_behind(string compiler)
    {
        _work.Shell("mkdir other plain script; ln -s \"$LARDER\" other/gcc; ln -s \"$LARDER\" plain/gcc").Succeeded();
        _work.Write("other/.larder/gcc", $"compiler = {_work.PathOf("l/gcc")}\n");
        _work.Write("script/gcc", "#!/bin/sh\nexec gcc \"$@\"\n");
        _work.Shell("chmod 755 script/gcc").Succeeded();
        _work.Write("l/.larder/gcc", $"compiler = {compiler.Replace("DIR", _work.Directory, StringComparison.Ordinal)}\ndir = {_work.Cache}\n");
        for (int i = 0; i < 2; i++)
        {
            ProcessResult result = _work.Shell("rm -f x.o; PATH=$PWD/l:$PWD/plain:$PATH; gcc -c x.c -o x.o").Succeeded();
            Assert.Equal(string.Empty, result.ErrorText);
            Assert.Equal(_work.Read("reference.o"), _work.Read("x.o"));
        }

        Assert.Equal(1, _compiler.Runs);
        Assert.True(SuiteMode.IsKilled || Counters()["direct_hit"] >= 1);
    }

    [Fact]
    public void A_wrapper_in_front_of_the_launcher_is_not_seen_by_it()
    {
        _work.Write("wrapper/gcc", $"#!/bin/sh\nexec {_work.PathOf("l/gcc")} -DW \"$@\"\n");
        _work.Shell("chmod 755 wrapper/gcc").Succeeded();
        for (int i = 0; i < 2; i++)
            _work.Shell("PATH=$PWD/wrapper:$PATH; gcc -c x.c -o x.o").Succeeded();
        Expect(("direct_hit", 1), ("miss", 1), ("stored", 1));
    }

    [Fact]
    public void Larders_commands_see_what_a_launcher_sees_where_LARDER_LAUNCHER_names_its_sidecar()
    {
        Compile().Succeeded();
        string sidecar = _work.PathOf("l/.larder/gcc");
        string config = _work.Shell($"LARDER_LAUNCHER={sidecar} \"$LARDER\" config").Succeeded().OutputText;
        Assert.Contains(config.Split('\n'), line => line.StartsWith("dir ", StringComparison.Ordinal) && line.EndsWith($"# {sidecar}:2", StringComparison.Ordinal));
        Assert.Contains("\"miss\": 1", _work.Shell($"LARDER_LAUNCHER={sidecar} \"$LARDER\" stats --json").Succeeded().OutputText, StringComparison.Ordinal);
    }

    private ProcessResult Compile() => _work.Shell("rm -f x.o; l/gcc -c x.c -o x.o && cmp x.o reference.o");

    private ProcessResult WithoutConfig(string call) =>
        _work.Shell(call, new Dictionary<string, string?>(StringComparer.Ordinal) { ["LARDER_CONFIG"] = null });

    private string Filled(string sidecar) => sidecar
        .Replace("COMPILER", _work.PathOf("fake/gcc"), StringComparison.Ordinal).Replace("CACHE", _work.Cache, StringComparison.Ordinal);

    /// <summary>The counters of the cache that the sidecars name.</summary>
    private Dictionary<string, long> Counters()
    {
        _work.Variables["LARDER_DIR"] = _work.Cache;
        try
        {
            return _work.Counters();
        }
        finally
        {
            _work.Variables["LARDER_DIR"] = null;
        }
    }

    private void Expect(params (string Name, long Value)[] expected)
    {
        _work.Variables["LARDER_DIR"] = _work.Cache;
        _work.Expect(expected);
        _work.Variables["LARDER_DIR"] = null;
    }
}
