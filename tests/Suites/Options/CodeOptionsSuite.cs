using Larder.Suites.Harness;

namespace Larder.Suites.Options;

/// <summary>Options that change code and files, languages and kinds of input.</summary>
public sealed class CodeOptionsSuite : SideBySideSuite
{
    [Theory]
    [InlineData("-march=native")]
    [InlineData("-frandom-seed=x --coverage")]
    [InlineData("-frandom-seed=x -fprofile-arcs -ftest-coverage")]
    [InlineData("-g -gsplit-dwarf")]
    [InlineData("-gsplit-dwarf")]
    [InlineData("-frandom-seed=x -flto")]
    [InlineData("-frandom-seed=x -flto -g")]
    [InlineData("-fsanitize=address")]
    [InlineData("-fsanitize=undefined -g")]
    [InlineData("-pipe -O3 -fPIC -fvisibility=hidden")]
    [InlineData("-ffunction-sections -fdata-sections -Wl,--gc-sections")]
    [InlineData("-frandom-seed=x -ftest-coverage -MD")]
    [InlineData("-frandom-seed=x -fprofile-generate")]
    [InlineData("-fopenmp -pthread")]
    [InlineData("-std=c11 -pedantic -O0")]
    [InlineData("-ansi")]
    [InlineData("-x c")]
    [InlineData("-x c++")]
    [InlineData("-S")]
    public void An_option_is_stored_with_all_its_files(string options)
    {
        Write("d/x.c", "#include \"h.h\"\nint f(int *a, int n) { int s = 0; for (int i = 0; i < n; i++) s += a[i]; return s; }\n".Replace("for (int i = 0;", "int i; for (i = 0;", StringComparison.Ordinal));
        Write("d/h.h", "extern int g;\n");
        foreach (string compiler in (string[])["gcc", "clang"])
        {
            string script = $"L {compiler} -O2 {options} -c d/x.c -o d/x.out";
            MissThenHit(script);
            MissThenHit($"L {compiler} -O1 {options} -c d/x.c");
        }
    }

    [Theory]
    [InlineData("g++")]
    [InlineData("clang++")]
    public void Sources_of_cxx(string compiler)
    {
        Write("x.cc", "#include <string>\n#include \"h.h\"\nnamespace { struct S { S(); } s; S::S() {} }\nstd::string f() { return V; }\n");
        Write("h.h", "#define V \"one\"\n");
        MissThenHit($"L {compiler} -std=c++17 -O1 -c x.cc -o x.o");
        Write("h.h", "#define V \"two\"\n");
        MissThenHit($"L {compiler} -std=c++17 -O1 -c x.cc -o x.o");
        MissThenHit($"L {compiler} -MMD -g -std=c++17 -c x.cc -o x.o");
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void Inputs_of_every_kind(string compiler)
    {
        Write("x.i", "# 1 \"y.c\"\nint v = 1;\n");
        Write("x.ii", "int w = 1;\n");
        Write("x.s", ".globl v\nv: .long 1\n");
        Write("x.S", "#include \"h.h\"\n.globl v\nv: .long V\n");
        Write("h.h", "#define V 1\n");
        foreach (string name in (string[])["x.i", "x.ii", "x.s", "x.S"])
            MissThenHit($"L {compiler} -c {name} -o x.o");
        Write("h.h", "#define V 2\n");
        MissThenHit($"L {compiler} -c x.S -o x.o");
        Write("x.i", "int v = 2;\n");
        MissThenHit($"L {compiler} -c x.i -o x.o");
        Step("unsupported_source_language", $"L {compiler} -S x.s -o y.s");
    }

    [Fact]
    public void Clang_reads_includes_and_macros_in_preprocessed_text()
    {
        Write("x.i", "#include \"h.h\"\n");
        Write("h.h", "int v = 1;\n");
        Step("unsupported_directive", "L clang -c x.i -o x.o");
        Write("h.h", "int v = 2;\n");
        Step("unsupported_directive", "L clang -c x.i -o x.o");
        Write("y.i", "int v = sizeof(__TIME__);\n");
        Step("time_macros", "L clang -c y.i -o y.o");
        Write("z.i", "const char *d = __DATE__;\n");
        Step("unsupported_directive", "L clang -c z.i -o z.o");
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void Two_seeds_are_one_compile_where_the_seed_changes_nothing(string compiler)
    {
        Write("x.c", "int v = 1;\n");
        Step("miss stored", $"L {compiler} -frandom-seed=one -O2 -c x.c -o x.o");
        Step("direct_hit", $"L {compiler} -frandom-seed=two -O2 -c x.c -o x.o");
        Step("miss stored", $"L {compiler} -frandom-seed=one --coverage -c x.c -o x.o");
        Step("miss stored", $"L {compiler} -frandom-seed=two --coverage -c x.c -o x.o");
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void Names_of_side_files_inside_the_object_follow_the_output(string compiler)
    {
        Write("x.c", "int f(void) { return 1; }\n");
        foreach (string options in (string[])["-frandom-seed=x --coverage", "-g -gsplit-dwarf"])
        {
            Step("miss stored", $"L {compiler} {options} -c x.c -o x.o");
            Step("miss stored", $"L {compiler} {options} -c x.c -o y.o");
            Step("direct_hit", $"L {compiler} {options} -c x.c -o x.o");
        }
    }

    [Fact]
    public void Recorded_command_lines_are_told_apart()
    {
        Write("x.c", "#include \"h.h\"\nint f(void) { return 1; }\n");
        Write("h.h", "");
        Step("miss stored", "L gcc -frecord-gcc-switches -MMD -c x.c -o x.o");
        Step("direct_hit", "L gcc -frecord-gcc-switches -MMD -c x.c -o x.o");
        Step("miss stored", "L gcc -frecord-gcc-switches -MMD -c x.c -o y.o");
        Step("miss stored", "L clang -g -grecord-command-line -c x.c -o x.o");
        Step("miss stored", "L clang -g -grecord-command-line -c x.c -o y.o");
        Step("miss stored", "L gcc -g -O2 -c x.c -o x.o");
        Step("miss stored", "L gcc -g -O2 -Wall -c x.c -o x.o");
        Step("direct_hit", "L gcc -g -O2 -c x.c -o y.o");
    }
}
