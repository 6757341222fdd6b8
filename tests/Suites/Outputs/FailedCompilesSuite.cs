using Larder.Suites.Harness;

namespace Larder.Suites.Outputs;

/// <summary>
/// Compiles that fail for what stands in their sources fail again from the cache, with the same words, status and files.
/// </summary>
public sealed class FailedCompilesSuite : SideBySideSuite
{
    internal const string Missed = "compile_failed failed_stored";

    internal static readonly string[] Failing =
    [
        "#include \"h.h\"\nint f( { return 1; }\n#include \"after.h\"\n",
        "#include \"h.h\"\n#error not here\n#include \"after.h\"\n",
        "#include \"h.h\"\n#include <nowhere.h>\n#include \"after.h\"\n",
        "#include \"h.h\"\n#include \"../nowhere.h\"\n",
        "#include \"h.h\"\nint v = undeclared;\n#warning and more\n",
    ];

    public FailedCompilesSuite()
    {
        Write("h.h", "#include \"deep.h\"\n");
        Write("deep.h", "int deep;\n");
        Write("after.h", "int after;\n");
    }

    /// <summary>Compilers, and options that have the headers listed in each of the ways that there are.</summary>
    public static TheoryData<string, string> Lines
    {
        get
        {
            TheoryData<string, string> data = [];
            foreach (string compiler in (string[])["gcc", "clang"])
            {
                foreach (string options in (string[])["-c -o x.o", "-c -o x.o -MD", "-c -o x.o -MMD -MF deps.d -g", "-S -o x.o -MMD", "-c -o /dev/null -fdiagnostics-color=always"])
                    data.Add(compiler, options);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void What_stands_in_the_sources_fails_again(string compiler, string options)
    {
        foreach (string text in Failing)
        {
            Shell("rm -f x.o x.d deps.d");
            Write("x.c", text);
            string script = $"L {compiler} {options} -Wall x.c";
            Assert.Equal(1, Step(Missed, script).ExitCode);
            Step("failed_hit", script);
            Step("failed_hit", script, () => Shell("rm -f x.o x.d deps.d; for f in x.o x.d deps.d; do echo old > $f; done"));

            // The compile that leaves nothing where the old files were is as good as the one that finds none.
            Shell("rm -f x.o x.d deps.d");
        }
    }
}
