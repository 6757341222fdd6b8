using Larder.Suites.Harness;

namespace Larder.Suites.Outputs;

/// <summary>
/// Every file that a compile writes beside its object: a miss is stored with all of them and a hit brings back all of them, in the places and under
/// the names that the compiler gives them. (Each step compares the whole directory with the one that the bare compiler leaves.)
/// </summary>
public sealed class SideFilesSuite : SideBySideSuite
{
    public SideFilesSuite()
    {
        Write("d/x.c", "#include \"h.h\"\nstatic int g(int a) { int b[10]; int i; for (i = 0; i < 10; i++) b[i] = a * i; return b[a % 10]; }\n"
            + "int f(int *a, int n) { int unused; int s = 0; int i; for (i = 0; i < n; i++) s += a[i]; return s + g(n); }\n");
        Write("d/x.cc", "#include \"h.h\"\nint f(int a) { return a + V; }\n");
        Write("d/y.S", "#include \"h.h\"\n.globl v\nv: .long V\n");
        Write("d/y.s", ".globl v\nv: .long 1\n");
        Write("d/x.m", "#include \"h.h\"\nint f(int a) { return a + V; }\n");
        Write("d/e.c", "");
        Write("d/z.i", "# 1 \"z.c\"\nint v = 1;\n");
        Write("d/h.h", "#define V 1\n");
        Write("o/other", "");
    }

    [Theory]
    [InlineData("gcc")]
    [InlineData("clang")]
    public void An_assembler_source_without_debug_information_is_split_too(string compiler)
    {
        foreach (string source in (string[])["d/y.s", "d/y.S"])
        {
            MissThenHit($"L {compiler} -gsplit-dwarf -c {source} -o o/y.out");

            // gcc 12 doesn't know the word.
            if (compiler == "clang")
                MissThenHit($"L {compiler} -gsplit-dwarf=single -c {source} -o o/y.out");
        }
    }

    [Theory]
    [InlineData("gcc", "-fstack-usage")]
    [InlineData("gcc", "-fcallgraph-info")]
    [InlineData("gcc", "-fcallgraph-info=su,da -fstack-usage")]
    [InlineData("gcc", "-aux-info protos")]
    [InlineData("gcc", "-aux-info=o/protos")]
    [InlineData("gcc", "-save-temps")]
    [InlineData("gcc", "-save-temps=obj -MD")]
    [InlineData("gcc", "-save-temps=cwd -g")]
    [InlineData("gcc", "-save-temps -flto -frandom-seed=x")]
    [InlineData("gcc", "-save-temps -MMD")]
    [InlineData("gcc", "-save-temps -pipe --coverage -frandom-seed=x -fstack-usage")]
    [InlineData("gcc", "-pipe -Wa,-alcdns=list")]
    [InlineData("gcc", "-pipe -g -Wa,-adhln=o/list")]
    [InlineData("gcc", "-fstack-usage -flto -frandom-seed=x")]
    [InlineData("gcc", "-g -gsplit-dwarf -fstack-usage --coverage -frandom-seed=x -MD -MP")]
    [InlineData("clang", "-fstack-usage")]
    [InlineData("clang", "--serialize-diagnostics o/x.dia")]
    [InlineData("clang", "-serialize-diagnostics x.dia -MMD")]
    [InlineData("clang", "-fsave-optimization-record")]
    [InlineData("clang", "-fsave-optimization-record=yaml -foptimization-record-passes=inline")]
    [InlineData("clang", "-foptimization-record-file=record -g")]
    [InlineData("clang", "-save-temps")]
    [InlineData("clang", "-save-temps=obj -MD -g -gsplit-dwarf")]
    [InlineData("clang", "-save-temps=obj -gsplit-dwarf")]
    [InlineData("clang", "-fno-integrated-as -gsplit-dwarf")]
    [InlineData("clang", "-save-temps=cwd -flto")]
    [InlineData("clang", "-save-temps -emit-llvm")]
    [InlineData("clang", "-save-temps -fno-integrated-as -fstack-usage")]
    public void A_compile_is_stored_with_all_its_files(string compiler, string options)
    {
        foreach (string output in (string[])["-o o/y.out", "", "-o y"])
            MissThenHit($"L {compiler} -O2 -Wall {options} -c d/x.c {output}");

        // clang's .dwo files of -S differ between releases.
        if (compiler == "gcc" || !options.Contains("-gsplit-dwarf", StringComparison.Ordinal))
            MissThenHit($"L {compiler} -O2 {options} -S d/x.c");
        Write("d/h.h", "#define V 2\n");
        MissThenHit($"L {compiler} -O2 {options} -c d/x.c -o o/.o");

        // An older file in the place of one that isn't written is not the compiler's.
        Step("miss stored", $"L {compiler} -O1 {options} -c d/e.c -o o/y.o", () => Shell("for f in su ci dwo gcno opt.yaml i s bc; do echo old > o/y.$f; echo old > e.$f; done"));
        Step("direct_hit", $"L {compiler} -O1 {options} -c d/e.c -o o/y.o", () => Shell("rm -f o/y.* e.*"));
    }

