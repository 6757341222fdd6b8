using System.Text.Json;
using Larder.Suites.Harness;

namespace Larder.Suites.Daemon;

/// <summary>"larder watch" beside real compiles: what it tells of them, of which build, and of a daemon that comes and goes.</summary>
public sealed class WatchCommandSuite : IDisposable
{
    private const string Log = "watch.log";

    private readonly ServedWorkspace _served = new(isStarted: false);

    public WatchCommandSuite()
    {
        Work.Write("x.c", "int x;\n");
        Work.Write("y.c", "int main(void) { return 0; }\n");
        Workspace.Settle();
    }

    private Workspace Work => _served.Work;

    public void Dispose() => _served.Dispose();

    [Fact]
    public void A_miss_a_hit_and_what_is_not_for_the_cache_with_their_reasons()
    {
        _served.Start();
        RunningProgram watch = Watch("--plain --count 5");
        UntilLogged("# watching daemon");
        Work.Larder("gcc", "-c", "x.c", "-o", "x.o").Succeeded();
        Work.Larder("gcc", "-c", "x.c", "-o", "x.o").Succeeded();
        Work.Larder("gcc", "-c", "y.c", "-o", "y.o").Succeeded();
        Work.Larder("gcc", "y.o", "-o", "y").Succeeded();
        Work.Larder("gcc", "-fdump-tree-gimple", "-c", "x.c", "-o", "x.o").Succeeded();
        watch.Finish().Succeeded();

        // Time, kind, reason, session, took, saved, compiler, source, "in", directory, …
        string[][] lines = [.. Lines().Where(static line => line[0] != '#').Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
        string[] what = [.. lines.Select(static words => $"{words[1]} {words[2]} {words[6]} {words[7]}").Order(StringComparer.Ordinal)];
        Assert.Equal(
            [
                "hit direct_hit gcc x.c", "miss miss gcc x.c", "miss miss gcc y.c", "uncached called_for_link gcc -",
                "uncached unsupported_compiler_option gcc -",
            ],
            what);
        Assert.All(lines, words => Assert.Equal(["in", Work.Directory], words[8..10]));
        Assert.Contains("[-fdump-tree-gimple]", lines.Single(static words => words[2] == "unsupported_compiler_option"));
        Assert.Matches("^# Watched for .*: 1 hit, 2 misses \\(hit rate 33.3 %\\), 2 uncached", Lines()[^1]);
    }

    /// <summary>A compiler that nobody knows yet is asked in process, under a lease of the daemon; -E is served in process.</summary>
    [Fact]
    public void What_the_client_does_itself_is_told_once_too()
    {
        _served.Start();
        RunningProgram watch = Watch("--json --count 4");
        UntilLogged("\"connected\"");
        Work.Write("g++", "#!/bin/sh\nexec /usr/bin/g++ \"$@\"\n");
        Work.Run("chmod", ["+x", "g++"]).Succeeded();
        Work.Larder("./g++", "-c", "x.c", "-o", "x.o");
        Work.Larder("gcc", "-E", "x.c", "-o", "x.i").Succeeded();
        Work.Larder("gcc", "-E", "x.c", "-o", "x.i").Succeeded();
        Work.Write("bad.c", "int x\n");
        Work.Larder("gcc", "-c", "bad.c");
        watch.Finish().Succeeded();

        Dictionary<string, long> counted = Work.Counters();
        string[] told = [.. Events().Select(static e => e.GetProperty("reason").GetString()!).Order(StringComparer.Ordinal)];
        Assert.Contains("preprocessing_hit", told);
        Assert.Contains("preprocessing_miss", told);
        Assert.Contains("compile_failed", told);
        Assert.All(told, reason => Assert.Equal(1, counted[reason]));
    }

    [Fact]
    public void Two_builds_at_once_are_told_apart_and_one_can_be_chosen()
    {
        _served.Start();
        Work.Run("mkdir", ["one", "two"]).Succeeded();
        const string Compile = "until [ -e go ]; do sleep 0.02; done; cd $D && for i in 1 2 3; do $LARDER gcc -DB=$i -c ../x.c -o x$i.o || exit 1; done";
        RunningProgram one = _served.ClientScript("D=one; " + Compile);
        RunningProgram two = _served.ClientScript("D=two; " + Compile);
        RunningProgram all = Watch("--json --count 6");
        RunningProgram chosen = Watch($"--json --count 3 --session {two.ProcessId}", "chosen.log");
        UntilLogged("\"connected\"");
        UntilLogged("\"connected\"", "chosen.log");
        Work.Write("go", "");
        foreach (RunningProgram program in (RunningProgram[])[one, two, all, chosen])
            program.Finish().Succeeded();

        (int, string)[] expected = [(one.ProcessId, Work.PathOf("one")), (two.ProcessId, Work.PathOf("two"))];
        Assert.Equal(expected.Order(), Events().Select(Where).Distinct().Order());
        Assert.All(Events().GroupBy(Where), static build => Assert.Equal(3, build.Count()));
        Assert.All(Events("chosen.log"), e => Assert.Equal((two.ProcessId, Work.PathOf("two")), Where(e)));
        Assert.Equal(3, Events("chosen.log").Count);

        static (int Session, string Directory) Where(JsonElement happened) =>
            (happened.GetProperty("process").GetInt32(), happened.GetProperty("directory").GetString()!);
    }

    /// <summary>A compile that the daemon serves, and one that is served in process.</summary>
    [Fact]
    public void A_named_build_is_called_by_its_name()
    {
        _served.Start();
        RunningProgram all = Watch("--plain --count 3");
        RunningProgram chosen = Watch("--json --count 2 --session ci-7", "chosen.log");
        UntilLogged("# watching daemon");
        UntilLogged("\"connected\"", "chosen.log");
        Work.Larder("gcc", "-c", "y.c", "-o", "y.o").Succeeded();
        Work.Variables["LARDER_SESSION"] = "ci-7";
        Work.Larder("gcc", "-c", "x.c", "-o", "x.o").Succeeded();
        Work.Larder("gcc", "-E", "x.c", "-o", "x.i").Succeeded();
        all.Finish().Succeeded();
        chosen.Finish().Succeeded();

        using JsonDocument stats = JsonDocument.Parse(Work.Run(LarderBinary.Path, ["stats", "--json"]).Succeeded().Output);
        JsonElement session = Assert.Single(stats.RootElement.GetProperty("sessions").EnumerateArray(), static row => row.GetProperty("name").GetString() == "ci-7");
        Assert.Equal(["x.c", "x.c"], Events("chosen.log").Select(static e => e.GetProperty("source").GetString()));
        Assert.All(
            Events("chosen.log"),
            e => Assert.Equal(("ci-7", session.GetProperty("id").GetString()), (e.GetProperty("session_name").GetString(), e.GetProperty("session").GetString())));
        Assert.Equal(2, Lines().Count(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, _, "ci-7", ..]));
    }

