using Larder.Suites.Harness;

namespace Larder.Suites.Options;

/// <summary>
/// Options whose side files are not restored are left to the compiler, counted and named; odd ones are read as the compiler
/// reads them.
/// </summary>
public sealed class RefusedOptionsSuite : SideBySideSuite
{
    public RefusedOptionsSuite()
    {
        Write("x.c", "#include \"h.h\"\nint f(int a) { return a + V; }\n");
        Write("h.h", "#define V 1\n");
    }

    [Theory]
    [InlineData("gcc", "-fdump-tree-optimized")]
    [InlineData("gcc", "-fdump-rtl-expand")]
    [InlineData("gcc", "-da")]
    [InlineData("gcc", "-fopt-info-all=opt.txt")]
    [InlineData("gcc", "-fsave-optimization-record")]
    [InlineData("gcc", "-Wa,-ag=list.txt")]
    [InlineData("gcc", "-Q")]
    [InlineData("gcc", "-ftime-report")]
    [InlineData("gcc", "-fmem-report")]
    [InlineData("clang", "-ftime-report")]
    [InlineData("clang", "-Xclang -dump-tokens")]
    [InlineData("clang", "-fdiagnostics-format=sarif-file")]
    [InlineData("gcc", "-wrapper /usr/bin/env")]
    [InlineData("clang", "-ftime-trace")]
    [InlineData("clang", "-MJ entry.json")]
    [InlineData("clang", "-c-isystem d")]
    [InlineData("gcc", "-imultiarch x86_64-linux-gnu")]
    [InlineData("clang", "-working-directory d")]
    [InlineData("clang", "-fproc-stat-report=stat.txt")]
    [InlineData("clang", "-Xclang -dependency-dot -Xclang deps.dot")]
    [InlineData("clang", "-mllvm -stats")]
    public void Side_files_are_left_to_the_compiler_and_the_option_is_named(string compiler, string option)
    {
        string script = $"mkdir -p d; cp x.c h.h d; L {compiler} {option} -c x.c -o x.o; s=$?; ls > listing; exit $s";

        // Times and process numbers in what these write differ from run to run; that they are there is what counts.
        string normal = option.StartsWith("-ftime-trace", StringComparison.Ordinal) || option.StartsWith("-fproc", StringComparison.Ordinal)
            || option.StartsWith("-fsave", StringComparison.Ordinal)
            ? script.Replace("ls >", "for i in *.json *.gz *.txt *.opt* *.ci; do [ -e $i ] && [ $i != x.c ] && echo > $i; done; ls >", StringComparison.Ordinal)
            : script;

        // So do measurements on stderr.
        if (option.Contains("-report", StringComparison.Ordinal) || option is "-Q" or "-Wa,-ag=list.txt")
            normal = normal.Replace("-o x.o;", "-o x.o 2> /dev/null; rm -f list.txt;", StringComparison.Ordinal);
        Step("unsupported_compiler_option", normal);
        Step("unsupported_compiler_option", normal);
        ProcessResult statistics = Work.Run(LarderBinary.Path, ["stats", "--json"]).Succeeded();
        string[] words = option.Split(' ');
        string name = words[0] is "-Xclang" or "-mllvm" ? words[1] : words[0];
        Assert.Contains($"\"{name}", statistics.OutputText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gcc", "-isystem d")]
    [InlineData("gcc", "-idirafter d")]
    [InlineData("gcc", "-iquoted")]
    [InlineData("gcc", "-isysroot /")]
    [InlineData("gcc", "--sysroot=/")]
    [InlineData("gcc", "-iprefix d/ -iwithprefix e")]
    [InlineData("gcc", "-T script")]
    [InlineData("gcc", "-L d -l m -Wl,-z,now")]
    [InlineData("gcc", "-A answer=x -Xassembler --warn")]
    [InlineData("gcc", "--param max-inline-insns-single=10")]
    [InlineData("clang", "-cxx-isystem d")]
    [InlineData("clang", "-isystem-after d")]
    [InlineData("clang", "-iwithsysroot /d")]
    [InlineData("clang", "-Xclang -target-feature -Xclang +sse3")]
    [InlineData("clang", "-target x86_64-linux-gnu")]
    [InlineData("clang", "-mllvm -inline-threshold=10")]
    public void Values_of_odd_options_are_no_sources(string compiler, string option)
    {
        Write("d/h.h", "#define V 2\n");
        MissThenHit($"L {compiler} {option} -c x.c -o x.o");
        Write("h.h", "#define V 3\n");
        MissThenHit($"L {compiler} {option} -c x.c -o x.o");
    }

    [Theory]
    [InlineData("called_for_link", "L {0} -x c x.c -o x; rm -f x; true")]
    [InlineData("called_for_preprocessing", "L {0} -M x.c")]
    [InlineData("called_for_preprocessing", "L {0} -MM x.c")]
    [InlineData("multiple_source_files", "L {0} -x c -c x.c d/y.c")]
    [InlineData("input_from_stdin", "echo 'int v;' | L {0} -x c -c - -o x.o")]
    [InlineData("no_input_file", "L {0} -c")]
    [InlineData("information_request", "L {0} --version")]
    [InlineData("information_request", "L {0} -c x.c -### 2> commands; rm commands")]
    public void What_is_no_compile_runs_as_it_is(string reason, string script)
    {
        Write("d/y.c", "int w;\n");
        foreach (string compiler in (string[])["gcc", "clang"])
            Step(reason, string.Format(System.Globalization.CultureInfo.InvariantCulture, script, compiler));
    }
}
