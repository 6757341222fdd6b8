using Larder.Suites.Harness;

namespace Larder.Suites.Precompiled;

/// <summary>
/// What can be amiss with a precompiled header, or with what it was made of. As in <see cref="PrecompiledHeadersSuite"/>, each step makes it, uses it and
/// removes it, and sleeps where files would be racy.
/// </summary>
public sealed class PrecompiledEdgesSuite : SideBySideSuite
{
    private const string Both = "miss stored miss stored";
    private const string BothHit = "direct_hit direct_hit";

    public PrecompiledEdgesSuite()
    {
        Write("h.h", "#ifndef H\n#define H\n#include <stddef.h>\n#include \"in.h\"\nstatic inline int twice(int x) { return 2 * x; }\n#define TEXT \"a literal\"\n#define WHERE __FILE__\n#endif\n");
        Write("in.h", "#define IN 1\n");
        Write("x.c", "#include \"h.h\"\nint f(int x) { return twice(x) + IN; }\nconst char *t = TEXT;\n");
    }

    [Fact]
    public void A_header_under_another_name_than_the_one_in_its_place()
    {
        Write("pre/h.h", "#error not read\n");
        string script = "L gcc h.h -o pre/h.h.gch; sleep 0.02; L gcc -I pre -include h.h -c y.c -o y.o; rm pre/h.h.gch";
        Write("y.c", "int f(int x) { return twice(x); }\n");
        Shell("mv h.h deep.h; mkdir src; mv deep.h src/h.h; cp in.h src");
        script = script.Replace("gcc h.h", "gcc src/h.h", StringComparison.Ordinal);
        Step(Both, script).Succeeded();
        Step(BothHit, script).Succeeded();
        Shell("cp in.h h.h");
        Step("direct_hit miss stored", script);
    }

    /// <summary>clang writes times of modification into it, and fails where they are others; its users know only what it was made of.</summary>
    [Fact]
    public void Clang_demands_the_times_of_then()
    {
        Shell("touch -d @1700000000 h.h in.h");
        string script = "L clang h.h -o h.pch; sleep 0.02; L clang -include-pch h.pch -c x.c -o x.o; rm h.pch";
        Step(Both, script).Succeeded();
        Shell("touch -d @1700000100 in.h");
        Step("miss stored direct_hit", script).Succeeded();
        Step(BothHit, script).Succeeded();
        Shell("touch -d @1700000000 in.h");
        Step(BothHit, script).Succeeded();
        Step("direct_hit compile_failed", "L clang h.h -o h.pch; touch -d @1700000200 in.h; L clang -include-pch h.pch -c x.c -o x.o; rm h.pch",
            () => Shell("touch -d @1700000000 in.h"));
    }

    [Fact]
    public void Clang_reads_literals_from_the_text()
    {
        Shell("touch -d @1700000000 h.h in.h");
        string make = "L clang -Xclang -fno-pch-timestamp h.h -o h.pch; sleep 0.02; ";
        string use = "L clang -include-pch h.pch -c x.c -o x.o; rm h.pch";
        Step(Both, make + use).Succeeded();

        // Of the same size and time: clang takes it, and the literal out of it.
        string edit = "sed -i 's/a literal/b literal/' h.h; touch -d @1700000000 h.h; sleep 0.02; ";
        string back = "; sed -i 's/b literal/a literal/' h.h; touch -d @1700000000 h.h";
        Step("direct_hit precompiled_header_used", make + edit + use + back).Succeeded();
        Step(BothHit, make + use).Succeeded();
    }

    [Theory]
    [InlineData("gcc h.h", "gcc -c x.c -o x.o")]
    [InlineData("clang h.h -o h.pch", "clang -include-pch h.pch -c x.c -o x.o")]
    public void Made_by_the_compiler_alone_it_is_not_known(string make, string use)
    {
        string script = $"{make}; sleep 0.02; L {use}; rm -f *.gch *.pch";
        Step("precompiled_header_used", script).Succeeded();
        Step("precompiled_header_used", script).Succeeded();
    }

