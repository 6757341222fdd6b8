using Larder.Suites.Harness;

namespace Larder.Suites.PeerDefects;

/// <summary>Files that no preprocessor sees: those that the assembler reads.</summary>
public sealed class AssembledFilesSuite : SideBySideSuite
{
    [Theory]
    [InlineData("x.c", "asm(\".incbin \\\"p.bin\\\"\");\n")]
    [InlineData("x.c", "asm(\".inc\" \"bin \\\"p.bin\\\"\");\n")]
    [InlineData("x.c", "#define S(x) #x\n#define Q(x) S(x)\nasm(Q(.incbin \"p.bin\"));\n")]
    [InlineData("x.S", "#define FILE \"p.bin\"\n.incbin FILE\n")]
    [InlineData("x.s", ".incbin \"p.bin\"\n")]
    [InlineData("x.s", ".include \"p.bin\"\n")]
    public void A_payload_changes(string name, string source)
    {
        Write(name, source);
        Write("p.bin", ".long 1\n");
        MissThenHit($"L gcc -c {name} -o x.o");
        Write("p.bin", ".long 2\n");
        MissThenHit($"L gcc -c {name} -o x.o");
        Step("unsupported_directive", $"L clang -c {name} -o x.o");
        Write("p.bin", ".long 3\n");
        Step("unsupported_directive", $"L clang -c {name} -o x.o");
    }

    /// <summary>The assembler's list has the source by its bare name too, which is nowhere.</summary>
    [Fact]
    public void The_source_lies_elsewhere()
    {
        Write("d/x.c", "asm(\".incbin \\\"p.bin\\\"\");\n");
        Write("p.bin", "1");
        MissThenHit("L gcc -c d/x.c -o x.o");
        MissThenHit("L gcc -c $PWD/d/x.c -o x.o");
        Write("p.bin", "2");
        MissThenHit("L gcc -c $PWD/d/x.c -o x.o");
        Write("x.c", "int other;\n");
        MissThenHit("L gcc -c $PWD/d/x.c -o x.o");
    }

    [Fact]
    public void A_payload_appears_in_an_earlier_directory()
    {
        Write("x.c", "asm(\".incbin \\\"p.bin\\\"\");\n");
        Write("a/other", "");
        Write("b/p.bin", "1");
        MissThenHit("L gcc -I a -I b -c x.c -o x.o");
        Write("a/p.bin", "2");
        MissThenHit("L gcc -I a -I b -c x.c -o x.o");
        Write("p.bin", "3");
        MissThenHit("L gcc -I a -I b -c x.c -o x.o");
    }

    [Fact]
    public void A_directory_of_the_assemblers_own_is_not_guessed_at()
    {
        Write("x.c", "asm(\".incbin \\\"p.bin\\\"\");\n");
        Write("d/p.bin", "1");
        Step("unsupported_directive", "L gcc -Wa,-Id -c x.c -o x.o");
        Write("p.bin", "2");
        Step("unsupported_directive", "L gcc -Wa,-Id -c x.c -o x.o");
        Write("y.c", "int v;\n");
        MissThenHit("L gcc -Wa,-Id -c y.c -o y.o");
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void A_definition_on_the_command_line_brings_a_payload_in(string compiler)
    {
        Write("x.c", "asm(CODE);\n");
        Write("p.bin", "1");
        string script = $"L {compiler} '-DCODE=\".incbin \\\"p.bin\\\"\"' -c x.c -o x.o";
        Step(compiler == "gcc" ? "miss stored" : "unsupported_directive", script);
        Write("p.bin", "2");
        Step(compiler == "gcc" ? "miss stored" : "unsupported_directive", script);
    }

    [Fact]
    public void A_payload_counts_where_only_the_preprocessor_knows_the_headers()
    {
        Write("x.c", "#include HDR\nconst char *d = __DATE__;\nasm(\".incbin \\\"p.bin\\\"\");\n");
        Write("h.h", "");
        Write("p.bin", "1");
        Step("preprocessor_failed", "L gcc -c '-DHDR=\"h.h\"' x.c -o x.o");
        Write("p.bin", "2");
        Step("preprocessor_failed", "L gcc -c '-DHDR=\"h.h\"' x.c -o x.o");
    }
}
