using Larder.Suites.Harness;

namespace Larder.Suites.Outputs;

/// <summary>-E: the preprocessor's text, on standard output or in a file, from the cache as the preprocessor writes it.</summary>
public sealed class PreprocessingSuite : SideBySideSuite
{
    private const string Missed = "preprocessing_miss stored";

    public PreprocessingSuite()
    {
        Write("x.c", "#include \"a.h\"\n#include <stddef.h>\nint x = A; /* kept by -C */\n#warning said\n#define LATE 1\n#if __has_include(\"none.h\")\n#endif\n");
        Write("inc/a.h", "#define A 1 // a\n");
        Write("first/other.h", "\n");
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void Text_comes_from_the_cache(string compiler)
    {
        foreach (string options in (string[])["", "-o x.i", "-P", "-C", "-CC -dD", "-dM", "-dI", "-g3 -o ./x.i", "-c -undef", "-S -fno-working-directory", "-x c++"])
        {
            string script = $"L {compiler} -E {options} -Ifirst -Iinc x.c";
            Step(Missed, script).Succeeded();
            Step("preprocessing_hit", script);
        }
    }

    /// <summary>A comment, the place of a header, a header that appears, the directory, the spelling of the source.</summary>
    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void Edits_are_seen(string compiler)
    {
        string script = $"L {compiler} -E -C -Ifirst -Iinc x.c";
        Step(Missed, script);
        Write("inc/a.h", "#define A 1 // b\n");
        Step(Missed, script);
        Write("first/a.h", "#define A 1 // b\n");
        Step(Missed, script);
        Write("none.h", "\n");
        Step(Missed, script);
        Step(Missed, $"L {compiler} -E -C -Ifirst -Iinc ./x.c");
        Write("sub/x.c", "#include \"a.h\"\n");
        Write("sub/inc/a.h", "#define A 1 // b\n");
        Step(Missed, $"cd sub; L {compiler} -E -C -I../inc ../x.c");
        Work.Delete("first/a.h");
        Work.Delete("none.h");
        Step("preprocessing_hit", script);
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void Failures_too(string compiler)
    {
        foreach (string text in (string[])["int before;\n#include \"nowhere.h\"\nint after;\n", "#include \"inc/a.h\"\n#error no\nint after;\n"])
        {
            Write("y.c", text);
            foreach (string output in (string[])["", "-o y.i"])
            {
                string script = $"L {compiler} -E {output} y.c";
                Step("compile_failed failed_stored", script);
                Step("failed_hit", script);
                Step("failed_hit", script, () => Shell("echo old > y.i"));
                Shell("rm -f y.i");
            }
        }
    }

    /// <summary>The file is written as the compilers do it: through a link, in place, or anew.</summary>
    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void Places(string compiler)
    {
        string script = $"L {compiler} -E -Iinc x.c -o x.i";
        Step(Missed, script);
        foreach (string place in (string[])["ln -s target x.i; echo old > target", "echo old > x.i; chmod 600 x.i", "echo old > other; ln other x.i"])
            Step("preprocessing_hit", script, () => Shell($"rm -f x.i target other; {place}"));
    }

    [Theory]
    [InlineData("called_for_preprocessing", "L {0} -E -MD x.c")]
    [InlineData("called_for_preprocessing", "L {0} -M -Iinc x.c")]
    [InlineData("called_for_preprocessing", "L {0} -E -traditional-cpp -Iinc x.c")]
    [InlineData("called_for_preprocessing", "L {0} -E -x cpp-output text")]
    [InlineData("called_for_preprocessing", "L {0} -E -Iinc - < x.c")]
    [InlineData("called_for_preprocessing", "L {0} -E -Iinc x.c 2>&1")]
    [InlineData("called_for_preprocessing", "LARDER_CACHE_PREPROCESSING=no L {0} -E -Iinc x.c")]
    [InlineData("unsupported_compiler_option", "L {0} -c -dM -Iinc x.c -o x.o")]
    public void What_is_not_cached(string reason, string script)
    {
        Write("text", "int text;\n");
        foreach (string compiler in (string[])["gcc", "clang"])
            Step(reason, string.Format(System.Globalization.CultureInfo.InvariantCulture, script, compiler));
    }

    [Fact]
    public void Dates_are_not_kept()
    {
        Write("t.c", "const char *t = __TIME__;\n");
        Write("d.c", "#define d(x) __DATE__ x\nconst char *t = d();\n");
        foreach (string compiler in (string[])["gcc", "clang"])
        {
            Step("time_macros", $"L {compiler} -E t.c | sed s/[0-9]//g");
            Step("unsupported_directive", $"L {compiler} -E d.c");
            Step("called_for_preprocessing", $"L {compiler} -E d.c");
        }
    }

    /// <summary>Half of the text is no success.</summary>
    [Fact]
    public void A_text_that_can_not_be_written_is_a_failure()
    {
        ProcessResult missed = Work.Run("bash", ["-c", $"{LarderBinary.Path} gcc -E -Iinc x.c > /dev/full"]);
        ProcessResult served = Work.Run("bash", ["-c", $"{LarderBinary.Path} gcc -E -Iinc x.c > /dev/full"]);
        Work.Expect(("preprocessing_miss", 1), ("preprocessing_hit", 1), ("stored", 1));
        Assert.Equal((1, 1), (missed.ExitCode, served.ExitCode));
        Assert.Contains("No space left on device", served.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.Cxx), MemberType = typeof(CompilersUnderTest))]
    public void Much_text(string compiler)
    {
        Write("x.cc", "#include <algorithm>\n#include <iostream>\n#include <regex>\nint x;\n");
        Step(Missed, $"L {compiler} -E x.cc");
        Step("preprocessing_hit", $"L {compiler} -E x.cc");
        Step("preprocessing_hit", $"L {compiler} -E x.cc 2> /dev/null | head -c 100000 | sha256sum");
    }
}
