using Larder.Suites.Harness;

namespace Larder.Suites.PeerDefects;

/// <summary><c>#line</c> names files that were not read for their text, until a diagnostic quotes them.</summary>
public sealed class LineDirectiveSuite : SideBySideSuite
{
    [Theory]
    [InlineData("gcc", "")]
    [InlineData("gcc", "-MD")]
    [InlineData("gcc", "-MMD")]
    [InlineData("clang", "")]
    [InlineData("clang", "-MD")]
    public void Headers_behind_a_line_directive_count(string compiler, string options)
    {
        Write("x.c", "#line 100 \"elsewhere/y.y\"\n#include \"h.h\"\n# 7 \"z.z\"\nint v = V;\nconst char *f = __FILE__;\n");
        Write("h.h", "#line 3 \"parser.y\"\n#define V 1\n");
        MissThenHit($"L {compiler} {options} -g -c x.c -o x.o");
        Write("h.h", "#line 3 \"parser.y\"\n#define V 2\n");
        MissThenHit($"L {compiler} {options} -g -c x.c -o x.o");
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void A_diagnostic_quotes_the_named_file(string compiler)
    {
        Write("x.c", "#line 1 \"quoted.y\"\n#warning look\nint v;\n");
        Write("quoted.y", "the first text\n");
        MissThenHit($"L {compiler} -c x.c -o x.o");
        Write("quoted.y", "another text\n");
        MissThenHit($"L {compiler} -c x.c -o x.o");
        Work.Delete("quoted.y");
        MissThenHit($"L {compiler} -c x.c -o x.o");
    }
}