    [Fact]
    public void Without_a_daemon_the_counts_are_shown_and_none_is_started()
    {
        RunningProgram watch = Watch("--plain --count 3");
        UntilLogged("larder daemon start");
        Assert.Contains("# no daemon runs: single compiles can't be shown", Lines()[0]);
        Work.Larder("gcc", "-c", "x.c", "-o", "x.o").Succeeded();
        UntilLogged("miss +1");
        Work.Larder("gcc", "-c", "x.c", "-o", "x.o").Succeeded();
        UntilLogged("direct_hit +1");
        Work.Larder("gcc", "x.o", "y.c", "-fdump-tree-gimple", "-o", "y").Succeeded();
        watch.Finish().Succeeded();
        Assert.Matches("^# Watched for .*: 1 hit, 1 miss \\(hit rate 50.0 %\\), 1 uncached", Lines()[^1]);
        Assert.NotEqual(0, Work.Run(LarderBinary.Path, ["daemon", "status"]).ExitCode);
    }

    [Fact]
    public void A_daemon_that_ends_and_one_that_comes_are_noticed()
    {
        _served.Start();
        RunningProgram watch = Watch("--json");
        UntilLogged("\"connected\"");
        Work.Larder("gcc", "-c", "x.c", "-o", "x.o").Succeeded();
        UntilLogged("\"miss\"");

        // It ends although somebody watches.
        _served.Stop().Succeeded();
        UntilLogged("\"disconnected\"");
        Work.Larder("gcc", "-c", "x.c", "-o", "x.o").Succeeded();
        UntilLogged("\"direct_hit\":1");

        _served.Start();
        ServedWorkspace.Until(() => Types().Count(static type => type == "connected") == 2, "the second daemon is found");
        Work.Larder("gcc", "-c", "y.c", "-o", "y.o").Succeeded();
        UntilLogged("\"y.c\"");

        // One that is killed leaves its mark behind.
        _served.Kill();
        ServedWorkspace.Until(() => Types().Count(static type => type == "disconnected") == 2, "its end is noticed");
        watch.Signal("INT");
        watch.Finish().Succeeded();
        Assert.Equal(["connected", "compile", "disconnected", "counted", "connected", "compile", "disconnected", "summary"], Types());
        JsonElement summary = Json()[^1];
        Assert.Equal((1, 2), (summary.GetProperty("hits").GetInt32(), summary.GetProperty("misses").GetInt32()));
    }

