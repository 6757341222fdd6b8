using Larder.Suites.Harness;

namespace Larder.Suites.PeerDefects;

/// <summary>The driver stays as it is; what it runs doesn't.</summary>
public sealed class ReplacedProgramsSuite : SideBySideSuite
{
    /// <summary>An assembler whose objects differ: the symbol that it defines is named after its version.</summary>
    private static string OtherAssembler(string version) => $"#!/bin/sh\nexec /usr/bin/as --defsym VERSION_{version}=1 \"$@\"\n";

    [Theory]
    [InlineData("tools/")]
    [InlineData("tools")]
    public void The_assembler_below_a_prefix(string prefix)
    {
        Write("x.c", "int v;\n");
        Program("tools/as", OtherAssembler("ONE"));
        MissThenHit($"L gcc -B{prefix} -c x.c -o x.o");
        Program("tools/as", OtherAssembler("TWO"));
        MissThenHit($"L gcc -B{prefix} -c x.c -o x.o");
        Work.Delete("tools/as");
        MissThenHit($"L gcc -B{prefix} -c x.c -o x.o");
    }

    [Theory]
    [InlineData("tools/as")]
    [InlineData("tools/x86_64-linux-gnu/as")]
    [InlineData("tools/x86_64-linux-gnu/12/as")]
    public void An_assembler_appears_below_a_prefix(string place)
    {
        Write("x.c", "int v;\n");
        Step("miss stored", "L gcc -Btools -c x.c -o x.o");
        Write("tools/other", "");
        Step("direct_hit", "L gcc -Btools -c x.c -o x.o");
        Program(place, OtherAssembler("ONE"));
        if (!File.Exists("/usr/lib/gcc/x86_64-linux-gnu/12/cc1"))
            return;
        Step("miss stored", "L gcc -Btools -c x.c -o x.o");
    }

    [Fact]
    public void An_assembler_appears_earlier_on_PATH()
    {
        Write("x.c", "int v;\n");
        Write("early/other", "");
        MissThenHit("PATH=$PWD/early:$PATH L gcc -c x.c -o x.o");
        Program("early/as", OtherAssembler("ONE"));
        MissThenHit("PATH=$PWD/early:$PATH L gcc -c x.c -o x.o");
        Program("early/as", OtherAssembler("TWO"));
        MissThenHit("PATH=$PWD/early:$PATH L gcc -c x.c -o x.o");
    }

    [Fact]
    public void The_compiler_proper_below_a_prefix()
    {
        Write("x.c", "int v = FOO;\n");
        static string Other(int value) => $"#!/bin/sh\nexec $(gcc -print-prog-name=cc1) \"$@\" -DFOO={value}\n";
        Program("tools/cc1", Other(1));
        Step("miss stored", "L gcc -Btools/ -c x.c -o x.o");
        Program("tools/cc1", Other(2));
        Step("miss stored", "L gcc -Btools/ -c x.c -o x.o");
    }

    [Fact]
    public void Headers_appear_below_a_prefix()
    {
        Write("x.c", "#include <h.h>\nint v = V;\n");
        Write("late/h.h", "#define V 1\n");
        Write("tools/other", "");
        MissThenHit("L gcc -Btools -idirafter late -c x.c -o x.o");
        Write("tools/include/h.h", "#define V 2\n");
        MissThenHit("L gcc -Btools -idirafter late -c x.c -o x.o");
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void What_a_wrapper_adds_changes(string compiler)
    {
        Write("x.c", "const char *f = __FILE__;\nint v = 1;\nint g(int a) { return a * 9; }\n");
        Program(compiler, $"#!/bin/sh\nexec /usr/bin/{compiler} $(cat flags) \"$@\"\n");
        string script = $"L ./{compiler} -c x.c -o x.o";
        foreach (string flags in (string[])["-O0", "-O2", "-g", "-fmacro-prefix-map=x=y", "-fPIC -O2"])
        {
            Write("flags", flags);
            MissThenHit(script);
        }

        Write("flags", "-O2");
        Step("direct_hit", script);
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void What_a_wrapper_has_written_besides_is_not_lost(string compiler)
    {
        Write("x.c", "int v = 1;\n");
        Program(compiler, $"#!/bin/sh\nexec /usr/bin/{compiler} $(cat flags) \"$@\"\n");
        string script = $"L ./{compiler} -c x.c -o x.o";
        foreach (string flags in (string[])["-frandom-seed=x --coverage", "-g -gsplit-dwarf", "-MD"])
        {
            // gcc can't split what a probe compiles to the null device.
            string reason = compiler == "gcc" && flags.Contains("split", StringComparison.Ordinal) ? "compiler_unknown" : "compiler_is_script";
            Write("flags", flags);
            Step(reason, script);
            Step(reason, script);
        }
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void A_wrapper_names_headers_out_of_sight(string compiler)
    {
        Write("x.c", "#include HDR\nint v = V;\n");
        Write("a/other", "");
        Write("b/h.h", "#define V 1\n");
        Write("b/pre.h", "");
        Program(compiler, $"#!/bin/sh\nexec /usr/bin/{compiler} -include pre.h '-DHDR=<h.h>' \"$@\"\n");
        foreach (string mode in (string[])["", "-MMD -MF x.d"])
        {
            Write("b/pre.h", "");
            string script = $"L ./{compiler} {mode} -I a -I b -c x.c -o x.o";
            Step("miss stored", script);
            Step("preprocessed_hit", script);
            Write("b/pre.h", "int w;\n");
            Step("miss stored", script);
            Write("a/h.h", "#define V 2\n");
            Step("miss stored", script);
            Work.Delete("a/h.h");
            Step("preprocessed_hit", script);
        }
    }

    [Fact]
    public void Two_wrappers_of_one_name_size_and_time()
    {
        Write("x.c", "int v = V;\n");
        Program("one/gcc", "#!/bin/sh\nexec /usr/bin/gcc -DV=1 \"$@\"\n");
        Program("two/gcc", "#!/bin/sh\nexec /usr/bin/gcc -DV=2 \"$@\"\n");
        Shell("touch -d @1 one/gcc two/gcc");
        Step("miss stored", "PATH=$PWD/one:$PATH L gcc -c x.c -o x.o");
        Step("miss stored", "PATH=$PWD/two:$PATH L gcc -c x.c -o x.o");
        Step("preprocessed_hit", "PATH=$PWD/one:$PATH L gcc -c x.c -o x.o");
    }

    private void Program(string name, string text)
    {
        Write(name, text);
        Shell($"chmod +x '{name}'");
    }
}
