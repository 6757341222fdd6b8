using Larder.Suites.Harness;

namespace Larder.Suites.PeerDefects;

/// <summary>Headers and directories that are links, and files that turn into other kinds of file.</summary>
public sealed class LinksSuite : SideBySideSuite
{
    [Theory]
    [InlineData("gcc", "")]
    [InlineData("gcc", "-MD")]
    [InlineData("gcc", "-MMD")]
    [InlineData("clang", "")]
    public void A_header_is_a_link_that_turns(string compiler, string options)
    {
        Write("x.c", "#include <h.h>\nint v = V;\n");
        Write("store/one.h", "#define V 1\n");
        Write("store/two.h", "#define V 2\n");
        Shell("touch -d @1 store/*; mkdir inc; ln -s ../store/one.h inc/h.h");
        MissThenHit($"L {compiler} {options} -I inc -c x.c -o x.o");
        Shell("ln -sfn ../store/two.h inc/h.h");
        MissThenHit($"L {compiler} {options} -I inc -c x.c -o x.o");
        Shell("ln -sfn ../store/one.h inc/h.h");
        Step("direct_hit", $"L {compiler} {options} -I inc -c x.c -o x.o");
    }

    [Theory]
    [InlineData("gcc", "-I inc")]
    [InlineData("gcc", "-isystem inc")]
    [InlineData("gcc", "-MMD -isystem inc")]
    [InlineData("clang", "-I inc")]
    [InlineData("clang", "-isystem inc")]
    public void A_search_directory_is_a_link_that_turns(string compiler, string options)
    {
        Write("x.c", "#include <h.h>\n#include <sub/../k.h>\nint v = V + K;\n");
        foreach (int i in (int[])[1, 2])
        {
            Write($"store{i}/h.h", $"#define V {i}\n");
            Write($"store{i}/k.h", "#define K 0\n");
            Write($"store{i}/sub/other", "");
        }

        Shell("ln -s store1 inc");
        MissThenHit($"L {compiler} {options} -c x.c -o x.o");
        Shell("ln -sfn store2 inc");
        MissThenHit($"L {compiler} {options} -c x.c -o x.o");
        Shell("ln -sfn store1 inc");
        Step("direct_hit", $"L {compiler} {options} -c x.c -o x.o");
    }

    /// <summary>Files behind a link that turns are older than the compile, so no time stamp tells. What was read is looked at before the exit.</summary>
    [Theory]
    [InlineData("gcc", "")]
    [InlineData("gcc", "-MD")]
    [InlineData("clang", "")]
    public void The_next_step_of_a_build_turns_a_link_or_moves_a_directory(string compiler, string options)
    {
        Write("x.c", "#include <h.h>\nint v = V;\n");
        Write("one/h.h", "#define V 1\n");
        Write("two/h.h", "#define V 2\n");
        Shell("ln -s one now");
        MissThenHit($"L {compiler} {options} -I two -c x.c -o y.o"); // The compiler is known from here on.
        string compile = $"L {compiler} {options} -I now -c x.c -o";
        string turned = $"{compile} x.o; ln -sfn two now; {compile} y.o; rm now; ln -s one now";
        Step("miss stored miss stored", turned);
        Step("direct_hit direct_hit", turned);
        Shell("cp -rp two then; rm now; cp -rp one now");
        string moved = $"{compile} x.o -DNEW; mv now gone; mv then now; {compile} y.o -DNEW; mv now then; mv gone now";
        Step("miss stored miss stored", moved);
        Step("direct_hit direct_hit", moved);
    }

    /// <summary>clang knows directories by inode and names one as it met it first, so a link beside the source's directory shows.</summary>
    [Theory]
    [InlineData("gcc", "-idirafter sys -g")]
    [InlineData("clang", "-idirafter sys -g")]
    [InlineData("clang", "-Isys -MD")]
    [InlineData("clang", "-iquote sys")]
    public void A_search_directory_becomes_a_link_to_the_directory_of_the_source(string compiler, string options)
    {
        Write("src/x.c", "#include \"near.h\"\nint main(void) { return 0; }\n");
        Write("src/near.h", "const char *near = __FILE__;\n");
        Shell("mkdir sys");
        MissThenHit($"L {compiler} {options} -c src/x.c -o x.o");
        Shell("rmdir sys; ln -s src sys");
        Step(compiler == "clang" ? "miss stored" : "direct_hit", $"L {compiler} {options} -c src/x.c -o x.o");
        Step("direct_hit", $"L {compiler} {options} -c src/x.c -o x.o");
        Shell("rm sys; mkdir sys");
        Step("direct_hit", $"L {compiler} {options} -c src/x.c -o x.o");
    }

