using Larder.Suites.Harness;

namespace Larder.Suites.Daemon;

/// <summary>Whole builds by make and ninja through a daemon: together, interrupted, suspended, and again.</summary>
public sealed class BuildsSuite : IDisposable
{
    private const int Sources = 12;

    private readonly ServedWorkspace _served = new(maxJobs: 3);
    private readonly Dictionary<string, byte[]> _expected = new(StringComparer.Ordinal);

    public BuildsSuite()
    {
        Workspace work = _served.Work;
        work.Write("all.h", "static inline int all(int x) { return x + 5; }\n");
        List<string> names = [];
        for (int i = 0; i < Sources; i++)
        {
            work.Write($"s{i}.c", $"#include \"all.h\"\nint s{i}(int x) {{ return all(x) * {i}; }}\n");
            names.Add($"s{i}.o");
            work.Bare("gcc", "-O2", "-c", $"s{i}.c", "-o", "bare.o").Succeeded();
            _expected[$"s{i}.o"] = work.Read("bare.o");
        }

        string objects = string.Join(' ', names);
        work.Write("Makefile", $".RECIPEPREFIX = >\nD ?= o\nall: $(addprefix $(D)/,{objects})\n$(D)/%.o: %.c\n> $(LARDER) gcc -O2 -c $< -o $@\n");
        work.Write("build.ninja", "rule cc\n command = $$LARDER gcc -O2 -c $in -o $out\n" + string.Concat(names.Select(static name => $"build n/{name}: cc {Path.ChangeExtension(name, "c")}\n")));
        work.Run("mkdir", ["o", "p", "q", "n"]).Succeeded();
        Workspace.Settle();
    }

    public void Dispose() => _served.Dispose();

    [Theory]
    [InlineData("make -s -j8 D=o", "o")]
    [InlineData("make -s -j D=o", "o")]
    [InlineData("ninja -j8", "n")]
    [InlineData("setsid -w make -s -j4 D=o", "o")]
    public void A_build_and_the_same_build_again(string command, string directory)
    {
        for (int round = 0; round < 2; round++)
        {
            _served.ClientScript(command).Finish().Succeeded();
            AssertObjects(directory);
            _served.Work.Run("rm", ["-rf", directory, ".ninja_log"]).Succeeded();
            _served.Work.Run("mkdir", [directory]).Succeeded();
        }

        _served.Work.Expect(("direct_hit", Sources), ("miss", Sources), ("stored", Sources));
        _served.AssertAtRest();
    }

    [Fact]
    public void Three_builds_of_the_same_sources_at_once_compile_each_once()
    {
        RunningProgram[] builds = [_served.ClientScript("make -s -j6 D=o"), _served.ClientScript("make -s -j6 D=p"), _served.ClientScript("ninja -j6")];
        foreach (RunningProgram build in builds)
            build.Finish().Succeeded();
        foreach (string directory in (string[])["o", "p", "n"])
            AssertObjects(directory);
        _served.Work.Expect(("direct_hit", 2 * Sources), ("miss", Sources), ("stored", Sources));
        _served.AssertAtRest();
    }

    /// <summary>Ctrl-C at several moments: SIGINT to the whole group. Nothing is left, no lease is lost, and the next build is right.</summary>
    [Fact]
    public void An_interrupted_build_and_the_next_one()
    {
        for (int delay = 20; delay <= 320; delay *= 2)
        {
            _served.Work.Run("rm", ["-rf", "o", "cleared"]).Succeeded();
            _served.Work.Run("mkdir", ["o"]).Succeeded();
            _served.Work.Run(LarderBinary.Path, ["clear"]).Succeeded();

            // bash starts what it puts into the background with SIGINT ignored, make in the foreground doesn't.
            RunningProgram build = _served.ClientScript("exec make -s -j6 D=o");
            Thread.Sleep(delay);
            build.SignalGroup("INT");
            build.Finish();
            _served.AssertAtRest();
            _served.ClientScript("make -s -j6 D=o").Finish().Succeeded();
            AssertObjects("o");
        }
    }

    [Fact]
    public void A_suspended_build_goes_on_where_it_was()
    {
        RunningProgram build = _served.ClientScript("exec make -s -j6 D=o");
        for (int i = 0; i < 6; i++)
        {
            Thread.Sleep(20);
            build.SignalGroup("STOP");
            Thread.Sleep(20);
            build.SignalGroup("CONT");
        }

        build.Finish().Succeeded();
        AssertObjects("o");
        _served.AssertAtRest();
    }

    [Fact]
    public void A_build_in_a_directory_that_is_gone()
    {
        const string Script = "mkdir gone; cd gone; rmdir ../gone; $L gcc -O2 -c $W/s1.c -o $W/$O; echo $?; $L gcc -O2 -c nothing.c; echo $?";
        ProcessResult bare = _served.ClientScript($"W=$PWD L= O=bare.o; {Script}").Finish();
        for (int round = 0; round < 2; round++)
        {
            ProcessResult served = _served.ClientScript($"W=$PWD L=$LARDER O=gone{round}.o; {Script}").Finish();
            Assert.Equal((bare.ExitCode, bare.OutputText, bare.ErrorText), (served.ExitCode, served.OutputText, served.ErrorText));
            Assert.Equal(_served.Work.Exists("bare.o"), _served.Work.Exists($"gone{round}.o"));
            if (_served.Work.Exists("bare.o"))
                Assert.Equal(_served.Work.Read("bare.o"), _served.Work.Read($"gone{round}.o"));
        }

        _served.AssertAtRest();
    }

    private void AssertObjects(string directory)
    {
        foreach ((string name, byte[] content) in _expected)
            Assert.Equal(content, _served.Work.Read($"{directory}/{name}"));
    }
}
