using Larder.Suites.Harness;

namespace Larder.Suites.PeerDefects;

/// <summary>Dependency files: each form is compared with the compiler's on a miss and on a hit.</summary>
public sealed class DependencyFilesSuite : SideBySideSuite
{
    public static TheoryData<string, string> Forms
    {
        get
        {
            TheoryData<string, string> forms = [];
            foreach (string compiler in (string[])["gcc", "clang"])
            {
                foreach (string form in (string[])
                    [
                        "-MD", "-MMD", "-MD -MP", "-MMD -MP", "-MD -MF d/deps", "-MMD -MF d/deps -MP", "-MD -MT target", "-MMD -MT 'a b' -MT c",
                        "-MD -MQ '$(obj)/x y.o'", "-MMD -MQ 'a b' -MT c -MP -MFx.dep", "-Wp,-MD,d/deps", "-Wp,-MMD,d/deps",
                        "-Wp,-MMD,d/deps -Wp,-MT,target", "-MD -MT '' -MF x.d",
                    ])
                    forms.Add(compiler, form);
            }

            return forms;
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Every_form_is_restored(string compiler, string form)
    {
        Write("x.c", "#include <stddef.h>\n#include \"inc/a.h\"\n#include <sys.h>\nint v;\n");
        Write("inc/a.h", "#include \"b.h\"\n");
        Write("inc/b.h", "");
        Write("sys/sys.h", "");
        Write("d/other", "");
        string script = $"L {compiler} {form} -isystem sys -c x.c -o x.o";
        MissThenHit(script);
        Write("inc/b.h", "#include \"c.h\"\n");
        Write("inc/c.h", "");
        MissThenHit(script);
    }

    [Theory]
    [InlineData("-c x.c")]
    [InlineData("-c x.c -o d/y.o")]
    [InlineData("-c x.c -o d/y")]
    [InlineData("-c x.c -o d/y.z.o")]
    [InlineData("-c x.c -o .y")]
    [InlineData("-c x.c -od/y.obj")]
    [InlineData("-S x.c")]
    [InlineData("-S x.c -o d/y.s")]
    [InlineData("-c d/z.c")]
    public void The_files_name_follows_the_outputs(string command)
    {
        Write("x.c", "int v;\n");
        Write("d/z.c", "int w;\n");
        foreach (string compiler in (string[])["gcc", "clang"])
        {
            MissThenHit($"L {compiler} -MD {command}");
            MissThenHit($"L {compiler} -MMD {command}");
        }
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void Another_target_or_file_is_not_the_stored_one(string compiler)
    {
        Write("x.c", "#include \"h.h\"\n");
        Write("h.h", "int v;\n");
        Step("miss stored", $"L {compiler} -MD -MF one.d -MT one -c x.c -o x.o");
        Step("miss stored", $"L {compiler} -MD -MF one.d -MT two -c x.c -o x.o");
        Step("direct_hit", $"L {compiler} -MD -MF two.d -MT one -c x.c -o y.o");
        Step("miss stored", $"L {compiler} -MD -c x.c -o x.o");
        Step("miss stored", $"L {compiler} -MD -c x.c -o y.o");
        Step("direct_hit", $"L {compiler} -MD -MF other.d -c x.c -o x.o");
        Step("miss stored", $"L {compiler} -MMD -c x.c -o x.o");
        Step("miss stored", $"L {compiler} -c x.c -o x.o");
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void The_file_is_written_through_links(string compiler)
    {
        Write("x.c", "int v;\n");
        void Prepare() => Shell("rm -rf x.d real hard; echo old > real; ln -s real x.d");
        Step("miss stored", $"L {compiler} -MD -c x.c -o x.o", Prepare);
        Step("direct_hit", $"L {compiler} -MD -c x.c -o x.o", Prepare);
        void Hard() => Shell("rm -rf x.d real hard; echo old > hard; chmod 0600 hard; ln hard x.d");
        Step("direct_hit", $"L {compiler} -MD -c x.c -o x.o", Hard);
        void Nowhere() => Shell("rm -rf x.d real hard; ln -s real x.d");
        Step("direct_hit", $"L {compiler} -MD -c x.c -o x.o", Nowhere);
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void A_file_that_is_a_pipe_or_a_device_is_left_to_the_compiler(string compiler)
    {
        Write("x.c", "int v;\n");
        string reason = compiler == "gcc" ? "ambiguous_header_trace" : "unsupported_output";
        Step(reason, $"L {compiler} -MD -MF /dev/null -c x.c -o x.o; ls -l /dev/null | cut -c1");
        Step(reason, $"L {compiler} -MD -MF /dev/stdout -c x.c -o x.o | cat");
        Step(reason, $"L {compiler} -MD -MF /dev/stdout -c x.c -o x.o | cat");
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void Missing_places_give_the_compilers_error(string compiler)
    {
        Write("x.c", "int v;\n");
        Step("miss stored", $"L {compiler} -MD -MT x -MF x.d -c x.c -o x.o");
        Step("compile_failed", $"L {compiler} -MD -MT x -MF none/x.d -c x.c -o x.o");
        Step("missing_headers_allowed", $"L {compiler} -MD -MG -c x.c -o x.o");
    }

    [Fact]
    public void Assembler_sources_that_are_preprocessed_have_dependencies()
    {
        Write("x.S", "#include \"h.h\"\n.long V\n");
        Write("h.h", "#define V 1\n");
        foreach (string compiler in (string[])["gcc", "clang"])
        {
            foreach (string form in (string[])["-MD", "-MMD", "-Wp,-MMD,x.dep"])
            {
                Write("h.h", "#define V 1\n");
                MissThenHit($"L {compiler} {form} -c x.S -o x.o");
                Write("h.h", "#define V 2\n");
                MissThenHit($"L {compiler} {form} -c x.S -o x.o");
            }
        }
    }
}
