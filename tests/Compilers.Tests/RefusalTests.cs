using System.Text;

namespace Larder.Compilers.Tests;

public sealed class RefusalTests
{
    [Theory]
    [InlineData("x.c -o x", RefusalReason.CalledForLink, "")]
    [InlineData("x.o y.o -o x", RefusalReason.CalledForLink, "")]
    [InlineData("", RefusalReason.CalledForLink, "")]
    [InlineData("-E -MD x.c", RefusalReason.CalledForPreprocessing, "-E")]
    [InlineData("-E x.s", RefusalReason.CalledForPreprocessing, "-E")]
    [InlineData("-c -dM x.c", RefusalReason.UnsupportedCompilerOption, "-dM")]
    [InlineData("-M x.c", RefusalReason.CalledForPreprocessing, "-M")]
    [InlineData("-MM -c x.c", RefusalReason.CalledForPreprocessing, "-MM")]
    [InlineData("-c", RefusalReason.NoInputFile, "")]
    [InlineData("-c x.c y.c", RefusalReason.MultipleSourceFiles, "x.c")]
    [InlineData("-c -x c -", RefusalReason.InputFromStdin, "-")]
    [InlineData("-c x.c -o -", RefusalReason.OutputToStdout, "-o")]
    [InlineData("-c x.c -MD -MF -", RefusalReason.OutputToStdout, "-MF")]
    [InlineData("-c x.f", RefusalReason.UnsupportedSourceLanguage, "x.f")]
    [InlineData("-c x.c -o", RefusalReason.BadArguments, "-o")]
    [InlineData("-c x.c -I", RefusalReason.BadArguments, "-I")]
    [InlineData("-c x.c -Xlinker", RefusalReason.BadArguments, "-Xlinker")]
    [InlineData("-v", RefusalReason.InformationRequest, "-v")]
    [InlineData("--version", RefusalReason.InformationRequest, "--version")]
    [InlineData("-dumpmachine", RefusalReason.InformationRequest, "-dumpmachine")]
    [InlineData("-dumpversion", RefusalReason.InformationRequest, "-dumpversion")]
    [InlineData("-print-search-dirs", RefusalReason.InformationRequest, "-print-search-dirs")]
    [InlineData("-print-prog-name=ld", RefusalReason.InformationRequest, "-print-prog-name=ld")]
    [InlineData("-### -c x.c", RefusalReason.InformationRequest, "-###")]
    [InlineData("-c x.c -v", RefusalReason.InformationRequest, "-v")]
    [InlineData("--help", RefusalReason.InformationRequest, "--help")]
    [InlineData("-Wa,--version -c -x assembler-with-cpp /dev/null -o /dev/null", RefusalReason.InformationRequest, "-Wa,--version")]
    [InlineData("-c x.c -MD -MG", RefusalReason.MissingHeadersAllowed, "-MG")]
    [InlineData("-c x.c -fmodule-header=user", RefusalReason.Modules, "-fmodule-header=user")]
    [InlineData("-c x.c -fpch-preprocess", RefusalReason.PrecompiledHeader, "-fpch-preprocess")]
    [InlineData("-S -x c-header x.h", RefusalReason.PrecompiledHeader, "-S")]
    [InlineData("-c --coverage x.h", RefusalReason.PrecompiledHeader, "--coverage")]
    [InlineData("-c -x c++-user-header x.h", RefusalReason.Modules, "c++-user-header")]
    public void A_line_that_is_no_cacheable_compile_says_why(string line, RefusalReason reason, string detail)
    {
        foreach (CompilerFamily family in (ReadOnlySpan<CompilerFamily>)[CompilerFamily.Gcc, CompilerFamily.Clang])
        {
            var refusal = Assert.IsType<Refusal>(Line.Parse(family, line.Length == 0 ? [] : line.Split(' ')));
            Assert.Equal(reason, refusal.Reason);
            Assert.Equal(detail, Line.Text(refusal.Detail));
        }
    }

