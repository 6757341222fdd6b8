using Larder.Suites.Harness;

namespace Larder.Suites.PeerDefects;

/// <summary>Includes whose operand is a macro.</summary>
public sealed class ComputedIncludesSuite : SideBySideSuite
{
    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void The_operand_comes_from_a_header(string compiler)
    {
        Write("x.c", "#include \"choice.h\"\n#include CHOSEN\nint v = V;\n");
        Write("choice.h", "#define CHOSEN <h.h>\n");
        Write("a/other", "");
        Write("b/h.h", "#define V 1\n");
        MissThenHit($"L {compiler} -I a -I b -c x.c -o x.o");
        Write("a/h.h", "#define V 2\n");
        MissThenHit($"L {compiler} -I a -I b -c x.c -o x.o");
        Write("k.h", "#define V 3\n");
        Write("choice.h", "#define CHOSEN \"k.h\"\n");
        MissThenHit($"L {compiler} -I a -I b -c x.c -o x.o");
    }

    [Theory]
    [InlineData("gcc", "'-DHDR=<h.h>'")]
    [InlineData("gcc", "-D 'HDR=<h.h>'")]
    [InlineData("gcc", "'-Wp,-DHDR=<h.h>'")]
    [InlineData("gcc", "'-Wp,-DX=1,-DHDR=<h.h>'")]
    [InlineData("gcc", "-Xpreprocessor '-DHDR=<h.h>'")]
    [InlineData("gcc", "'-DNAME(x)=<x>' '-DHDR=NAME(h.h)'")]
    [InlineData("clang", "'-DHDR=<h.h>'")]
    [InlineData("clang", "'-Wp,-DHDR=<h.h>'")]
    [InlineData("clang", "-Xpreprocessor '-DHDR=<h.h>'")]
    public void The_operand_comes_from_the_command_line(string compiler, string definition)
    {
        Write("x.c", "#include HDR\nint v = V;\n");
        Write("a/other", "");
        Write("b/h.h", "#define V 1\n");
        Step("miss stored", $"L {compiler} {definition} -I a -I b -c x.c -o x.o");
        Step("preprocessed_hit", $"L {compiler} {definition} -I a -I b -c x.c -o x.o");
        Write("a/h.h", "#define V 2\n");
        Step("miss stored", $"L {compiler} {definition} -I a -I b -c x.c -o x.o");
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void A_file_that_includes_itself_by_its_own_macro(string compiler)
    {
        Write("x.c", "#include \"d/h.h\"\nint v = V;\n");
        Write("d/h.h", "#ifndef AGAIN\n#define AGAIN\n#include __FILE__\n#else\n#define V 1\n#endif\n");
        Step("miss stored", $"L {compiler} -I . -c x.c -o x.o");
        Step("preprocessed_hit", $"L {compiler} -I . -c x.c -o x.o");
        Write("d/d/h.h", "#define V 2\n");
        Step("miss stored", $"L {compiler} -I . -c x.c -o x.o");
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void The_operand_of_has_include_is_a_macro(string compiler)
    {
        Write("x.c", "#define WHICH \"late.h\"\n#if __has_include(WHICH)\nint v = 2;\n#else\nint v = 1;\n#endif\n");
        Step("miss stored", $"L {compiler} -c x.c -o x.o");
        Step("preprocessed_hit", $"L {compiler} -c x.c -o x.o");
        Write("late.h", "\n");
        Step("miss stored", $"L {compiler} -c x.c -o x.o");
    }
}
