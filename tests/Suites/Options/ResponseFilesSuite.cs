using Larder.Suites.Harness;

namespace Larder.Suites.Options;

/// <summary>Command lines in files.</summary>
public sealed class ResponseFilesSuite : SideBySideSuite
{
    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void What_the_file_says_counts(string compiler)
    {
        Write("x.c", "int v = V;\n");
        Write("args", "-DV=1 -c\nx.c\t-o 'x.o'\n");
        MissThenHit($"L {compiler} @args");
        Write("args", "-DV=2 -c x.c -o x.o");
        MissThenHit($"L {compiler} @args");
        Step("direct_hit", $"L {compiler} -DV=2 -c x.c -o x.o");
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void Files_in_files_and_both_quotings(string compiler)
    {
        Write("x y.c", "const char *s = S;\n");
        Write("outer", "-c @inner \"-o\" 'x y.o'");
        Write("inner", "-DS='\"a b\"' \"x y.c\" -Dq=\"x\"");
        MissThenHit($"L {compiler} @outer");
        Write("inner", "'-DS=\"another\"' \"x y.c\"");
        MissThenHit($"L {compiler} @outer");
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void The_file_may_be_gone_afterwards_or_never_there(string compiler)
    {
        Write("x.c", "int v = V;\n");
        string script = $"echo '-DV=1 -c x.c' > args; L {compiler} @args -o x.o; s=$?; rm args; exit $s";
        MissThenHit(script);
        Shell("rm -f none");
        ProcessResult bare = Work.Bare(compiler, "@none", "-c", "x.c");
        ProcessResult served = Work.Larder(compiler, "@none", "-c", "x.c");
        Assert.Equal((bare.ExitCode, bare.ErrorText), (served.ExitCode, served.ErrorText));
    }
}
