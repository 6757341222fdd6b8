using System.Text.Json;
using Larder.Suites.Harness;

namespace Larder.Suites.Explaining;

/// <summary>Each cause of a miss is named, and nothing else is.</summary>
public sealed class ExplainSuite : IDisposable
{
    private readonly Workspace _work = new();

    public static TheoryData<string> Names() => [.. CauseScenarios.All.Select(static scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_cause_is_named_and_nothing_else(string name)
    {
        CauseScenario scenario = Array.Find(CauseScenarios.All, one => one.Name == name)!;
        CauseScenario.Prepare(_work);
        Run(scenario.Script);
        JsonElement call = Explain("--last", "1")[0];
        JsonElement[] causes = [.. call.GetProperty("causes").EnumerateArray()];
        string all = call.GetRawText();
        Assert.True(scenario.Kinds.SequenceEqual(causes.Select(static cause => cause.GetProperty("kind").GetString())), all);
        for (int i = 0; i < scenario.Texts.Length; i++)
            Assert.Contains(scenario.Texts[i], causes[i].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(scenario.NotStored is not null, call.TryGetProperty("not_stored", out JsonElement unsaved));
        if (scenario.NotStored is { } reason)
            Assert.Contains(reason, unsaved.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    /// <summary>The same is said before the compile as after it, and asking changes nothing.</summary>
    [Theory]
    [MemberData(nameof(Foreseeable))]
    public void What_would_happen_is_said_without_compiling(string name)
    {
        CauseScenario scenario = Array.Find(CauseScenarios.All, one => one.Name == name)!;
        CauseScenario.Prepare(_work);
        int last = new[] { "L gcc", "L clang", "L ./bin" }.Max(call => scenario.Script.LastIndexOf(call, StringComparison.Ordinal));
        Run(scenario.Script[..last] + "for i in x.o y.o; do [ -e $i ] && mv $i $i.before; done; cp -r $LARDER_DIR/v1/journal before 2> /dev/null; larder explain --json -- " + scenario.Script[(last + 2)..].TrimEnd(' ', ';') + " > answer");
        Dictionary<string, long> counted = _work.Counters();
        JsonElement call = JsonDocument.Parse(_work.Read("answer")).RootElement.GetProperty("calls")[0];
        JsonElement[] causes = [.. call.GetProperty("causes").EnumerateArray()];
        Assert.True(scenario.Kinds.SequenceEqual(causes.Select(static cause => cause.GetProperty("kind").GetString())), call.GetRawText());

        // Where a header will be found in place of one that is gone, and what a compiler is made of that isn't known yet, only the compile says.
        for (int i = 0; i < scenario.Texts.Length; i++)
            Assert.Contains(scenario.Kinds[i] is "gone" or "compiler" ? scenario.Texts[i].Split(':')[0] : scenario.Texts[i].Replace("was damaged, and was removed", "is damaged", StringComparison.Ordinal), causes[i].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.False(_work.Exists("x.o") || _work.Exists("y.o"));
        Assert.Equal(counted, _work.Counters());
    }

    /// <summary>Not what only the compile itself shows, what is asked of the compiler itself, and where its script goes elsewhere.</summary>
    public static TheoryData<string> Foreseeable() =>
        [.. CauseScenarios.All.Where(static scenario => scenario.NotStored is null && scenario.Name is not ("recache" or "a question to the compiler" or "the working directory" or "diagnostics on a terminal")).Select(static scenario => scenario.Name)];

    [Fact]
    public void A_hit_is_said_to_be_one()
    {
        CauseScenario.Prepare(_work);
        Run("L gcc -Iinc -c x.c -o x.o; larder explain -- gcc -Iinc -c x.c -o x.o > answer");
        Assert.StartsWith("x.c would be a hit (direct_hit), of result ", System.Text.Encoding.UTF8.GetString(_work.Read("answer")), StringComparison.Ordinal);
    }

    [Fact]
    public void An_object_is_explained_by_its_last_compile()
    {
        CauseScenario.Prepare(_work);
        Run("L gcc -Iinc -c x.c -o out.o; L gcc -Iinc -DA -O1 -c x.c -o other.o; L gcc -Iinc -DA -c x.c -o out.o");
        foreach (string path in (string[])["out.o", "./out.o", _work.PathOf("out.o")])
            Assert.Equal(["`-DA` is new"], Explain(path)[0].GetProperty("causes").EnumerateArray().Select(static cause => cause.GetProperty("text").GetString()));
        ProcessResult none = _work.Run(LarderBinary.Path, ["explain", "never.o"]);
        Assert.Equal(1, none.ExitCode);
        Assert.Contains("never.o: no compile that wrote it is noted", none.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public void The_nearest_earlier_compile_is_compared()
    {
        // Two kinds of build by turns: each is compared with its own kind.
        CauseScenario.Prepare(_work);
        Run("L gcc -Iinc -O0 -DDEBUG -c x.c -o x.o; L gcc -Iinc -O2 -DNDEBUG -c x.c -o x.o; L gcc -Iinc -O0 -DDEBUG -DMORE -c x.c -o x.o");
        Assert.Equal(["`-DMORE` is new"], Explain("x.o")[0].GetProperty("causes").EnumerateArray().Select(static cause => cause.GetProperty("text").GetString()));
    }

    [Fact]
    public void Hits_leave_no_notes_and_without_a_journal_nothing_does()
    {
        CauseScenario.Prepare(_work);
        Run("L gcc -Iinc -c x.c -o x.o; L gcc -Iinc -c x.c -o x.o; L gcc -Iinc -c x.c -o x.o");
        Assert.Single(Explain("--last", "10"));
        Run("export LARDER_DIR=$PWD/other LARDER_JOURNAL_SIZE=0; L gcc -Iinc -c x.c -o x.o; ls $LARDER_DIR/v1 > listing; larder explain x.o 2> answer");
        if (SuiteMode.IsInProcess)
            Assert.DoesNotContain("journal", System.Text.Encoding.UTF8.GetString(_work.Read("listing")), StringComparison.Ordinal);
        Assert.Contains("nothing is noted: journal_size is 0", System.Text.Encoding.UTF8.GetString(_work.Read("answer")), StringComparison.Ordinal);
    }

    [Fact]
    public void Questions_that_make_no_sense_are_refused()
    {
        foreach (string[] words in (string[][])[[], ["a.o", "b.o"], ["--last", "0"], ["--build", "x.o"], ["--lst"], ["--", "no-such-compiler", "-c", "x.c"]])
            Assert.Equal(2, _work.Run(LarderBinary.Path, ["explain", .. words]).ExitCode);
    }

    [Fact]
    public void Of_a_command_of_several_compiles_each_is_told()
    {
        CauseScenario.Prepare(_work);
        _work.Write("y.c", "int y;\n");
        Run("L gcc -Iinc -c y.c -o y.o");
        string text = Asked("--", "gcc", "-Iinc", "-c", "x.c", "y.c");
        Assert.StartsWith("Each source is looked up by itself:\nx.c would be compiled:\n", text, StringComparison.Ordinal);
        Assert.Contains("\ny.c would be a hit (direct_hit)", text, StringComparison.Ordinal);
        Assert.StartsWith("Each source is looked up by itself, and the compiler links:\n", Asked("--", "gcc", "-Iinc", "x.c", "y.c", "-o", "prog"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_would_not_be_looked_up_at_all_is_told()
    {
        CauseScenario.Prepare(_work);
        Run("L gcc -Iinc -c x.c -o x.o");
        string[] compile = ["--", "gcc", "-Iinc", "-c", "x.c", "-o", "x.o"];
        Assert.StartsWith("x.c would be a hit", Asked(compile), StringComparison.Ordinal);
        Assert.Contains("not cached: `./none.so` could not be read", Asked("--", "gcc", "-fplugin=./none.so", "-c", "x.c"), StringComparison.Ordinal);
        _work.Variables["LARDER_RECACHE"] = "1";
        Assert.Contains("`recache` is set", Asked(compile), StringComparison.Ordinal);
        _work.Variables["LARDER_DISABLE"] = "1";
        Assert.Contains("not cached: `disable` or `passthrough` is set", Asked(compile), StringComparison.Ordinal);
    }

    [Fact]
    public void The_parts_are_written_beside_the_object_where_that_is_asked_for()
    {
        CauseScenario.Prepare(_work);
        Run("export LARDER_DEBUG=1; L gcc -Iinc -DA=1 -c x.c -o x.o");
        string text = System.Text.Encoding.UTF8.GetString(_work.Read("x.o.larder-debug"));
        Assert.Contains("value              A=1", text, StringComparison.Ordinal);
        Assert.Matches("(?m)^  source +x.c  [0-9a-f]{64}$", text);
    }

    [Fact]
    public void Parts_of_an_earlier_object_do_not_stand_beside_a_hit()
    {
        CauseScenario.Prepare(_work);
        Run("export LARDER_DEBUG=1; L gcc -Iinc -c x.c -o x.o; L gcc -Iinc -DA -c x.c -o x.o");
        Assert.True(_work.Exists("x.o.larder-debug"));
        Run("export LARDER_DEBUG=1; L gcc -Iinc -c x.c -o x.o; L gcc -Iinc -DB -c x.c -o /dev/null");
        Assert.False(_work.Exists("x.o.larder-debug"));
        Assert.False(File.Exists("/dev/null.larder-debug"));
    }

    [Fact]
    public void The_id_in_the_log_is_that_of_the_note()
    {
        CauseScenario.Prepare(_work);
        Run("export LARDER_LOG=$PWD/larder.log; L gcc -Iinc -c x.c -o x.o");
        string id = Explain("--last", "1")[0].GetProperty("id").GetString()!;
        Assert.Matches($@"^\S+Z miss gcc -Iinc -c x\.c -o x\.o #{id}\n$", System.Text.Encoding.UTF8.GetString(_work.Read("larder.log")));
    }

    public void Dispose() => _work.Dispose();

    private string Asked(params string[] words) => _work.Run(LarderBinary.Path, ["explain", .. words]).Succeeded().OutputText;

    private void Run(string script)
    {
        // Time passes between the calls: what one has written is no racy input of the next, and each has a time of its own.
        string functions = $"""
            BIN='{LarderBinary.Path}'
            L() (sleep 0.05; LARDER_SESSION=call-$(date +%s%N) exec '{LarderBinary.Path}' "$@")
            larder() ('{LarderBinary.Path}' "$@")
            w() (mkdir -p "$(dirname "$1")"; printf "$2" > "$1"; touch -d '-1 hour' "$1")

            """;
        _work.Run("sh", ["-c", functions + script]);
    }

    private JsonElement[] Explain(params string[] words)
    {
        ProcessResult result = _work.Run(LarderBinary.Path, ["explain", "--json", .. words]).Succeeded();
        return [.. JsonDocument.Parse(result.Output).RootElement.GetProperty("calls").EnumerateArray()];
    }
}