    [Theory]
    [InlineData("gcc", "-fopt-info-vec")]
    [InlineData("gcc", "-fopt-info-inline-all")]
    [InlineData("gcc", "-fopt-info-inline=stdout -fopt-info-inline=stdout")]
    [InlineData("gcc", "-pipe -Wa,-a")]
    [InlineData("gcc", "-fdiagnostics-format=json -Wall")]
    [InlineData("clang", "-fsave-optimization-record -fno-save-optimization-record")]
    public void What_is_printed_is_printed_again(string compiler, string options) => MissThenHit($"L {compiler} -O3 {options} -c d/x.c -o o/y.o");

    [Theory]
    [InlineData("gcc", "-save-temps")]
    [InlineData("gcc", "-fstack-usage -fcallgraph-info")]
    [InlineData("gcc", "-pipe -Wa,-aln=list")]
    [InlineData("clang", "-save-temps")]
    [InlineData("clang", "--serialize-diagnostics x.dia -fstack-usage")]
    [InlineData("clang", "-fsave-optimization-record")]
    public void Each_kind_of_source(string compiler, string options)
    {
        foreach (string source in (string[])["d/x.cc", "d/y.S", "d/y.s", "d/z.i", "d/x.m"])
        {
            // Debian's gcc has no Objective-C unless it is installed too.
            if (compiler == "clang" || source != "d/x.m")
                MissThenHit($"L {compiler} {options} -c {source} -o o/z.o");
        }
    }

    [Theory]
    [InlineData("-dumpbase b")]
    [InlineData("-dumpbase b.c")]
    [InlineData("-dumpbase b.c -dumpbase-ext .c")]
    [InlineData("-dumpbase b -dumpdir o/p-")]
    [InlineData("-dumpdir o/p-")]
    [InlineData("-dumpdir o")]
    [InlineData("-dumpbase o/b.c -dumpdir q-")]
    [InlineData("-dumpbase-ext .z")]
    [InlineData("-dumpbase ./b.x")]
    [InlineData("-dumpbase ''")]
    [InlineData("-save-temps -dumpdir o/p-")]
    [InlineData("-save-temps=cwd -dumpdir o/p-")]
    [InlineData("-dumpdir o/p- -save-temps=cwd")]
    [InlineData("-save-temps=cwd -dumpbase b")]
    [InlineData("-save-temps=cwd -save-temps")]
    public void Names_that_are_given(string options)
    {
        foreach (string output in (string[])["-o o/y.o", ""])
            MissThenHit($"L gcc -O2 -fstack-usage -fcallgraph-info -MD -g -gsplit-dwarf --coverage -frandom-seed=x {options} -c d/x.c {output}");
    }