    [Theory]
    [InlineData("gcc h.h", "gcc -c x.c -o x.o")]
    [InlineData("clang h.h -o h.pch", "clang -include-pch h.pch -c x.c -o x.o")]
    public void A_macro_in_it_that_tells_the_time(string make, string use)
    {
        Write("h.h", "#define NOW __TIME__\n#define IN 1\n#define TEXT 0\nint twice(int);\n");
        Write("x.c", use.StartsWith("gcc", StringComparison.Ordinal) ? "#include \"h.h\"\n" : "int v = IN;\n");
        string script = $"L {make}; sleep 0.02; L {use}; rm -f *.gch *.pch";
        Step("time_macros precompiled_header_used", script).Succeeded();
    }

    [Theory]
    [InlineData("gcc h.h", "gcc -Wall -c x.c -o x.o", "direct_hit precompiled_header_used")]
    [InlineData("clang h.h -o h.pch", "clang -Wall -include-pch h.pch -c x.c -o x.o", "miss stored compile_failed")]
    public void Diagnostics_quote_the_text_as_it_is(string make, string use, string whereChanged)
    {
        Write("h.h", "#define BAD(x) int unused_##x; /* first */\nint twice(int);\n");
        Write("x.c", "#include \"h.h\"\nvoid f(void) { BAD(a) }\n");
        string script = $"L {make}; sleep 0.02; L {use}; rm -f *.gch *.pch";
        Step(Both, script).Succeeded();
        Step(BothHit, script).Succeeded();
        string edit = "sed -i 's/first/other words/' h.h; ";
        string back = "; sed -i 's/other words/first/' h.h; touch -d @1700000000 h.h";
        Step(whereChanged, $"L {make}; {edit} sleep 0.02; L {use}; rm -f *.gch *.pch {back}", () => Shell("touch -d @1600000000 h.h"));
    }

    [Theory]
    [InlineData("gcc h.h", "gcc -c x.c -o x.o")]
    [InlineData("clang h.h -o h.pch", "clang -include-pch h.pch -c x.c -o x.o")]
    public void Where_nothing_is_known_of_it_any_more_it_is_made_anew(string make, string use)
    {
        string script = $"L {make}; sleep 0.02; L {use}; rm -f *.gch *.pch";
        Step(Both, script).Succeeded();
        Shell($"rm {Work.Cache}/v1/*/*.p");
        Step("result_gone miss stored direct_hit", script).Succeeded();
        Step(BothHit, script).Succeeded();
    }

    [Theory]
    [InlineData("gcc h.h", "gcc -c x.c -o x.o")]
    [InlineData("clang h.h -o h.pch", "clang -include-pch h.pch -c x.c -o x.o")]
    public void A_macro_in_it_asks_for_headers(string make, string use)
    {
        Write("h.h", "#define HAS_IT(x) __has_include(x)\n#if HAS_IT(\"first.h\")\n#define FIRST 2\n#else\n#define FIRST 1\n#endif\n");
        Write("x.c", (use.StartsWith("gcc", StringComparison.Ordinal) ? "#include \"h.h\"\n" : "") + "#if HAS_IT(\"late.h\")\nint v = 20 + FIRST;\n#else\nint v = FIRST;\n#endif\n");
        string script = $"L {make}; sleep 0.02; L {use}; rm -f *.gch *.pch";
        Step(Both, script).Succeeded();
        Step(BothHit, script).Succeeded();
        Write("late.h", "");
        Step("direct_hit miss stored", script).Succeeded();
        Write("first.h", "");
        Step(Both, script).Succeeded();
        Step(BothHit, script).Succeeded();
    }

