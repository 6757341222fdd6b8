using Larder.Units.Graph;
using Larder.Units.Replay;
using Larder.Units.Replay.Logs;
using Larder.Units.Tests.Harness;

namespace Larder.Units.Tests.Replay;

/// <summary>What is said of a build that fails: the peer's defect 3.</summary>
public sealed class ReplayLogTests(Replays projects) : IClassFixture<Replays>
{
    [NixFact]
    public void A_compile_error_is_whole_in_the_log_and_its_excerpt()
    {
        projects.Build("greet");
        projects.Edit("greet/src/words.cpp", "return \"hello\";", "return greeting;");
        List<string> lines = [];
        (ReplayOutcome outcome, string log) = projects.Replay(projects.Node("greet"), line: lines.Add);
        projects.Edit("greet/src/words.cpp", "return greeting;", "return \"hello\";");

        Assert.False(outcome.Succeeded);
        Assert.Equal("buildPhase", outcome.FailedPhase);
        Assert.Equal(log, string.Join('\n', lines) + "\n");
        string[] excerpt = LogExcerpt.OfFile(projects.Directories.Log("greet"));
        Assert.StartsWith("FAILED: ", excerpt[0], StringComparison.Ordinal);
        Assert.Contains(excerpt, line => line.Contains("words.cpp:3:", StringComparison.Ordinal) && line.Contains("error: ", StringComparison.Ordinal));
        Assert.Contains(excerpt, line => line.Contains("^~", StringComparison.Ordinal));
        Assert.DoesNotContain(excerpt, line => line.StartsWith("ninja: ", StringComparison.Ordinal));
    }

    [NixFact]
    public void An_error_under_make_has_its_context()
    {
        projects.Build("plain");
        projects.Edit("plain/src/part.h", "int part(void);", "int part(void)");
        (ReplayOutcome outcome, _) = projects.Replay(projects.Node("plain"));
        projects.Edit("plain/src/part.h", "int part(void)", "int part(void);");
        Assert.Equal("buildPhase", outcome.FailedPhase);
        string[] excerpt = LogExcerpt.OfFile(projects.Directories.Log("plain"));
        Assert.Contains(excerpt, line => line.Contains("error: ", StringComparison.Ordinal));
        Assert.DoesNotContain(excerpt, line => line.StartsWith("Running phase", StringComparison.Ordinal));
    }

    [NixFact]
    public void A_configure_error_names_its_phase_and_is_shown()
    {
        UnitNode node = projects.Node("generator");
        projects.Build("generator");
        projects.Edit("generator/meson.build", "executable(", "unknown_function(");
        (ReplayOutcome outcome, string log) = projects.Replay(node);
        projects.Edit("generator/meson.build", "unknown_function(", "executable(");
        Assert.Equal("configurePhase", outcome.FailedPhase);
        Assert.Contains(LogExcerpt.OfFile(projects.Directories.Log("generator")), line => line.Contains("unknown_function", StringComparison.Ordinal));
        Assert.Contains("once more, in a fresh build directory", log, StringComparison.Ordinal);
    }

    [Fact]
    public void The_include_stack_and_the_notes_belong_to_an_error()
    {
        string[] log =
        [
            "gcc -c a.c", "In file included from b.h:1,", "                 from a.c:2:", "c.h: In function 'f':", "c.h:3:4: error: 'x' undeclared", "    3 | return x;", "      |        ^",
            "c.h:3:4: note: each undeclared identifier is reported only once", "make: *** [Makefile:5: a.o] Error 1",
        ];
        Assert.Equal(log[1..8], LogExcerpt.Of(log));
    }

    [Fact]
    public void Without_an_error_that_is_known_the_end_is_shown()
    {
        string[] log = [.. Enumerable.Range(0, 100).Select(n => $"line {n}")];
        Assert.Equal(log[70..], LogExcerpt.Of(log));
    }
}