    [Theory]
    [InlineData("gcc", "-fsyntax-only -Wall d/x.c")]
    [InlineData("gcc", "-fsyntax-only -c d/x.c -o o/x.o")]
    [InlineData("gcc", "-fsyntax-only -c -MD d/x.c -o o/x.o")]
    [InlineData("gcc", "-fsyntax-only -MD -MF o/deps d/x.c")]
    [InlineData("gcc", "-fsyntax-only -c -fstack-usage -frandom-seed=x --coverage -g -gsplit-dwarf d/x.c")]
    [InlineData("gcc", "-fsyntax-only -S -aux-info protos d/x.c")]
    [InlineData("gcc", "-fsyntax-only d/x.cc")]
    [InlineData("clang", "-fsyntax-only -Wall d/x.c")]
    [InlineData("clang", "-fsyntax-only -MD d/x.c")]
    [InlineData("clang", "-fsyntax-only -c -MMD d/x.c -o o/x.o")]
    [InlineData("clang", "-fsyntax-only --coverage -fstack-usage -fsave-optimization-record -g -gsplit-dwarf -c d/x.c")]
    [InlineData("clang", "-fsyntax-only -Wall --serialize-diagnostics x.dia d/x.c -o o/x.o")]
    [InlineData("clang", "--analyze d/x.c")]
    [InlineData("clang", "--analyze d/x.c -o o/report")]
    [InlineData("clang", "--analyze -c -MD d/x.c")]
    [InlineData("clang", "--analyze --analyzer-output text d/x.c")]
    [InlineData("clang", "--analyze --analyzer-output plist-multi-file -Wall d/x.c")]
    public void A_check_is_a_compile_too(string compiler, string line)
    {
        Write("d/e.c", "int h(int *p) { if (p) return 0; return *p; }\n");
        Write("d/e.cc", "int h(int *p) { if (p) return 0; return *p; }\n");
        MissThenHit($"L {compiler} {line}");
        Write("d/h.h", "#define V 2\nint other;\n");
        MissThenHit($"L {compiler} {line}");
        MissThenHit($"L {compiler} {line.Replace("d/x.c", "d/e.c", StringComparison.Ordinal)} -O1");
    }

    [Theory]
    [InlineData("gcc", "-fstack-usage -fcallgraph-info -aux-info y.aux -save-temps -Wa,-alns=y.list", "y.su y.ci y.aux y.i y.s y.list")]
    [InlineData("clang", "-fstack-usage --serialize-diagnostics y.dia -fsave-optimization-record", "y.su y.dia y.opt.yaml")]
    [InlineData("clang", "-save-temps", "x.i x.bc x.s")]
    [InlineData("clang", "--analyze", "y.o")]
    public void What_stands_in_the_way_is_treated_as_the_compiler_treats_it(string compiler, string options, string outputs)
    {
        string script = $"L {compiler} {options} -O2 -c d/x.c -o y.o";
        Step("miss stored", script);
        foreach (string state in (string[])
            ["echo old > O; chmod 0600 O", "echo old > P; ln -s P O", "ln -s P O", "echo old > P; ln P O", "> P; chmod 0600 P; ln P O"])
        {
            string all = string.Join("; ", outputs.Split(' ').Select(name => state.Replace("O", name, StringComparison.Ordinal).Replace("P", "p-" + name, StringComparison.Ordinal)));
            Step("direct_hit", script, () => Shell($"rm -rf {outputs} p-*; {all}"));
        }
    }

    [Theory]
    [InlineData("gcc", "json-file", "x.c.gcc.json")]
    [InlineData("gcc", "sarif-file", "x.c.sarif")]
    [InlineData("gcc", "sarif-file", "o/y.c.sarif")]
    [InlineData("gcc", "sarif-file", "y.c.sarif")]
    public void Diagnostics_go_to_a_file_in_newer_releases(string compiler, string format, string file)
    {
        // A gcc that knows the format, as far as names go; larder sees a script, and asks it what it would run.
        Write("bin/" + compiler, $"#!/bin/bash\nwords=(); made=\nfor word; do case $word in -fdiagnostics-format=*) made={file} ;; -'###'|-v) made=; words+=(\"$word\") ;; *) words+=(\"$word\") ;; esac; done\n"
            + $"[[ -z $made || $* == *'###'* || $* == *' -v '* ]] || echo '[{{\"kind\": \"warning\"}}]' > \"$made\"\nexec /usr/bin/{compiler} \"${{words[@]}}\"\n");
        Shell("chmod +x bin/gcc; touch -d '1 hour ago' bin/gcc");
        string script = $"export PATH=$PWD/bin:$PATH; L {compiler} -fdiagnostics-format={format} -c d/x.c -o o/y.o";
        MissThenHit(script);
        Shell($"sed -i 's,> \"$made\",> /dev/null,' bin/gcc; touch -d '1 hour ago' bin/gcc d/*; sed -i 's/f(/ff(/' d/x.c; touch -d '1 hour ago' d/x.c; mkdir -p $(dirname {file}); echo old > {file}");
        Step("missing_output", script);
    }
}
