using Larder.Suites.Harness;

namespace Larder.Suites.Outputs;

/// <summary>What compilers say, and how they end.</summary>
public sealed class DiagnosticsSuite : SideBySideSuite
{
    [Theory]
    [InlineData("gcc", "")]
    [InlineData("gcc", "-MD")]
    [InlineData("gcc", "-MMD")]
    [InlineData("gcc", "-MMD -fdiagnostics-color=always")]
    [InlineData("gcc", "-fdiagnostics-color=always")]
    [InlineData("gcc", "-fdiagnostics-color")]
    [InlineData("gcc", "-fno-diagnostics-color")]
    [InlineData("gcc", "-fdiagnostics-format=json")]
    [InlineData("clang", "")]
    [InlineData("clang", "-MD")]
    [InlineData("clang", "-fcolor-diagnostics")]
    [InlineData("clang", "-fdiagnostics-color=always")]
    [InlineData("clang", "-fansi-escape-codes -fcolor-diagnostics")]
    public void Warnings_are_said_again(string compiler, string options)
    {
        Write("x.c", "#include \"h.h\"\nint f(int a) { int unused; return a; }\n#warning \"look\"\n");
        Write("h.h", "static int never(void) { return 1; }\n");
        MissThenHit($"L {compiler} {options} -Wall -c x.c -o x.o");
        Step("miss stored", $"L {compiler} {options} -Wall -Wno-unused -c x.c -o x.o");
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void Colour_or_not_is_one_compile_each(string compiler)
    {
        Write("x.c", "int f(int a) { int unused; return a; }\n");
        Step("miss stored", $"L {compiler} -Wall -c x.c -o x.o");
        Step("miss stored", $"L {compiler} -fdiagnostics-color=always -Wall -c x.c -o x.o");
        Step("direct_hit", $"L {compiler} -fdiagnostics-color=never -Wall -c x.c -o x.o");
        Step("direct_hit", $"L {compiler} -fdiagnostics-color=auto -Wall -c x.c -o x.o");
        Step("direct_hit", $"L {compiler} -Wall -fdiagnostics-color=always -c x.c -o x.o");
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void A_terminal_gets_colours(string compiler)
    {
        if (!File.Exists("/usr/bin/script"))
            return;
        Work.Variables["TERM"] = "xterm";
        Work.Variables["GCC_URLS"] = "no";
        Write("x.c", "int f(int a) { int unused; return a; }\n");
        Step("miss stored", $"L {compiler} -Wall -g -c x.c -o x.o");
        string script = $"script -qec \"$SUITE_LARDER {compiler} -Wall -g -c x.c -o x.o\" /dev/null < /dev/null";
        Assert.Contains("\u001b[", Step("miss stored", script).Succeeded().OutputText, StringComparison.Ordinal);
        Step("direct_hit", script);
        Step("direct_hit", $"L {compiler} -Wall -g -c x.c -o x.o");
    }

    [Fact]
    public void A_pragma_that_looks_like_a_list_of_headers_confuses_nobody()
    {
        Write("x.c", "#include \"h.h\"\n#pragma message(\"\\n. none.h\\n\")\nint v = V;\n");
        Write("h.h", "#define V 1\n");
        Step("ambiguous_header_trace", "L gcc -MMD -c x.c -o x.o");
        Write("h.h", "#define V 2\n");
        Step("ambiguous_header_trace", "L gcc -MMD -c x.c -o x.o");
    }

    [Fact]
    public void Headers_without_guards_are_listed_for_us_only()
    {
        Write("x.c", "#include \"a.h\"\n#include \"sub/b.h\"\n#warning w\nint v;\n");
        Write("a.h", "int a;\n");
        Write("sub/b.h", "#include \"../c.h\"\nint b;\n");
        Write("c.h", "int c;\n");
        Write("pre.h", "int pre;\n");
        MissThenHit("L gcc -MMD -include pre.h -c x.c -o x.o");
        Write("pre.h", "int pre2;\n");
        MissThenHit("L gcc -MMD -include pre.h -c x.c -o x.o");
        MissThenHit("L gcc -MMD -H -include pre.h -c x.c -o x.o");
        MissThenHit("L gcc -H -c x.c -o x.o");
    }
}
