using Larder.Suites.Harness;

namespace Larder.Suites.PeerDefects;

/// <summary>The order of search directories, doubles among them, and quoted against angled.</summary>
public sealed class SearchPathSuite : SideBySideSuite
{
    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void The_order_counts(string compiler)
    {
        Write("x.c", "#include <h.h>\nint v = V;\n");
        Write("a/h.h", "#define V 1\n");
        Write("b/h.h", "#define V 2\n");
        Step("miss stored", $"L {compiler} -Ia -Ib -c x.c -o x.o");
        Step("miss stored", $"L {compiler} -Ib -Ia -c x.c -o x.o");
        Step("miss stored", $"L {compiler} -Ia -Ib -isystem a -c x.c -o x.o");
        Step("miss stored", $"L {compiler} -idirafter a -Ib -c x.c -o x.o");
        Step("direct_hit", $"L {compiler} -I a -I b -c x.c -o x.o");
    }

    /// <summary>A directory that a system one doubles is left out: which one that is hangs on where the link leads. Found by the differential test.</summary>
    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void A_link_that_doubles_another_directory(string compiler)
    {
        Write("x.c", "#include <h.h>\nint v = V;\n");
        Write("a/h.h", "#define V 1\n");
        Write("b/h.h", "#define V 2\n");
        Work.Shell("ln -s a link").Succeeded();
        Step("miss stored", $"L {compiler} -Ia -Ib -isystem link -c x.c -o x.o");
        Work.Shell("ln -sfn b link").Succeeded();
        Step("miss stored", $"L {compiler} -Ia -Ib -isystem link -c x.c -o x.o");
        Work.Shell("ln -sfn a link").Succeeded();
        Step("direct_hit", $"L {compiler} -Ia -Ib -isystem link -c x.c -o x.o");
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void Quoted_and_angled_are_looked_for_in_their_own_places(string compiler)
    {
        Write("d/x.c", "#include \"h.h\"\n#include <k.h>\nint v = H + K;\n");
        Write("q/h.h", "#define H 1\n");
        Write("q/k.h", "#define K 1\n");
        Write("i/h.h", "#define H 2\n");
        Write("i/k.h", "#define K 2\n");
        string script = $"L {compiler} -iquote q -Ii -c d/x.c -o x.o";
        MissThenHit(script);
        Write("d/h.h", "#define H 3\n");
        MissThenHit(script);
        Write("d/k.h", "#define K 3\n");
        Step("direct_hit", script);
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void Absolute_names_and_names_with_dots(string compiler)
    {
        string absolute = Work.PathOf("abs/h.h");
        Write("d/x.c", $"#include \"{absolute}\"\n#include \"../e/./k.h\"\n#include <..//e/l.h>\nint v = H + K + L;\n");
        Write("abs/h.h", "#define H 1\n");
        Write("e/k.h", "#define K 1\n");
        Write("e/l.h", "#define L 1\n");
        string script = $"L {compiler} -I d -c d/x.c -o x.o";
        MissThenHit(script);
        foreach (string name in (string[])["abs/h.h", "e/k.h", "e/l.h"])
        {
            Write(name, $"#define {char.ToUpperInvariant(name[^3])} 2\n");
            MissThenHit(script);
        }
    }

    [Fact]
    public void The_option_that_splits_the_path_is_refused_by_name()
    {
        Write("x.c", "int v;\n");
        Step("unsupported_compiler_option", "L gcc -Ia -I- -Ib -c x.c -o x.o");
        Step("unsupported_compiler_option", "L clang -fms-compatibility -c x.c -o x.o");
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void Inactive_includes_do_not_count_until_they_do(string compiler)
    {
        Write("x.c", "#ifdef WANT\n#include \"h.h\"\n#endif\nint v = 1;\n");
        Write("h.h", "int w;\n");
        MissThenHit($"L {compiler} -c x.c -o x.o");
        Write("h.h", "int w2;\n");
        Step("direct_hit", $"L {compiler} -c x.c -o x.o");
        MissThenHit($"L {compiler} -DWANT -c x.c -o x.o");
        Work.Delete("h.h");
        Step("direct_hit", $"L {compiler} -c x.c -o x.o");
        Step("compile_failed failed_stored", $"L {compiler} -DWANT -c x.c -o x.o");
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void Macros_of_a_file_named_on_the_command_line(string compiler)
    {
        Write("x.c", "int v = V;\n");
        Write("m.h", "#define V 1\nint lost;\n");
        MissThenHit($"L {compiler} -imacros m.h -c x.c -o x.o");
        Write("m.h", "#define V 2\nint lost;\n");
        MissThenHit($"L {compiler} -imacros m.h -c x.c -o x.o");
        Step("miss stored", $"L {compiler} -MMD -imacros m.h -c x.c -o x.o");
        Write("m.h", "#define V 3\nint lost;\n");
        MissThenHit($"L {compiler} -MMD -imacros m.h -c x.c -o x.o");
    }
}
