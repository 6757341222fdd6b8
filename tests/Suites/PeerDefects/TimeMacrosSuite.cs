using Larder.Suites.Harness;

namespace Larder.Suites.PeerDefects;

/// <summary>Macros whose value is a time. The bare compiler and larder run within one second of each other, or not: only days are compared.</summary>
public sealed class TimeMacrosSuite : SideBySideSuite
{
    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void The_time_of_day_is_never_stored(string compiler)
    {
        Write("x.c", "#include \"a.h\"\nint v = sizeof(T);\n");
        Write("a.h", "#define T __TIME__\n");
        Step("time_macros", $"L {compiler} -c x.c -o x.o");
        Step("time_macros", $"L {compiler} -c x.c -o x.o");
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void Nor_is_it_where_only_the_command_line_names_it(string compiler)
    {
        Write("x.c", "int v = sizeof(BUILT);\n");
        Step("time_macros", $"L {compiler} -DBUILT=__TIME__ -c x.c -o x.o");
        Step("time_macros", $"L {compiler} -Wp,-DBUILT=__TIME__ -c x.c -o x.o");
        Step("time_macros", $"L {compiler} -Xpreprocessor -DBUILT=__TIME__ -c x.c -o x.o");
        Step("time_macros", $"L {compiler} '-DBUILT=__DATE__ __TIME__' -c x.c -o x.o");
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void A_day_is_a_hit_and_the_next_day_is_not(string compiler)
    {
        Write("x.c", "const char *d = __DATE__;\n");
        Step("miss stored", $"L {compiler} -c x.c -o x.o");
        Step("preprocessed_hit", $"L {compiler} -c x.c -o x.o");

        // A time zone far enough away has another date.
        Step("miss stored", $"TZ=$(if [ $(date -u +%H) -ge 12 ]; then echo XXX-14; else echo XXX+12; fi) L {compiler} -c x.c -o x.o");
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void The_time_stamp_of_the_source_counts_where_a_header_asks_for_it(string compiler)
    {
        Write("x.c", "#include \"a.h\"\nconst char *d = S;\n");
        Write("a.h", "#define S __TIMESTAMP__\n");
        Step("miss stored", $"L {compiler} -c x.c -o x.o");
        Step("preprocessed_hit", $"L {compiler} -c x.c -o x.o");
        Shell("touch -d '2001-02-03 04:05:06' x.c");
        Step("miss stored", $"L {compiler} -c x.c -o x.o");
    }

    [Fact]
    public void A_time_stamp_counts_too_where_the_preprocessor_would_leave_macros_alone()
    {
        Write("x.c", "const char *d = __TIMESTAMP__;\n");
        Step("miss stored", "L gcc -fdirectives-only -c x.c -o x.o");
        Shell("touch -d '2001-02-03 04:05:06' x.c");
        Step("miss stored", "L gcc -fdirectives-only -c x.c -o x.o");
        Step("preprocessed_hit", "L gcc -fdirectives-only -c x.c -o x.o");
    }

    [Fact]
    public void A_fixed_date_is_part_of_the_key_of_what_gcc_makes()
    {
        Write("x.c", "const char *d = __DATE__ __TIME__;\n");
        Step("miss stored", "SOURCE_DATE_EPOCH=1000000000 L gcc -c x.c -o x.o");
        Step("miss stored", "SOURCE_DATE_EPOCH=1100000000 L gcc -c x.c -o x.o");
        Step("direct_hit", "SOURCE_DATE_EPOCH=1000000000 L gcc -c x.c -o x.o");
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void Time_macros_may_be_ignored_but_headers_may_not(string compiler)
    {
        Work.Variables["LARDER_SLOPPINESS"] = "time_macros";
        Write("x.c", "#include \"a.h\"\n#include \"b.h\"\nint v = sizeof(__TIME__) + A + B;\n");
        Write("a.h", "#define A 1\n");
        Write("b.h", "#define B 1\n");
        MissThenHit($"L {compiler} -c x.c -o x.o");
        Write("b.h", "#define B 2\n");
        MissThenHit($"L {compiler} -c x.c -o x.o");
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void A_header_with_a_date_is_read_again_after_an_edit_of_the_same_size(string compiler)
    {
        Write("x.c", "#include \"a.h\"\nint v = V;\nconst char *d = D;\n");
        Write("a.h", "#define D __DATE__\n#define V 1\n");
        Step("miss stored", $"L {compiler} -c x.c -o x.o");
        Shell("touch -r a.h stamp");
        Write("a.h", "#define D __DATE__\n#define V 2\n");
        Shell("touch -r stamp a.h; rm stamp");
        Step("miss stored", $"L {compiler} -c x.c -o x.o");
        Step("preprocessed_hit", $"L {compiler} -c x.c -o x.o");
    }
}