    [Theory]
    [InlineData("-fdump-tree-all")]
    [InlineData("-fdump-rtl-expand=x")]
    [InlineData("-dA")]
    [InlineData("-da")]
    [InlineData("-ftime-trace")]
    [InlineData("-ftime-trace=x.json")]
    [InlineData("-ftime-report")]
    [InlineData("-fplugin=x.so")]
    [InlineData("-fplugins=x/x.so")]
    [InlineData("-fopt-info-vec=out.txt")]
    [InlineData("-fthinlto-index=x")]
    [InlineData("-fno-test-coverage")]
    [InlineData("-Wa,-ag")]
    [InlineData("-Wa,-ahg=x.lst")]
    [InlineData("-Wa,--MD,x.d")]
    [InlineData("-save-temps=elsewhere")]
    [InlineData("-Wa,@x")]
    [InlineData("-Wa,-o,y.o")]
    [InlineData("-Wp,-MG")]
    [InlineData("-Wp,-MD")]
    [InlineData("-Wp,-P")]
    [InlineData("-Wp,-DX,-include,y")]
    [InlineData("-I-")]
    [InlineData("-fstats")]
    [InlineData("-fmem-report")]
    [InlineData("-time")]
    public void An_option_whose_files_or_measurements_are_not_restored_is_refused_by_name(string option)
    {
        foreach (CompilerFamily family in (ReadOnlySpan<CompilerFamily>)[CompilerFamily.Gcc, CompilerFamily.Clang])
        {
            var refusal = Assert.IsType<Refusal>(Line.Parse(family, $"-c x.c {option}"));
            Assert.Equal(RefusalReason.UnsupportedCompilerOption, refusal.Reason);
            Assert.Equal(option, Line.Text(refusal.Detail));
        }
    }

    [Theory]
    [InlineData("-fpass-plugin=x.so", "-fpass-plugin=x.so")]
    [InlineData("-fembed-bitcode", "-fembed-bitcode")]
    [InlineData("-mllvm -print-after-all", "-print-after-all")]
    [InlineData("-mllvm -stats", "-stats")]
    [InlineData("-Xclang -load -Xclang x.so", "-load")]
    [InlineData("-Xclang -plugin -Xclang x", "-plugin")]
    [InlineData("-Xclang -ast-dump", "-ast-dump")]
    [InlineData("-Xclang -dependency-file", "-dependency-file")]
    [InlineData("-Xclang -fdump-record-layouts", "-fdump-record-layouts")]
    [InlineData("-Xclang -mllvm -Xclang -time-passes", "-time-passes")]
    [InlineData("-fbasic-block-sections=list=x", "-fbasic-block-sections=list=x")]
    [InlineData("--driver-mode=cl", "--driver-mode=cl")]
    [InlineData("-S -g -gsplit-dwarf", "-gsplit-dwarf")]
    [InlineData("-g -gsplit-dwarf -flto", "-gsplit-dwarf")]
    [InlineData("--cuda-gpu-arch=sm_50", "--cuda-gpu-arch=sm_50")]
    public void Clang_has_more_of_them(string options, string detail)
    {
        var refusal = Assert.IsType<Refusal>(Line.Parse(CompilerFamily.Clang, $"-c x.c {options}"));
        Assert.Equal(RefusalReason.UnsupportedCompilerOption, refusal.Reason);
        Assert.Equal(detail, Line.Text(refusal.Detail));
    }

    [Theory]
    [InlineData("-include-pch x.pch -include-pch y.pch", RefusalReason.PrecompiledHeader)]
    [InlineData("-Xclang -emit-pch", RefusalReason.PrecompiledHeader)]
    [InlineData("-fcxx-modules", RefusalReason.Modules)]
    [InlineData("-gmodules", RefusalReason.Modules)]
    [InlineData("-arch x86_64 -arch arm64", RefusalReason.MultipleArchitectures)]
    [InlineData("-Xarch_x86_64 -O1", RefusalReason.MultipleArchitectures)]
    [InlineData("-Xclang -mllvm", RefusalReason.BadArguments)]
    public void Clang_lines_of_other_kinds(string options, RefusalReason reason) =>
        Assert.Equal(reason, Assert.IsType<Refusal>(Line.Parse(CompilerFamily.Clang, $"-c x.c {options}")).Reason);

