using Larder.Suites.Harness;

namespace Larder.Suites.PeerDefects;

/// <summary>Lines, columns and paths in debug information.</summary>
public sealed class DebugInformationSuite : SideBySideSuite
{
    [Theory]
    [InlineData("gcc", false)]
    [InlineData("gcc", true)]
    [InlineData("clang", false)]
    [InlineData("clang", true)]
    public void A_comment_moves_the_lines(string compiler, bool preprocessed)
    {
        if (preprocessed)
            Work.Variables["LARDER_PREPROCESSOR_MODE"] = "true";
        string hit = preprocessed ? "preprocessed_hit" : "direct_hit";
        Write("x.c", "#include \"a.h\"\nint f(void) { return g(); }\n");
        Write("a.h", "static int g(void) { return 1; }\n");
        foreach (string options in (string[])["-g", "-g -P", "-g3"])
        {
            Write("a.h", "static int g(void) { return 1; }\n");
            Step("miss stored", $"L {compiler} {options} -c x.c -o x.o");
            Write("a.h", "/* moved */\nstatic int g(void) { return 1; }\n");
            Step("miss stored", $"L {compiler} {options} -c x.c -o x.o");
            Write("a.h", "/* moved */\nstatic int g(void) { /* along */ return 1; }\n");
            Step("miss stored", $"L {compiler} {options} -c x.c -o x.o");
            Step(hit, $"L {compiler} {options} -c x.c -o x.o");
        }
    }

    [Theory]
    [InlineData("gcc", "-fmacro-prefix-map")]
    [InlineData("gcc", "-fdebug-prefix-map")]
    [InlineData("gcc", "-ffile-prefix-map")]
    [InlineData("clang", "-fmacro-prefix-map")]
    [InlineData("clang", "-fdebug-prefix-map")]
    [InlineData("clang", "-ffile-prefix-map")]
    public void Where_a_prefix_is_mapped_to_counts(string compiler, string option)
    {
        Write("d/x.c", "const char *f = __FILE__;\n");
        Step("miss stored", $"L {compiler} -g {option}=$PWD=one -c $PWD/d/x.c -o x.o");
        Step("miss stored", $"L {compiler} -g {option}=$PWD=two -c $PWD/d/x.c -o x.o");
        Step("miss stored", $"L {compiler} -g {option}=$PWD/d=one -c $PWD/d/x.c -o x.o");
        Step("direct_hit", $"L {compiler} -g {option}=$PWD=one -c $PWD/d/x.c -o x.o");
    }

    [Fact]
    public void The_directory_to_be_written_counts()
    {
        Write("x.c", "int v;\n");
        Step("miss stored", "L clang -g -fdebug-compilation-dir=/one -c x.c -o x.o");
        Step("miss stored", "L clang -g -fdebug-compilation-dir=/two -c x.c -o x.o");
        Step("direct_hit", "L clang -g -fdebug-compilation-dir=/one -c x.c -o x.o");
    }

    [Theory]
    [InlineData("gcc")]
    [InlineData("clang")]
    public void Assembler_sources_have_debug_information_too(string compiler)
    {
        Write("one/x.S", ".text\n.globl f\nf: ret\n");
        Write("two/x.S", ".text\n.globl f\nf: ret\n");
        Step("miss stored", $"cd one && L {compiler} -g -c x.S -o x.o");
        Step("miss stored", $"cd two && L {compiler} -g -c x.S -o x.o");
        Step("direct_hit", $"cd two && L {compiler} -g -c x.S -o x.o");
        Step("miss stored", "cd one && L gcc -Wa,-g -c x.S -o x.o");
        Step("miss stored", "cd two && L gcc -Wa,-g -c x.S -o x.o");
    }
}
