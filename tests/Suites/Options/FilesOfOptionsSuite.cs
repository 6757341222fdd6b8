using Larder.Suites.Harness;

namespace Larder.Suites.Options;

/// <summary>
/// Every option whose value is a file: another content is another compile, and the old content is the old one. Where the file may be missing, its
/// appearance counts.
/// </summary>
public sealed class FilesOfOptionsSuite : SideBySideSuite
{
    public FilesOfOptionsSuite()
    {
        Write("x.c", "#include \"h.h\"\nint g(int a);\nint f(int *a, int n) { int s = 0; for (int i = 0; i < n; i++) s += a[i]; return g(s) + V; }\n");
        Write("main.c", "int f(int *, int); int g(int a) { return a; } int main(int c, char **v) { int a[100] = {1}; int s = 0; for (int i = 0; i < 50 * c; i++) s += f(a, 100); return s == 7; }\n");
        Write("h.h", "#define V 1\n");
        Write("d/other", "");
    }

    [Theory]
    [InlineData("clang", "-fsanitize=address -fsanitize-ignorelist=FILE", "fun:f\n", "fun:other\n")]
    [InlineData("clang", "-fsanitize=address -fsanitize-blacklist=FILE", "fun:f\n", "fun:other\n")]
    [InlineData("clang", "-fsanitize=undefined -fsanitize-system-ignorelist=FILE", "fun:f\n", "fun:other\n", true)]
    [InlineData("clang", "-fsanitize-coverage=func,trace-pc-guard -fsanitize-coverage-allowlist=FILE", "fun:f\nsrc:*\n", "fun:other\nsrc:*\n")]
    [InlineData("clang", "-fsanitize-coverage=func,trace-pc-guard -fsanitize-coverage-ignorelist=FILE", "fun:f\n", "fun:other\n")]
    [InlineData("clang", "-fsanitize-coverage=func,trace-pc-guard -fsanitize-coverage-whitelist=FILE", "fun:f\nsrc:*\n", "fun:other\nsrc:*\n", true)]
    [InlineData("clang", "-fsanitize-coverage=func,trace-pc-guard -fsanitize-coverage-blacklist=FILE", "fun:f\n", "fun:other\n", true)]
    [InlineData("clang", "-fxray-instrument -fxray-always-instrument=FILE", "fun:f\n", "fun:other\n")]
    [InlineData("clang", "-fxray-instrument -fxray-instruction-threshold=1 -fxray-never-instrument=FILE", "fun:f\n", "fun:other\n")]
    [InlineData("clang", "-fxray-instrument -fxray-attr-list=FILE", "[always]\nfun:f\n", "[always]\nfun:other\n")]
    [InlineData("clang", "-fprofile-instr-generate -fprofile-list=FILE", "fun:f\n", "fun:other\n")]
    [InlineData("clang", "-fprofile-sample-use=FILE", "f:1000:10\n 0: 10\n 1: 900\n", "f:9000:90\n 0: 90\n 1: 10\n")]
    [InlineData("clang", "-fauto-profile=FILE", "f:1000:10\n 0: 10\n 1: 900\n", "f:9000:90\n 0: 90\n 1: 10\n")]
    [InlineData("clang", "-fprofile-sample-use=samples -fprofile-remapping-file=FILE", "name 3foo 3bar\n", "name 3foo 3baz\n")]
    [InlineData("clang", "-frandomize-layout-seed-file=FILE", "1\n", "2\n", true)]
    [InlineData("clang", "--warning-suppression-mappings=FILE", "[unused]\nsrc:*\n", "[unused]\nsrc:x\n", true)]
    [InlineData("clang", "-fmemory-profile-use=FILE", "1\n", "2\n", true)]
    [InlineData("gcc", "-fauto-profile=FILE", "1\n", "2\n", true)]
    public void Another_content_is_another_compile(string compiler, string option, string first, string second, bool mayBeRejected = false)
    {
        string script = $"L {compiler} -O2 {option.Replace("FILE", "list", StringComparison.Ordinal)} -c x.c -o x.o";
        Write("samples", "f:1000:10\n 0: 10\n 1: 900\n");
        Write("list", first);
        bool isRejected = mayBeRejected && Work.Run("bash", ["-c", script.Replace("L ", string.Empty, StringComparison.Ordinal)]).ExitCode != 0;
        Work.Delete("x.o");
        if (isRejected)
        {
            // This release has no such option, or wants more of the file: the compiler says so each time.
            Step("compile_failed", script);
            return;
        }

        MissThenHit(script);
        Write("list", second);
        MissThenHit(script);
        Write("list", first);
        Step("direct_hit", script);
        Work.Delete("list");
        Step(option is "-fprofile-sample-use=FILE" or "-fauto-profile=FILE" ? "compile_failed" : "missing_input", script);
    }