    [Theory]
    [InlineData("-MF m.d", RefusalReason.BadArguments)]
    [InlineData("-MP", RefusalReason.BadArguments)]
    [InlineData("-o a.o -o b.o", RefusalReason.BadArguments)]
    [InlineData("-Wp,-MD,a.d -MD", RefusalReason.UnsupportedCompilerOption)]
    [InlineData("-Wp,-MD,a.d -Wp,-MMD,b.d", RefusalReason.UnsupportedCompilerOption)]
    [InlineData("-Wp,-MD,a.d -MF b.d", RefusalReason.UnsupportedCompilerOption)]
    [InlineData("-MD -o /dev/null", RefusalReason.UnsupportedCompilerOption)]
    [InlineData("--coverage -o /dev/null", RefusalReason.UnsupportedCompilerOption)]
    [InlineData("-mdump-tune-features", RefusalReason.UnsupportedCompilerOption)]
    [InlineData("--", RefusalReason.BadArguments)]
    public void Gcc_lines_of_other_kinds(string options, RefusalReason reason) =>
        Assert.Equal(reason, Assert.IsType<Refusal>(Line.Parse(CompilerFamily.Gcc, $"-c x.c {options}")).Reason);

    [Theory]
    [InlineData("-Werror -fno-such-option -c -x c /dev/null -o /dev/null", true)]
    [InlineData("-c -x assembler-with-cpp /dev/null -o x.o", true)]
    [InlineData("-o CMakeFiles/cmTC_6301c.dir/src.c.o -c /b/CMakeFiles/CMakeScratch/TryCompile-TbWwc4/src.c", true)]
    [InlineData("-o CMakeFiles/cmTC_6301c.dir/x.c.o -c /usr/share/cmake/Modules/x.c", true)]
    [InlineData("-o CMakeFiles/cmTC_6301c.dir/src.c.o -c /b/CMakeFiles/CMakeTmp/src.c", true)]
    [InlineData("-c -o /tmp/cgFkEpb1/dummy.o /tmp/cgFkEpb1/dummy.c", true)]
    [InlineData("-c src/dummy.c", false)]
    [InlineData("-c -O3 ztest9320.c", true)]
    [InlineData("-c ztest.c", false)]
    [InlineData("-c ztest9a.c", false)]
    [InlineData("/build/x/build/meson-private/tmpl2qw1_ph/testfile.c -o /build/x/build/meson-private/tmpl2qw1_ph/output.obj -c", true)]
    [InlineData("-c /tmp/tmp8opb6idd/testfile.cpp -o /tmp/tmp8opb6idd/output.exe", true)]
    [InlineData("-c conftest.c", false)]
    [InlineData("-c testfile.c", false)]
    [InlineData("-c tmp/testfile.c", false)]
    [InlineData("-c tmpdir/testfile.c", false)]
    [InlineData("-c x.c -o /dev/null", false)]
    [InlineData("-c CMakeFiles/cmTC.c -o CMakeFiles/x.dir/cmTC.c.o", false)]
    public void Probes_that_nobody_repeats_are_left_alone(string line, bool isProbe)
    {
        foreach (CompilerFamily family in (ReadOnlySpan<CompilerFamily>)[CompilerFamily.Gcc, CompilerFamily.Clang])
            Assert.Equal(isProbe, Line.Parse(family, line.Split(' ')) is Refusal { Reason: RefusalReason.Probe });
    }

    [Fact]
    public void What_the_line_is_for_comes_before_what_it_holds()
    {
        Assert.Equal(RefusalReason.CalledForLink, Assert.IsType<Refusal>(Line.Parse(CompilerFamily.Gcc, "-fplugin=x x.c y.c -o z")).Reason);
        Assert.Equal(RefusalReason.CalledForPreprocessing, Assert.IsType<Refusal>(Line.Parse(CompilerFamily.Gcc, "-fplugin=x -E -")).Reason);
    }

    [Fact]
    public void Every_reason_has_a_number_that_stays_and_a_name_of_its_own()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (RefusalReason reason in Enum.GetValues<RefusalReason>())
        {
            Assert.InRange((int)reason, 1, RefusalReasons.Highest);
            string name = Encoding.UTF8.GetString(RefusalReasons.Name(reason));
            Assert.True(names.Add(name), name);
            Assert.NotEqual("unknown_refusal", name);
        }

        Assert.Equal(RefusalReasons.Highest, names.Count);
        Assert.Equal(8, (int)RefusalReason.UnsupportedCompilerOption);
        Assert.Equal("called_for_link", Encoding.UTF8.GetString(RefusalReasons.Name((RefusalReason)1)));
    }
}