    [Fact]
    public void A_once_only_header_in_it_is_included_again()
    {
        Write("h.h", "#include \"once.h\"\n#define IN V\n");
        Write("once.h", "#pragma once\n#define V 1\n");
        Write("x.c", "#include \"h.h\"\n#undef V\n#include \"once.h\"\n#ifndef V\n#define V 7\n#endif\nint v = V;\n");
        string script = "L gcc h.h; sleep 0.02; L gcc -c x.c -o x.o; rm h.h.gch";
        Step(Both, script).Succeeded();
        Step(BothHit, script).Succeeded();

        // Changed since, so that it isn't the file of then, and is read.
        string edit = "printf '#pragma once\\n#define V 2\\n' > once.h";
        string stale = $"L gcc h.h; {edit}; sleep 0.02; L gcc -c x.c -o x.o; rm h.h.gch; printf '#pragma once\\n#define V 1\\n' > once.h";
        Step("direct_hit miss stored", stale).Succeeded();
        Step(BothHit, script).Succeeded();
    }

    /// <summary>cc1 takes it for preprocessed text too, of which nobody says what it reads: once an object of the header as it was before.</summary>
    [Theory]
    [InlineData("-Xclang -include-pch -Xclang h.pch")]
    [InlineData("-Xclang -include -Xclang h.h")]
    public void Preprocessed_text_is_left_to_the_compiler(string options)
    {
        Write("u.i", "int f(int x) { return twice(x); }\n");
        string script = $"L clang h.h -o h.pch; sleep 0.02; L clang {options} -c u.i -o u.o; rm h.pch";
        Step("miss stored unsupported_compiler_option", script).Succeeded();
        Write("h.h", "static inline int twice(int x) { return x * 2 + 1; }\n");
        Step("miss stored unsupported_compiler_option", script).Succeeded();
    }

    [Fact]
    public void A_header_made_after_another()
    {
        Write("more.h", "static inline int thrice(int x) { return 3 * x; }\n");
        Write("x.c", "int f(int x) { return twice(x) + thrice(x); }\n");
        Shell("touch -d @1700000000 h.h in.h");
        string script = "L clang h.h -o 1.pch; touch -d @1700000001 1.pch; sleep 0.02; L clang -include-pch 1.pch -x c-header more.h -o 2.pch; sleep 0.02; "
            + "L clang -include-pch 2.pch -c x.c -o x.o; rm *.pch";
        Step("miss stored miss stored miss stored", script).Succeeded();
        Step("direct_hit direct_hit direct_hit", script).Succeeded();
        Write("in.h", "#define IN 3\n");
        Step("miss stored miss stored miss stored", script).Succeeded();
    }

    [Fact]
    public void Several_in_a_directory_are_left_to_the_compiler()
    {
        string script = "mkdir h.h.gch; L gcc h.h -o h.h.gch/c; L gcc -c x.c -o x.o; rm -r h.h.gch";
        Step("precompiled_header_used precompiled_header_used", script).Succeeded();
    }

    [Fact]
    public void What_only_the_preprocessor_knows_is_left_to_the_compiler()
    {
        Work.Variables["LARDER_PREPROCESSOR_MODE"] = "true";
        Step("preprocessor_failed preprocessor_failed", "L clang h.h -o h.h.pch; L clang -include h.h -c x.c -o x.o; rm h.h.pch").Succeeded();
        Step("preprocessor_failed preprocessor_failed", "L gcc h.h; sleep 0.02; L gcc -c x.c -o x.o; rm h.h.gch").Succeeded();
    }

    [Theory]
    [InlineData("precompiled_header", "L gcc -S h.h -o h.s; rm -f h.s h.h.gch")]
    [InlineData("precompiled_header", "L gcc --coverage h.h; rm -f h.h.gch *.gcno")]
    [InlineData("precompiled_header", "L clang -include-pch a.pch -include-pch b.pch -c x.c -o x.o; rm -f x.o")]
    [InlineData("precompiled_header", "L clang -MD h.h; rm -f h.h.gch")]
    public void What_is_left_to_the_compiler(string reason, string script) => Step(reason, script);
}
