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

    /// <summary>clang's notes have the name as it is where there is such a file, and below the directory where there is none.</summary>
    [Theory]
    [InlineData("gcc")]
    [InlineData("clang")]
    public void Coverage_looks_whether_the_named_file_is_there(string compiler)
    {
        string script = $"L {compiler} --coverage -frandom-seed=7 -c x.c -o x.o";
        Write("x.c", "#line 80 \"other.h\"\nint f(void) { return 0; }\n");
        MissThenHit(script);
        Write("other.h", "#define V 7\n");
        if (compiler == "clang")
            MissThenHit(script);
        else
            Step("direct_hit", script);
        Work.Delete("other.h");
        Step("direct_hit", script);
    }

    [Fact]
    public void So_it_does_with_a_name_that_is_put_in_its_place()
    {
        Write("src/x.c", "int f(void) { return 0; }\n");
        Write("other/none", string.Empty);
        foreach (string option in (string[])["-ffile-prefix-map=src=other", "-fdebug-prefix-map=src=other"])
        {
            string script = $"L clang --coverage -frandom-seed=7 {option} -c src/x.c -o x.o";
            Step("unsupported_directive", script);
            Write("other/x.c", string.Empty);
            Step("unsupported_directive", script);
            Work.Delete("other/x.c");
        }

        MissThenHit("L clang --coverage -frandom-seed=7 -ffile-prefix-map=src=/other -c src/x.c -o x.o");
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
