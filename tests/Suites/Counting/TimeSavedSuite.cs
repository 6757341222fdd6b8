using System.Text;
using System.Text.Json;
using Larder.Suites.Daemon;
using Larder.Suites.Harness;

namespace Larder.Suites.Counting;

/// <summary>What is counted of real compiles besides how they ended: their time, whose they are, what they delivered; in process and through a daemon.</summary>
public sealed class TimeSavedSuite : IDisposable
{
    private const int Milliseconds = 300;

    private ServedWorkspace? _served;

    private Workspace Work => _served!.Work;

    public void Dispose() => _served?.Dispose();

    [Theory]
    [InlineData(false, "x.c", "gcc")]
    [InlineData(true, "x.c", "gcc")]
    [InlineData(true, "x.cc", "g++")]
    public void Each_hit_saves_what_the_compiler_took(bool isServed, string source, string compiler)
    {
        Begin(isServed);
        _ = new ObservedAssembler(Work) { Milliseconds = Milliseconds };
        Work.Write(source, "int x;\n");
        for (int i = 0; i < 3; i++)
            Work.Larder(compiler, "-c", source, "-o", "x.o").Succeeded();

        JsonElement sums = Stats().GetProperty("sums");
        Assert.Equal((2, 1, 0), Counts(sums));
        long spent = sums.GetProperty("spent_ms").GetInt64();
        Assert.True(spent >= Milliseconds, $"the compiler took {Milliseconds} ms at least, and is said to have taken {spent}");
        Assert.InRange(sums.GetProperty("saved_ms").GetInt64(), 2 * spent, (2 * spent) + 1);
        Assert.InRange(sums.GetProperty("bytes").GetInt64(), 3 * Work.Read("x.o").Length, long.MaxValue);
        Assert.Equal(2, Stats().GetProperty("days").EnumerateArray().Sum(static day => Counts(day).Hits));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Builds_and_namespaces_are_told_apart(bool isServed)
    {
        Begin(isServed);
        Work.Write("x.c", "int x;\n");
        Work.Write("y.c", "int y;\n");
        Work.Variables["LARDER_SESSION"] = "first build";
        Work.Larder("gcc", "-c", "x.c").Succeeded();
        Work.Larder("gcc", "-c", "x.c").Succeeded();
        Work.Variables["LARDER_SESSION"] = "second build";
        Work.Variables["LARDER_NAMESPACE"] = "team";
        Work.Larder("gcc", "-c", "y.c").Succeeded();
        Work.Larder("gcc", "y.o", "-shared", "-o", "y.so").Succeeded();
        Work.Variables["LARDER_SESSION"] = null;
        Work.Larder("gcc", "-c", "y.c").Succeeded();

        JsonElement stats = Stats();
        Assert.Equal((1, 1, 0), Counts(Session(stats, "first build")));
        Assert.Equal((0, 1, 1), Counts(Session(stats, "second build")));
        JsonElement own = Assert.Single(stats.GetProperty("sessions").EnumerateArray(), static session => ulong.Parse(session.GetProperty("id").GetString()!) < 1UL << 63);
        Assert.Equal((1, 0, 0), Counts(own));
        Assert.Equal((1, 1, 0), Counts(Group(stats, "")));
        Assert.Equal((1, 1, 1), Counts(Group(stats, "team")));
        Assert.EndsWith("/gcc", Group(stats, "team").GetProperty("compiler").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_derivation_is_a_build_in_Nixs_sandbox()
    {
        Begin(isServed: false);
        Work.Variables["NIX_BUILD_TOP"] = "/build";
        Work.Variables["out"] = "/nix/store/0123456789abcdfghijklmnpqrsvwxyz-hello-2.12";
        Work.Write("x.c", "int x;\n");
        Work.Larder("gcc", "-c", "x.c").Succeeded();
        Assert.Equal((0, 1, 0), Counts(Session(Stats(), "01234567-hello-2.12")));
    }

    /// <summary>What is typed at the prompt is the shell's, and each make is a build of its own.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Builds_of_one_terminal_are_told_apart_by_their_topmost_process(bool isServed)
    {
        Begin(isServed);
        Work.Write("x.c", "int x;\n");
        Work.Write("y.c", "int y;\n");
        Work.Write("Makefile", "one: ; $(LARDER) gcc -c x.c\ntwo: ; ($(LARDER) gcc -c x.c && $(LARDER) gcc -c y.c)\n");
        Work.Write("typed", $"make LARDER={LarderBinary.Path} one && make LARDER={LarderBinary.Path} two && {LarderBinary.Path} gcc -c y.c && echo $$ > shell\n");
        Work.Run("script", ["-qefc", "exec bash ./typed", "seen"]).Succeeded();

        JsonElement[] sessions = [.. Stats().GetProperty("sessions").EnumerateArray()];
        Assert.Equal(3, sessions.Length);
        Assert.Equal(
            [(0, 1, 0), (1, 1, 0)],
            sessions.Where(static session => session.GetProperty("name").GetString()?.StartsWith("make ", StringComparison.Ordinal) == true).Select(Counts).Order());
        ulong shell = ulong.Parse(Encoding.ASCII.GetString(Work.Read("shell")));
        Assert.Equal((1, 0, 0), Counts(Assert.Single(sessions, session => (uint)ulong.Parse(session.GetProperty("id").GetString()!) == shell)));
    }

    /// <summary>A script without a terminal, which is a step of CI or a container's command, is one build with all its subshells.</summary>
    [Fact]
    public void A_script_is_a_build()
    {
        Begin(isServed: false);
        Work.Write("x.c", "int x;\n");
        Work.Write("build.sh", "for i in 1 2; do (\"$0\" gcc -DN=$i -c x.c -o x$i.o; :) & done; wait; (sh -c '\"$0\" gcc -DN=1 -c x.c -o x1.o; :' \"$0\")\n");
        Work.Run("setsid", ["--wait", "bash", "-c", ". ./build.sh", LarderBinary.Path]).Succeeded();
        Assert.Equal((1, 2, 0), Counts(Assert.Single(Stats().GetProperty("sessions").EnumerateArray())));
    }

    /// <summary>In a container, or of a service, the session is led by what builds.</summary>
    [Fact]
    public void A_build_that_leads_its_session_is_one_however_deep_it_nests()
    {
        Begin(isServed: false);
        Work.Write("x.c", "int x;\n");
        Work.Write("Makefile", "all: ; $(MAKE) one && (sh -c '$(MAKE) one; :')\none: ; $(LARDER) gcc -c x.c\n");
        Work.Run("setsid", ["--wait", "make", "LARDER=" + LarderBinary.Path, "all"]).Succeeded();
        JsonElement session = Assert.Single(Stats().GetProperty("sessions").EnumerateArray());
        Assert.Equal((1, 1, 0), Counts(session));
        Assert.Matches(@"^make .*\([0-9]+\)$", session.GetProperty("name").GetString());
    }

    [PidNamespaceFact]
    public void A_container_is_a_build_where_the_leader_of_its_session_is_outside()
    {
        Begin(isServed: true);
        Work.Write("x.c", "int x;\n");
        Work.Run(
            "unshare",
            ["--pid", "--fork", "--mount-proc", "sh", "-c", "\"$0\" gcc -c x.c && \"$0\" gcc -c x.c && :", LarderBinary.Path]).Succeeded();
        JsonElement session = Assert.Single(Stats().GetProperty("sessions").EnumerateArray());
        Assert.StartsWith("sh -c ", session.GetProperty("name").GetString(), StringComparison.Ordinal);
        Assert.EndsWith(" (1)", session.GetProperty("name").GetString(), StringComparison.Ordinal);
        Assert.Equal((1, 1, 0), Counts(session));
    }

    [Fact]
    public void Without_counting_nothing_is_noted()
    {
        Begin(isServed: false);
        Work.Variables["LARDER_STATS"] = "no";
        Work.Write("x.c", "int x;\n");
        Work.Larder("gcc", "-c", "x.c").Succeeded();
        Work.Larder("gcc", "-c", "x.c").Succeeded();
        Assert.Equal((0, 0, 0), Counts(Stats().GetProperty("sums")));
        Assert.Empty(Stats().GetProperty("sessions").EnumerateArray());
    }

    private void Begin(bool isServed)
    {
        _served = new ServedWorkspace(isStarted: isServed);
        Work.Variables["LARDER_NO_DAEMON"] = isServed ? null : "1";
    }

    private JsonElement Stats()
    {
        using JsonDocument json = JsonDocument.Parse(Work.Run(LarderBinary.Path, ["stats", "--json"]).Succeeded().Output);
        return json.RootElement.Clone();
    }

    private static JsonElement Session(JsonElement stats, string name) =>
        Assert.Single(stats.GetProperty("sessions").EnumerateArray(), session => session.GetProperty("name").GetString() == name);

    private static JsonElement Group(JsonElement stats, string name) =>
        Assert.Single(stats.GetProperty("groups").EnumerateArray(), group => group.GetProperty("namespace").GetString() == name);

    private static (int Hits, int Misses, int Uncached) Counts(JsonElement sums) =>
        (sums.GetProperty("hits").GetInt32(), sums.GetProperty("misses").GetInt32(), sums.GetProperty("uncached").GetInt32());
}
