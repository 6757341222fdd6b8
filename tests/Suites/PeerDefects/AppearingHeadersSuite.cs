using Larder.Suites.Harness;

namespace Larder.Suites.PeerDefects;

/// <summary>Files that weren't there when a compile was stored and would be found by the next one.</summary>
public sealed class AppearingHeadersSuite : SideBySideSuite
{
    [Theory]
    [InlineData("gcc", "-I a -I b")]
    [InlineData("gcc", "-iquote a -I b")]
    [InlineData("gcc", "-I a -isystem b")]
    [InlineData("gcc", "-isystem a -idirafter b")]
    [InlineData("gcc", "-MMD -I a -I b")]
    [InlineData("gcc", "-MD -I a -I b")]
    [InlineData("clang", "-I a -I b")]
    [InlineData("clang", "-iquote a -I b")]
    [InlineData("clang", "-isystem a -idirafter b")]
    [InlineData("clang", "-MMD -I a -I b")]
    public void A_header_appears_in_an_earlier_directory(string compiler, string options)
    {
        Write("x.c", "#include \"h.h\"\nint v = V;\n");
        Write("a/other.h", "");
        Write("b/h.h", "#define V 1\n");
        MissThenHit($"L {compiler} {options} -c x.c -o x.o");
        Write("a/h.h", "#define V 2\n");
        MissThenHit($"L {compiler} {options} -c x.c -o x.o");
        Write("h.h", "#define V 3\n");
        MissThenHit($"L {compiler} {options} -c x.c -o x.o");
        Work.Delete("h.h");
        Step("direct_hit", $"L {compiler} {options} -c x.c -o x.o");
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void A_search_directory_appears(string compiler)
    {
        Write("x.c", "#include <h.h>\nint v = V;\n");
        Write("b/h.h", "#define V 1\n");
        MissThenHit($"L {compiler} -I deep/er/a -I b -c x.c -o x.o");
        Write("deep/er/other", "");
        Step("direct_hit", $"L {compiler} -I deep/er/a -I b -c x.c -o x.o");
        Write("deep/er/a/h.h", "#define V 2\n");
        MissThenHit($"L {compiler} -I deep/er/a -I b -c x.c -o x.o");
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void A_directory_of_a_headers_name_appears_and_goes(string compiler)
    {
        Write("x.c", "#include <sub/h.h>\nint v = V;\n");
        Write("a/other", "");
        Write("b/sub/h.h", "#define V 1\n");
        MissThenHit($"L {compiler} -I a -I b -c x.c -o x.o");
        Shell("mkdir -p a/sub/h.h");
        Step("miss stored", $"L {compiler} -I a -I b -c x.c -o x.o");
        Shell("rmdir a/sub/h.h");
        Write("a/sub/h.h", "#define V 2\n");
        MissThenHit($"L {compiler} -I a -I b -c x.c -o x.o");
    }

    /// <summary>What #include_next passes over as it goes on: a directory is no header, until it is a file.</summary>
    [Theory]
    [InlineData("gcc", "#include_next <h.h>\n")]
    [InlineData("gcc", "#if __has_include_next(<h.h>)\n#include_next <h.h>\n#endif\n")]
    [InlineData("gcc", "#if __has_include_next(<other.h>)\n#define V 3\n#else\n#include_next <h.h>\n#endif\n")]
    [InlineData("clang", "#include_next <h.h>\n")]
    [InlineData("clang", "#if __has_include_next(<h.h>)\n#include_next <h.h>\n#endif\n")]
    [InlineData("clang", "#if __has_include_next(<other.h>)\n#define V 3\n#else\n#include_next <h.h>\n#endif\n")]
    public void A_directory_of_the_next_headers_name_becomes_a_file(string compiler, string text)
    {
        Write("x.c", "#include <h.h>\nint v = V;\n");
        Write("a/h.h", text);
        Shell("mkdir -p b/h.h b/other.h");
        Write("c/h.h", "#define V 1\n");
        MissThenHit($"L {compiler} -I a -I b -I c -c x.c -o x.o");
        Shell("rmdir b/h.h b/other.h");
        Write("b/h.h", "#define V 2\n");
        Write("b/other.h", "");
        MissThenHit($"L {compiler} -I a -I b -I c -c x.c -o x.o");
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void The_answer_of_has_include_turns(string compiler)
    {
        Write("x.c", """
            #if __has_include("late.h")
            int v = 2;
            #elif defined(NEVER) && __has_include_next(<later.h>)
            int v = 3;
            #else
            int v = 1;
            #endif
            """ + "\n");
        MissThenHit($"L {compiler} -c x.c -o x.o");
        Write("late.h", "#error never read\n");
        MissThenHit($"L {compiler} -c x.c -o x.o");
        Write("late.h", "#error whatever it holds\n");
        Step("direct_hit", $"L {compiler} -c x.c -o x.o");
        Work.Delete("late.h");
        Step("direct_hit", $"L {compiler} -c x.c -o x.o");
        Shell("mkdir late.h");
        Step("miss stored", $"L {compiler} -c x.c -o x.o");
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void The_answer_of_a_macro_for_has_include_turns(string compiler)
    {
        // fmt's FMT_HAS_INCLUDE, Qt's QT_HAS_INCLUDE.
        Write("has.h", "#ifdef __has_include\n#define HAS_IT(x) __has_include(x)\n#else\n#define HAS_IT(x) 0\n#endif\n");
        Write("x.c", "#include \"has.h\"\n#if HAS_IT(\"late.h\")\nint v = 2;\n#elif HAS_IT(<later.h>)\nint v = 3;\n#else\nint v = 1;\n#endif\n");
        MissThenHit($"L {compiler} -I. -c x.c -o x.o");
        Write("later.h", "");
        MissThenHit($"L {compiler} -I. -c x.c -o x.o");
        Write("late.h", "#error never read\n");
        MissThenHit($"L {compiler} -I. -c x.c -o x.o");
        Shell("rm late.h later.h");
        Step("direct_hit", $"L {compiler} -I. -c x.c -o x.o");

        // Used in a way that isn't followed, it is the preprocessor's.
        Write("x.c", "#include \"has.h\"\n#define LATE HAS_IT(\"late.h\")\n#if LATE\nint v = 2;\n#else\nint v = 1;\n#endif\n");
        Step("miss stored", $"L {compiler} -I. -c x.c -o x.o");
        Step("preprocessed_hit", $"L {compiler} -I. -c x.c -o x.o");
        Write("late.h", "#error never read\n");
        Step("miss stored", $"L {compiler} -I. -c x.c -o x.o");
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void The_next_header_of_a_name_appears_between(string compiler)
    {
        Write("x.c", "#include <h.h>\nint v = V;\n");
        Write("a/h.h", "#include_next <h.h>\n");
        Write("b/other", "");
        Write("c/h.h", "#define V 1\n");
        MissThenHit($"L {compiler} -I a -I b -I c -c x.c -o x.o");
        Write("b/h.h", "#define V 2\n");
        MissThenHit($"L {compiler} -I a -I b -I c -c x.c -o x.o");
        Write("c/h.h", "#define V 3\n");
        Step("direct_hit", $"L {compiler} -I a -I b -I c -c x.c -o x.o");
    }

    /// <summary>From a file that wasn't found along the path, #include_next searches as #include does: beside the file first.</summary>
    [Theory]
    [InlineData("gcc", "x.c", "#include_next \"n.h\"\n", "n.h")]
    [InlineData("gcc", "x.c", "#if __has_include_next(\"n.h\")\n#define V 2\n#else\n#define V 1\n#endif\n", "n.h")]
    [InlineData("gcc", "s/absolute.h", "#include_next \"n.h\"\n", "s/n.h")]
    [InlineData("gcc", "s/absolute.h", "#if __has_include_next(\"n.h\")\n#define V 2\n#else\n#define V 1\n#endif\n", "s/n.h")]
    [InlineData("gcc", "s/beside.h", "#include_next <n.h>\n", "a/n.h")]
    [InlineData("clang", "x.c", "#include_next \"n.h\"\n", "n.h")]
    [InlineData("clang", "x.c", "#if __has_include_next(\"n.h\")\n#define V 2\n#else\n#define V 1\n#endif\n", "n.h")]
    [InlineData("clang", "s/absolute.h", "#include_next \"n.h\"\n", "s/n.h")]
    [InlineData("clang", "s/beside.h", "#include_next \"n.h\"\n", "s/n.h")]
    [InlineData("clang", "s/beside.h", "#if __has_include_next(\"n.h\")\n#define V 2\n#else\n#define V 1\n#endif\n", "s/n.h")]
    public void The_next_header_of_a_file_that_was_not_searched_for_appears(string compiler, string asking, string text, string appearing)
    {
        string compile = $"L {compiler} -I a -I b -c x.c -o x.o";
        if (asking == "x.c")
        {
            Write("x.c", text + "int v = V;\n");
        }
        else
        {
            Write("x.c", $"#include \"{(asking == "s/absolute.h" ? Work.PathOf(asking) : asking)}\"\nint v = V;\n");
            Write(asking, text);
        }

        Write("a/other", "");
        Write("b/n.h", text.Contains("V 2", StringComparison.Ordinal) ? "#error\n" : "#define V 1\n");
        MissThenHit(compile);
        Write(appearing, "#define V 2\n");
        MissThenHit(compile);
    }

    /// <summary>A name that is an absolute path is that file, whoever asks for the next (clang refuses it).</summary>
    [Fact]
    public void The_next_header_of_an_absolute_name()
    {
        Write("x.c", "#include <h.h>\nint v = V;\n");
        Write("a/h.h", $"#include_next \"{Work.PathOf("n.h")}\"\n");
        Write("n.h", "#define V 1\n");
        MissThenHit("L gcc -I a -c x.c -o x.o");
        Write("n.h", "#define V 2\n");
        MissThenHit("L gcc -I a -c x.c -o x.o");
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void A_header_of_the_command_line_appears_earlier(string compiler)
    {
        Write("x.c", "int v = V;\n");
        Write("b/pre.h", "#define V 1\n");
        MissThenHit("L gcc -include pre.h -I b -c x.c -o x.o");
        Write("pre.h", "#define V 2\n");
        MissThenHit("L gcc -include pre.h -I b -c x.c -o x.o");
        Write("pre.h", "#define V 3\n");
        MissThenHit($"L {compiler} -include pre.h -I b -c x.c -o x.o");
    }

    [Fact]
    public void A_precompiled_header_of_gcc_appears()
    {
        Write("x.c", "#include \"h.h\"\nint w = 1;\n");
        Write("h.h", "int v = 1;\n");
        MissThenHit("L gcc -c x.c -o x.o");
        Write("h.h", "int v = 2;\n");
        Shell("gcc h.h -o h.h.gch");
        Write("h.h", "int v = 1;\n");
        Step("precompiled_header_used", "L gcc -c x.c -o x.o");
        Shell("rm h.h.gch");
        Step("direct_hit", "L gcc -c x.c -o x.o");
    }

    [Fact]
    public void A_precompiled_header_of_gcc_appears_where_only_the_preprocessor_knows_what_is_included()
    {
        Work.Variables["LARDER_PREPROCESSOR_MODE"] = "true";
        Write("x.c", "#include \"h.h\"\nint w = 1;\n");
        Write("h.h", "int v = 1;\n");
        Step("miss stored", "L gcc -c x.c -o x.o");
        Write("h.h", "int v = 2;\n");
        Shell("gcc h.h -o h.h.gch");
        Write("h.h", "int v = 1;\n");
        Step("preprocessor_failed", "L gcc -c x.c -o x.o");
        Shell("rm h.h.gch");
        Step("preprocessed_hit", "L gcc -c x.c -o x.o");
    }

    [Fact]
    public void A_precompiled_header_of_clang_appears()
    {
        Write("x.c", "int w = 1;\n");
        Write("h.h", "int v = 1;\n");
        MissThenHit("L clang -include h.h -c x.c -o x.o");
        Shell("clang -x c-header h.h -o h.h.pch");
        Step("precompiled_header_used", "L clang -include h.h -c x.c -o x.o");
    }

    [Theory]
    [InlineData("gcc")]
    [InlineData("clang")]
    public void What_a_link_to_nowhere_leads_to_appears(string compiler)
    {
        Write("x.c", "#include <h.h>\nint v = V;\n");
        Write("b/h.h", "#define V 1\n");
        Shell("mkdir a; ln -s ../later.h a/h.h");

        // Old enough for the directory's state to be remembered.
        Thread.Sleep(2100);
        MissThenHit($"L {compiler} -I a -I b -c x.c -o x.o");
        Step("direct_hit", $"L {compiler} -I a -I b -c x.c -o x.o");
        Write("later.h", "#define V 2\n");
        MissThenHit($"L {compiler} -I a -I b -c x.c -o x.o");
    }

    [Fact]
    public void The_header_that_gcc_includes_by_itself_counts_whatever_lists_the_others()
    {
        Write("x.c", "#include \"a.h\"\nint v = FOO;\n");
        Write("a.h", "");
        Write("inc/stdc-predef.h", "#define FOO 1\n");
        foreach (string mode in (string[])["", "-MD", "-MMD"])
        {
            Write("inc/stdc-predef.h", "#define FOO 1\n");
            MissThenHit($"L gcc {mode} -isystem inc -c x.c -o x.o");
            Write("inc/stdc-predef.h", "#define FOO 2\n");
            MissThenHit($"L gcc {mode} -isystem inc -c x.c -o x.o");
        }
    }
}