    [Theory]
    [InlineData("-fprofile-use", "-o d/x.o", "d/x.gcda")]
    [InlineData("-fprofile-use", "", "x.gcda")]
    [InlineData("-fprofile-use", "-o $PWD/d/x.o", "d/x.gcda")]
    [InlineData("-fbranch-probabilities", "-o d/x.o", "d/x.gcda")]
    [InlineData("-fprofile-use=p", "-o d/x.o", "p/$(tr / '#' <<< $PWD/d/x).gcda")]
    [InlineData("-fprofile-use=p", "-o d/../d/x.o", "p/$(tr / '#' <<< $PWD/d/^/d/x).gcda")]
    [InlineData("-fprofile-use -fprofile-dir=$PWD/p", "-o d/x.o", "p/$(tr / '#' <<< $PWD/d/x).gcda")]
    [InlineData("-fprofile-use=p", "-o $PWD/d/x.o", "p/$PWD/d/x.gcda")]
    [InlineData("-fprofile-use -dumpbase b", "-o d/x.o", "d/b.gcda")]
    [InlineData("-fprofile-use -save-temps=cwd", "-o d/x.o", "x.gcda")]
    public void Counts_of_an_earlier_run(string option, string output, string counts)
    {
        Shell("mkdir -p q && cp x.c h.h main.c q && cd q && gcc -O2 -fprofile-generate x.c main.c -o t && ./t; cp *x.gcda ../first && rm *.gcda && ./t 2; cp *x.gcda ../second && cd .. && rm -r q && touch -d '1 hour ago' first second");
        string script = $"L gcc -O2 -Wno-coverage-mismatch {option} -c x.c {output}";

        // Without the file a warning, with it other code.
        MissThenHit(script);
        string there = $"mkdir -p \"$(dirname \"{counts}\")\"; cp -p first \"{counts}\"";
        Shell(there);
        MissThenHit(script);
        Shell(there.Replace("first", "second", StringComparison.Ordinal));
        MissThenHit(script);
        Shell(there);
        Step("direct_hit", script);
        Shell($"rm \"{counts}\"");
        Step("direct_hit", script);
    }

    [Theory]
    [InlineData("-fprofile-use", "default.profdata")]
    [InlineData("-fprofile-instr-use", "default.profdata")]
    [InlineData("-fprofile-use=p/x.prof", "p/x.prof")]
    [InlineData("-fprofile-instr-use=p/x.prof", "p/x.prof")]
    [InlineData("-fprofile-use=p", "p/default.profdata")]
    [InlineData("-fprofile-use=$PWD/p", "p/default.profdata")]
    public void A_profile_of_clangs(string option, string profile)
    {
        // Made from text: the library that writes profiles is a package of its own.
        Shell("mkdir -p p; for n in first second; do printf 'f\\n24\\n2\\n%d\\n7\\n\\n' ${#n} > text; llvm-profdata merge text -o $n; done; rm text; touch -d '1 hour ago' first second");
        string script = $"L clang -O2 {option} -c x.c -o x.o";
        Step("compile_failed", script);
        Shell($"cp -p first {profile}");
        MissThenHit(script);
        Shell($"cp -p second {profile}");
        MissThenHit(script);
        Shell($"cp -p first {profile}");
        Step("direct_hit", script);
    }

