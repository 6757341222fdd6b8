using Larder.Suites.Harness;

namespace Larder.Suites.Outputs;

/// <summary>Which failures are kept, and when they are believed.</summary>
public sealed class KeptFailuresSuite : SideBySideSuite
{
    public KeptFailuresSuite()
    {
        Write("h.h", "#include \"deep.h\"\n");
        Write("deep.h", "int deep;\n");
        Write("after.h", "int after;\n");
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void Warnings_that_are_errors(string compiler)
    {
        Write("x.c", "int f(int a) { int unused; return a; }\n");
        string script = $"L {compiler} -Wall -Werror -c x.c -o x.o";
        Step(FailedCompilesSuite.Missed, script);
        Step("failed_hit", script);
        Step("miss stored", $"L {compiler} -Wall -c x.c -o x.o");
        Step("failed_hit", script);
        Step("failed_hit", $"L {compiler} -fdiagnostics-color=never -Wall -Werror -c x.c -o x.o");
        Step(FailedCompilesSuite.Missed, $"L {compiler} -fdiagnostics-color=always -Wall -Werror -c x.c -o x.o");
    }

    /// <summary>The header appears, in each of the places in turn where it was looked for.</summary>
    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void A_missing_header_that_comes_is_seen(string compiler)
    {
        Write("dir/x.c", "#include \"up.h\"\n");
        Write("dir/up.h", "#include <wanted.h>\n");
        foreach (string place in (string[])["first/other.h", "quoted/other.h", "last/other.h"])
            Write(place, "\n");
        string script = $"L {compiler} -Ifirst -iquote quoted -idirafter last -c dir/x.c -o x.o";
        foreach (string place in (string[])["last", "first"])
        {
            Step(FailedCompilesSuite.Missed, script);
            Step("failed_hit", script);
            Write(place + "/wanted.h", "int wanted;\n");
            Step("miss stored", script);
            Work.Delete(place + "/wanted.h");
            Step("failed_hit", script);
            Write("dir/up.h", $"#include <wanted.h>\n/* then {place} */\n");
        }

        // clang finds it in quotes, says so, and fails in other words.
        Step(FailedCompilesSuite.Missed, script);
        Write("dir/wanted.h", "int wanted;\n");
        Step(compiler == "clang" ? FailedCompilesSuite.Missed : "failed_hit", script);
        Work.Delete("dir/wanted.h");
        Write("quoted/wanted.h", "int wanted;\n");
        Step(compiler == "clang" ? FailedCompilesSuite.Missed : "failed_hit", script);
    }

    /// <summary>clang tries a name without what is no letter at its ends.</summary>
    [Fact]
    public void A_header_that_was_perhaps_meant()
    {
        Write("x.c", "#include \" wanted.h\"\n");
        const string script = "L clang -Ifirst -c x.c -o x.o";
        Step(FailedCompilesSuite.Missed, script);
        Write("first/wanted.h", "int wanted;\n");
        Step(FailedCompilesSuite.Missed, script);
        Step("failed_hit", script);
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void An_edit_of_what_was_read_before_the_end_is_seen(string compiler)
    {
        Write("x.c", FailedCompilesSuite.Failing[2]);
        string script = $"L {compiler} -MD -c x.c -o x.o";
        Step(FailedCompilesSuite.Missed, script);
        Write("deep.h", "int deep; int more\n;");
        Step(FailedCompilesSuite.Missed, script);
        Write("deep.h", "#error deeper\n");
        Step(FailedCompilesSuite.Missed, script);
        Write("x.c", "int x;\n");
        Step("miss stored", script);
    }

    /// <summary>Where the outputs can't be written the compilers have more to say.</summary>
    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void Places_that_can_not_be_written(string compiler)
    {
        Write("x.c", FailedCompilesSuite.Failing[0]);
        Step(FailedCompilesSuite.Missed, $"L {compiler} -S x.c -o x.s");
        Step("compile_failed", $"L {compiler} -S x.c -o none/x.s");
        Step(compiler == "gcc" ? FailedCompilesSuite.Missed : "compile_failed", $"L {compiler} -c x.c -o none/x.o");
        Step("compile_failed", $"L {compiler} -c -MD -MF none/x.d x.c -o x.o");
        Step("compile_failed", $"L {compiler} -S x.c -o x.s", () => Shell("rm -rf x.s; mkdir x.s"));
        Shell("rm -rf x.s");
        string script = $"L {compiler} -c x.c -o x.o";
        Step(compiler == "gcc" ? "failed_hit" : FailedCompilesSuite.Missed, script);
        Step(compiler == "gcc" ? "failed_hit" : FailedCompilesSuite.Missed, script, () => Shell("rm -f x.o; ln -s target x.o; echo old > target"));
    }

    /// <summary>Failures of the surroundings, or that aren't known well enough.</summary>
    [Theory]
    [InlineData("missing_input", "L {0} -c none.c -o x.o")]
    [InlineData("compiler_unknown", "L {0} -c x.c -o x.o -fno-such-option")]
    [InlineData("compile_failed", "L {0} -c x.c -o x.o -Wfatal-errors")]
    [InlineData("compile_failed", "L {0} -c x.c -o x.o --coverage")]
    [InlineData("compile_failed", "L {0} -c x.c -o x.o -save-temps")]
    [InlineData("compile_failed", "L {0} -S x.c -o x.s -save-temps")]
    [InlineData("compile_failed", "L {0} -c said.c -o x.o")]
    [InlineData("compile_failed", "L {0} -c x.c -o x.o -include none.h")]
    [InlineData("compile_failed", "L {0} -c x.S -o x.o")]
    [InlineData("compile_failed", "LARDER_CACHE_FAILURES=no L {0} -c x.c -o x.o")]
    public void Other_failures_are_not_kept(string counter, string script)
    {
        Write("x.c", FailedCompilesSuite.Failing[0]);
        Write("x.S", "no such instruction\n");
        Write("said.c", "#error No space left on device\n");
        foreach (string compiler in (string[])["gcc", "clang"])
        {
            string line = string.Format(System.Globalization.CultureInfo.InvariantCulture, script, compiler);
            for (int i = 0; i < 2; i++)
                Assert.NotEqual(0, Step(counter, line).ExitCode);
        }
    }

    [Fact]
    public void Limits_of_errors()
    {
        Write("x.c", string.Concat(Enumerable.Range(0, 30).Select(static i => $"int v{i} = undeclared{i};\n")) + "#include \"h.h\"\n");

        // gcc ends without a word of what it has read; clang reads on in silence.
        Step("compile_failed", "L gcc -fmax-errors=3 -c x.c -o x.o");
        Step(FailedCompilesSuite.Missed, "L gcc -c x.c -o x.o");
        Step(FailedCompilesSuite.Missed, "L clang -MD -c x.c -o x.o");
        Step("failed_hit", "L clang -MD -c x.c -o x.o");
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void A_setting_keeps_them_out(string compiler)
    {
        Write("x.c", FailedCompilesSuite.Failing[0]);
        string script = $"L {compiler} -c x.c -o x.o";
        Step(FailedCompilesSuite.Missed, script);
        Work.Variables["LARDER_CACHE_FAILURES"] = "no";
        Step("compile_failed", script);
        Work.Variables["LARDER_CACHE_FAILURES"] = null;
        Step("failed_hit", script);
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.Cxx), MemberType = typeof(CompilersUnderTest))]
    public void Errors_in_templates_of_the_library(string compiler)
    {
        Write("x.cc", "#include <vector>\n#include <algorithm>\nstruct S {};\nvoid f(std::vector<S> &v) { std::sort(v.begin(), v.end()); }\n");
        string script = $"L {compiler} -c x.cc -o x.o";
        Step(FailedCompilesSuite.Missed, script);
        Step("failed_hit", script);
    }
}
