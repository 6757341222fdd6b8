using Larder.Suites.Harness;

namespace Larder.Suites.PeerDefects;

/// <summary>
/// What the files of -include and -imacros include in turn: gcc's -H, by which a compile with -MMD is made to tell what it reads, begins only behind them.
/// </summary>
public sealed class CommandLineIncludesSuite : SideBySideSuite
{
    public static TheoryData<string, string, string> Cases
    {
        get
        {
            TheoryData<string, string, string> cases = new();
            foreach (string compiler in (string[])["gcc", "clang"])
            {
                // A daemon is told of each way in which a compile tells what it reads like of any other.
                foreach (string dependencies in SuiteMode.IsInProcess ? (string[])["", "-MD", "-MMD", "-MMD -MF x.dep", "-Wp,-MMD,x.dep", "-MMD -g"] : ["-MMD"])
                {
                    foreach (string include in (string[])["-include first.h -include outer.h", "-imacros outer.h", "-iquote down -include lower.h"])
                        cases.Add(compiler, dependencies, include);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_they_include_counts(string compiler, string dependencies, string include)
    {
        string compile = $"L {compiler} {dependencies} -isystem sys {include} -c x.c -o x.o";
        WriteHeaders(1, 1);
        Write("x.c", "int v = V + W;\n");
        MissThenHit(compile);
        WriteHeaders(2, 1);
        MissThenHit(compile);
        WriteHeaders(2, 2);
        MissThenHit(compile);
        WriteHeaders(1, 1);
        Step("direct_hit", compile);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_they_include_counts_where_the_compile_fails(string compiler, string dependencies, string include)
    {
        string compile = $"L {compiler} {dependencies} -isystem sys {include} -c x.c -o x.o";
        WriteHeaders(1, 1);
        Write("x.c", "#if V + W < 3\n#include \"missing.h\"\n#elif V + W < 4\n#error \"too little\"\n#endif\nint v = V + W;\n");
        Fails();
        WriteHeaders(1, 2);
        Fails();
        WriteHeaders(2, 2);
        MissThenHit(compile);

        void Fails()
        {
            Step("compile_failed failed_stored", compile);
            Step("failed_hit", compile);
        }
    }

    /// <summary>A header that the source includes too is listed nowhere where its guard leaves it out there.</summary>
    [Theory]
    [InlineData("gcc")]
    [InlineData("clang")]
    public void What_the_source_includes_once_more_counts(string compiler)
    {
        Write("outer.h", "#include \"once.h\"\n");
        Write("x.c", "#include \"once.h\"\nint v = V;\n");
        foreach (string guard in (string[])["#pragma once", "#ifndef ONCE\n#define ONCE"])
        {
            foreach (int value in (int[])[1, 2])
            {
                Write("once.h", $"{guard}\n#define V {value}\n{(guard[1] == 'p' ? "" : "#endif\n")}");
                MissThenHit($"L {compiler} -MMD -include outer.h -c x.c -o x.o");
            }
        }
    }

    [Theory]
    [InlineData("gcc")]
    [InlineData("clang")]
    public void An_assembler_source_has_them_too(string compiler)
    {
        Write("x.S", ".long V + W\n");
        foreach (int value in (int[])[1, 2])
        {
            WriteHeaders(value, 1);
            MissThenHit($"L {compiler} -MMD -isystem sys -include outer.h -c x.S -o x.o");
        }
    }

    /// <summary>outer.h, three files above V, and a system header for W.</summary>
    private void WriteHeaders(int v, int w)
    {
        Write("first.h", "#define FIRST\n");
        Write("outer.h", "#include \"down/lower.h\"\n");
        Write("down/lower.h", "#include \"lowest.h\"\n#include <w.h>\n");
        Write("down/lowest.h", $"#define V {v}\n");
        Write("sys/w.h", $"#define W {w}\n");
    }
}