    [Theory]
    [InlineData("-specs=my.specs")]
    [InlineData("--specs=./my.specs")]
    [InlineData("-specs my.specs")]
    public void Specs_count_by_what_the_driver_makes_of_them(string option)
    {
        string script = $"L gcc {option} -O1 -c x.c -o d/x.o";
        string plain = "%rename cc1_options old_options\n\n*cc1_options:\n%(old_options) WORDS\n\n";
        Write("x.c", "#include \"h.h\"\nint f(void) { return V + W; }\n");
        Write("my.specs", "%rename cpp_unique_options old_options\n\n*cpp_unique_options:\n%(old_options) -DW=1\n\n");
        Step("miss stored", script);
        Step("preprocessed_hit", script);
        Write("my.specs", "%rename cpp_unique_options old_options\n\n*cpp_unique_options:\n%(old_options) -DW=2\n\n");
        Step("miss stored", script);
        Write("x.c", "#include \"h.h\"\nint f(void) { return V; }\n");
        Write("my.specs", plain.Replace("WORDS", "%{!fno-pic:-fPIC}", StringComparison.Ordinal));
        MissThenHit(script);
        Write("my.specs", plain.Replace("WORDS", "-fno-pic", StringComparison.Ordinal));
        MissThenHit(script);
        Write("my.specs", plain.Replace("WORDS", "%{!fno-pic:-fPIC}", StringComparison.Ordinal));
        Step("direct_hit", script);
        Write("h.h", "#define V 2\n");
        MissThenHit(script);

        // What a specs file looks at that nobody else sees.
        Write("my.specs", plain.Replace("WORDS", "-O%:getenv(LEVEL 0)", StringComparison.Ordinal));
        Step("miss stored", "export LEVEL=; " + script);
        Step("miss stored", "export LEVEL=3; " + script);
        Step("direct_hit", "export LEVEL=; " + script);

        // A file that nobody on the command line asked for.
        Write("my.specs", plain.Replace("WORDS", "-fstack-usage", StringComparison.Ordinal));
        Step("compiler_is_script", script);
        Write("hidden.h", "int hidden;\n");
        Write("my.specs", "%rename cpp_unique_options old_options\n\n*cpp_unique_options:\n%(old_options) %{O1:-include hidden.h}\n\n");
        Step("compiler_is_script", script);
    }

    [Theory]
    [InlineData("--config ./my.cfg")]
    [InlineData("--config $PWD/my.cfg")]
    public void A_configuration_file_counts_by_what_the_driver_makes_of_it(string option)
    {
        string script = $"L clang {option} -c x.c -o x.o";
        Write("my.cfg", "-O1\n");
        MissThenHit(script);
        Write("my.cfg", "-O2\n@more.cfg\n");
        Write("more.cfg", "-fPIC\n");
        MissThenHit(script);
        Write("more.cfg", "-fno-pic\n");
        MissThenHit(script);
        Write("my.cfg", "-O1\n");
        Step("direct_hit", script);
        Write("my.cfg", "-fstack-usage\n");
        Step("compiler_is_script", script);
        Write("my.cfg", "-save-temps\n");
        Step("compiler_is_script", script);
    }

    [Fact]
    public void A_file_that_is_written_while_the_compiler_runs_is_not_trusted()
    {
        Write("list", "fun:f\n");
        Write("touching", "#!/bin/sh\nlist=$(cat list); echo \"$list\" > list\ntouch -d '1 hour ago' list\nexec \"$@\"\n");
        Shell("chmod +x touching");
        Work.Variables["LARDER_PREFIX_COMMAND"] = Work.PathOf("touching");
        string script = "L clang -fsanitize=address -fsanitize-ignorelist=list -c x.c -o x.o";
        Step("racy_input", script, () => Write("list", "fun:f\n"));
        Step("racy_input", script, () => Write("list", "fun:f\n"));
    }

    [Theory]
    [InlineData("gcc", "-fplugin=none.so")]
    [InlineData("gcc", "-iplugindir=. -fplugin=./none.so")]
    [InlineData("gcc", "-fprofile-use -fprofile-prefix-path=/x")]
    [InlineData("clang", "-fplugin=none.so")]
    [InlineData("clang", "-fpass-plugin=none.so")]
    [InlineData("clang", "-Xclang -load -Xclang none.so")]
    [InlineData("clang", "-ivfsoverlay none.yaml")]
    [InlineData("clang", "-fthinlto-index=none")]
    [InlineData("clang", "-fbuild-session-file=h.h")]
    public void What_reads_more_than_is_named_is_refused(string compiler, string option) =>
        Step("unsupported_compiler_option", $"L {compiler} {option} -c x.c -o x.o");
}