    [Theory]
    [InlineData("gcc", "-MD")]
    [InlineData("gcc", "-g")]
    [InlineData("clang", "-MD")]
    [InlineData("clang", "-g")]
    [InlineData("clang", "")]
    public void Two_equal_headers_become_one(string compiler, string options)
    {
        Write("x.c", "#define N a\n#include \"a.h\"\n#undef N\n#define N b\n#include \"b/b.h\"\n");
        Write("a.h", "#define G(n) n\nconst char *N = __FILE__;\n");
        Shell("mkdir b; cp -p a.h b/b.h");
        MissThenHit($"L {compiler} {options} -c x.c -o x.o");
        Shell("ln -f a.h b/b.h");
        Step(compiler == "clang" ? "miss stored" : "direct_hit", $"L {compiler} {options} -c x.c -o x.o");
        Shell("ln -sf ../a.h b/b.h");
        Step("direct_hit", $"L {compiler} {options} -c x.c -o x.o");
        Shell("rm b/b.h; cp -p a.h b/b.h");
        Step("direct_hit", $"L {compiler} {options} -c x.c -o x.o");
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void A_link_on_the_way_up_turns(string compiler)
    {
        Write("x.c", "#include \"link/../h.h\"\nint v = V;\n");
        Write("one/sub/other", "");
        Write("one/h.h", "#define V 1\n");
        Write("two/sub/other", "");
        Write("two/h.h", "#define V 2\n");
        Shell("ln -s one/sub link");
        MissThenHit($"L {compiler} -c x.c -o x.o");
        Shell("ln -sfn two/sub link");
        MissThenHit($"L {compiler} -c x.c -o x.o");
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void A_header_becomes_a_link_or_a_directory(string compiler)
    {
        Write("x.c", "#include <h.h>\nint v = V;\n");
        Write("a/h.h", "#define V 1\n");
        Write("b/h.h", "#define V 2\n");
        string script = $"L {compiler} -I a -I b -c x.c -o x.o";
        MissThenHit(script);
        Shell("mv a/h.h real.h; ln -s ../real.h a/h.h");
        Step("direct_hit", script);
        Shell("rm a/h.h; mkdir a/h.h");
        MissThenHit(script);
        Shell("rmdir a/h.h; mv real.h a/h.h");
        Step("direct_hit", script);
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void A_header_that_is_a_pipe_is_never_stored(string compiler)
    {
        Write("x.c", "#include \"h.h\"\nint v = V;\n");
        string script = $"rm -f h.h; mkfifo h.h; echo '#define V 1' > h.h & L {compiler} -c x.c -o x.o; s=$?; kill %1 2> errors; wait; rm -f h.h errors; exit $s";
        Step("missing_input", script);
        Step("missing_input", script);
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void The_source_is_a_link(string compiler)
    {
        Write("one/x.c", "#include \"h.h\"\nint v = V;\n");
        Write("one/h.h", "#define V 1\n");
        Write("h.h", "#define V 2\n");
        Shell("ln -s one/x.c x.c");
        MissThenHit($"L {compiler} -c x.c -o x.o");
        MissThenHit($"L {compiler} -c one/x.c -o x.o");
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void Two_search_directories_become_one(string compiler)
    {
        Write("x.c", "#include <h.h>\nint x;\n");
        Write("a/h.h", "static int unused;\n");
        Write("b/h.h", "static int unused;\n");
        string script = $"L {compiler} -Wall -I a -isystem b -c x.c -o x.o";
        MissThenHit(script);
        Shell("rm -r b; ln -s a b");
        MissThenHit(script);
        Shell("rm b; mkdir b");
        Step("direct_hit", script);
    }
}