    [Fact]
    public void A_reader_that_has_seen_enough_is_the_end()
    {
        _served.Start();
        RunningProgram watch = _served.ClientScript($"$LARDER watch --plain | head -3 > {Log}; exit ${{PIPESTATUS[0]}}");
        ServedWorkspace.Until(() => _served.Status().GetProperty("connections").GetInt32() >= 3, "it watches");
        RunningProgram build = _served.ClientScript("while :; do $LARDER gcc -c x.c -o x.o || exit 1; done");
        watch.Finish().Succeeded();
        Assert.Equal(3, Lines().Length);
        build.SignalGroup("KILL");
    }

    [Theory]
    [InlineData(60, false)]
    [InlineData(120, true)]
    public void On_a_terminal_it_is_drawn_and_what_stood_there_comes_back(int columns, bool hasColours)
    {
        _served.Start();
        Work.Variables["TERM"] = "xterm";
        Work.Variables["NO_COLOR"] = hasColours ? null : "1";
        string inside = $"stty cols {columns} rows 20; {LarderBinary.Path} watch --count 2";
        RunningProgram watch = RunningProgram.Start(Work, Work.Directory, "script", "-qefc", inside, Log);
        UntilLogged($"jobs 0 of 4 running");
        Work.Larder("gcc", "-c", "x.c", "-o", "x.o").Succeeded();
        UntilLogged("misses 1");
        Work.Larder("gcc", "-c", "x.c", "-o", "x.o").Succeeded();
        watch.Finish().Succeeded();

        string text = Text();
        Assert.Contains("\x1b[?1049h\x1b[?25l", text, StringComparison.Ordinal);
        string end = text[text.LastIndexOf("\x1b[?25h\x1b[?1049l", StringComparison.Ordinal)..];
        Assert.Contains("1 hit, 1 miss (hit rate 50.0 %)", end, StringComparison.Ordinal);
        Assert.Equal(hasColours, text.Contains("\x1b[32m", StringComparison.Ordinal));
        Assert.DoesNotContain("\x1b[?1049h", end, StringComparison.Ordinal);
    }

    private RunningProgram Watch(string options, string log = Log) => _served.ClientScript($"exec $LARDER watch {options} > {log}");

    private void UntilLogged(string text, string log = Log) =>
        ServedWorkspace.Until(() => Text(log).Contains(text, StringComparison.Ordinal), $"\"{text}\" in:\n{Text(log)}");

    private string Text(string log = Log) => Work.Exists(log) ? System.Text.Encoding.UTF8.GetString(Work.Read(log)) : string.Empty;

    private string[] Lines(string log = Log) => Text(log).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private List<JsonElement> Json(string log = Log) =>
    [
        .. Lines(log).Select(static line =>
        {
            using JsonDocument json = JsonDocument.Parse(line);
            return json.RootElement.Clone();
        }),
    ];

    private List<JsonElement> Events(string log = Log) => [.. Json(log).Where(static happened => happened.GetProperty("type").GetString() == "compile")];

    /// <summary>Of whole lines.</summary>
    private string[] Types() =>
        [.. Text()[..(Text().LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line =>
        {
            using JsonDocument json = JsonDocument.Parse(line);
            return json.RootElement.GetProperty("type").GetString()!;
        })];
}
