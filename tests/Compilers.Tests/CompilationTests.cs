namespace Larder.Compilers.Tests;

public sealed class CompilationTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("-g", 2)]
    [InlineData("-g0", 0)]
    [InlineData("-g -g0", 0)]
    [InlineData("-g0 -g", 2)]
    [InlineData("-g3", 3)]
    [InlineData("-ggdb3", 3)]
    [InlineData("-g1", 1)]
    [InlineData("-gdwarf-5", 2)]
    [InlineData("-gdwarf-5 -g0", 0)]
    [InlineData("-gz -gno-column-info -grecord-gcc-switches", 0)]
    [InlineData("-g3 -gsplit-dwarf", 3)]
    [InlineData("--debug", 2)]
    public void The_debug_level_follows_the_last_word_on_it(string options, int level)
    {
        Compilation compilation = Line.Compile(CompilerFamily.Gcc, $"-c x.c {options}".TrimEnd());
        Assert.Equal(level, compilation.DebugLevel);
        Assert.Equal(level > 0, compilation.DebugInfo);
    }

    [Theory]
    [InlineData("-g1 -gdwarf-4")]
    [InlineData("-gdwarf-4 -g1")]
    [InlineData("-g0 -gdwarf")]
    [InlineData("-gz=none")]
    [InlineData("-gno-pubnames -ggnu-pubnames -gpubnames")]
    [InlineData("-gcolumn-info -gstrict-dwarf")]
    [InlineData("-gdwarf32")]
    [InlineData("-gdwarf-5 -gdwarf64", CompilerFamily.Clang)]
    [InlineData("-ginline-line-tables", CompilerFamily.Clang)]
    [InlineData("-gused", CompilerFamily.Clang)]
    [InlineData("-gcodeview", CompilerFamily.Clang)]
    [InlineData("-gctf", CompilerFamily.Gcc)]
    [InlineData("-g -g0")]
    [InlineData("-ggdb0 -O2")]
    [InlineData("-ggdb")]
    [InlineData("-gline-tables-only -g0", CompilerFamily.Clang)]
    [InlineData("-g0 -gline-tables-only", CompilerFamily.Clang)]
    [InlineData("-gline-directives-only", CompilerFamily.Clang)]
    [InlineData("-gsplit-dwarf", CompilerFamily.Clang)]
    [InlineData("-gsimple-template-names", CompilerFamily.Clang)]
    public void There_is_debug_information_where_the_model_says_so(string options, CompilerFamily? only = null)
    {
        foreach (CompilerFamily family in (ReadOnlySpan<CompilerFamily>)[CompilerFamily.Gcc, CompilerFamily.Clang])
        {
            if (only is { } one && one != family) continue;
            using var compiler = new RealCompiler(family);
            compiler.Write("x.c", "int f(int x) { return x + 1; }\n");
            string line = $"-S x.c {options}";
            (int status, string text) = compiler.Run(line.Split(' '));
            Assert.True(status == 0, text);
            bool debug = File.ReadAllText(Path.Combine(compiler.Directory, "x.s")).Split('\n').Any(l => l.Contains(".debug_", StringComparison.Ordinal) || l.Contains(".ctf", StringComparison.Ordinal));
            Compilation compilation = Line.Compile(family, line.Replace("-S", "-c", StringComparison.Ordinal));

            // Line directives alone make no section.
            if (options == "-gline-directives-only") Assert.True(compilation.DebugInfo);
            else Assert.True(debug == compilation.DebugInfo, $"{family} {line}: compiler {debug}");
        }
    }

    [Theory]
    [InlineData("-O2 -Wall -Iinclude -DNDEBUG -std=c11 -fPIC -fno-strict-aliasing -mavx2 -pipe -MD -MF x.d", false)]
    [InlineData("-g", true)]
    [InlineData("-g -g0", false)]
    [InlineData("--coverage", true)]
    [InlineData("-fprofile-generate", true)]
    [InlineData("-flto", true)]
    [InlineData("-fsanitize=address", true)]
    [InlineData("-fno-sanitize=all", false)]
    [InlineData("-Wa,--noexecstack", true)]
    [InlineData("-fdebug-prefix-map=/a=/b", false)]
    [InlineData("-frobnicate", true)]
    public void The_working_directory_matters_unless_every_option_is_known_not_to_let_it_in(string options, bool matters)
    {
        foreach (CompilerFamily family in (ReadOnlySpan<CompilerFamily>)[CompilerFamily.Gcc, CompilerFamily.Clang])
            Assert.Equal(matters, Line.Compile(family, $"-c x.c {options}").WorkingDirectoryMatters);
    }

    [Theory]
    [InlineData("-O2", false, false)]
    [InlineData("-g", true, false)]
    [InlineData("-g -gno-record-gcc-switches", false, null)]
    [InlineData("-flto", true, false)]
    [InlineData("--coverage", true, true)]
    [InlineData("-fprofile-generate", true, true)]
    [InlineData("-fsanitize=address", false, false)]
    public void The_seed_matters_where_the_output_can_hold_it(string options, bool gcc, bool? clang)
    {
        string line = $"-c x.c -frandom-seed=a -frandom-seed=b {options}";
        Compilation compilation = Line.Compile(CompilerFamily.Gcc, line);
        Assert.Equal("b", Line.Text(compilation.RandomSeed));
        Assert.Equal(gcc, compilation.SeedMatters);
        if (clang is { } expected) Assert.Equal(expected, Line.Compile(CompilerFamily.Clang, line).SeedMatters);
    }

    [Theory]
    [InlineData("", ColourChoice.Unset)]
    [InlineData("-fdiagnostics-color", ColourChoice.Always)]
    [InlineData("-fdiagnostics-color=always -fno-diagnostics-color", ColourChoice.Never)]
    [InlineData("-fno-diagnostics-color -fdiagnostics-color=auto", ColourChoice.Auto)]
    [InlineData("-fdiagnostics-color=never", ColourChoice.Never)]
    public void The_last_word_on_colour_wins(string options, ColourChoice colour)
    {
        foreach (CompilerFamily family in (ReadOnlySpan<CompilerFamily>)[CompilerFamily.Gcc, CompilerFamily.Clang])
            Assert.Equal(colour, Line.Compile(family, $"-c x.c {options}".TrimEnd()).Colour);
    }

    [Theory]
    [InlineData("-fcolor-diagnostics", ColourChoice.Always)]
    [InlineData("-fcolor-diagnostics -fno-color-diagnostics", ColourChoice.Never)]
    [InlineData("-fno-color-diagnostics -fdiagnostics-color=always", ColourChoice.Always)]
    public void Clang_has_spellings_of_its_own(string options, ColourChoice colour) =>
        Assert.Equal(colour, Line.Compile(CompilerFamily.Clang, $"-c x.c {options}").Colour);

    [Fact]
    public void Includes_of_the_command_line_come_in_order_with_their_kind()
    {
        Compilation compilation = Line.Compile(
            CompilerFamily.Gcc, "-c x.c -include a.h -imacros b.h --include=c.h -included.h --imacros e.h");
        Assert.Equal(
            [(false, "a.h"), (true, "b.h"), (false, "c.h"), (false, "d.h"), (true, "e.h")],
            compilation.CommandLineIncludes.Select(i => (i.MacrosOnly, Line.Text(i.Operand)!)));
    }

    [Fact]
    public void Assembler_arguments_are_split_at_commas()
    {
        Compilation compilation = Line.Compile(CompilerFamily.Gcc, "-c x.c -Wa,--noexecstack,-I,dir -Xassembler --defsym -Xassembler A=1");
        Assert.Equal(["--noexecstack", "-I", "dir", "--defsym", "A=1"], compilation.AssemblerArguments.Select(w => Line.Text(w)!));
    }

    [Theory]
    [InlineData(CompilerFamily.Gcc, "-frecord-gcc-switches", true)]
    [InlineData(CompilerFamily.Gcc, "-frecord-gcc-switches -fno-record-gcc-switches", false)]
    [InlineData(CompilerFamily.Gcc, "-grecord-gcc-switches", false)]
    [InlineData(CompilerFamily.Clang, "-frecord-command-line", true)]
    [InlineData(CompilerFamily.Clang, "-grecord-gcc-switches", true)]
    [InlineData(CompilerFamily.Clang, "-grecord-command-line -gno-record-command-line", false)]
    public void Recorded_command_lines_are_noticed(CompilerFamily family, string options, bool records)
    {
        Compilation compilation = Line.Compile(family, $"-c x.c {options}");
        Assert.Equal(records, compilation.RecordsCommandLine);
        string key = Line.Key(compilation);
        if (records) Assert.Contains("[Unknown x.c]", key, StringComparison.Ordinal);
    }

    [Fact]
    public void Facts_about_the_target_and_the_output()
    {
        Compilation compilation = Line.Compile(CompilerFamily.Gcc, "-H -march=native -S x.c -fsanitize=address -Wp,-DA,-UB");
        Assert.True(compilation.NativeTarget);
        Assert.True(compilation.PrintsHeaders);
        Assert.Equal(CompileStage.Assembly, compilation.Stage);
        Assert.Null(compilation.Output);
        Assert.Equal("x.s", Line.Text(compilation.OutputPath));
        Assert.False(compilation.OutputMatters);
        Assert.False(Line.Compile(CompilerFamily.Gcc, "-c x.c -march=x86-64 -mtune=generic").NativeTarget);
        Assert.True(Line.Compile(CompilerFamily.Gcc, "-c x.c -g").SwitchesInDwarf);
        Assert.False(Line.Compile(CompilerFamily.Clang, "-c x.c -g").SwitchesInDwarf);
        Compilation ignore = Line.Compile(CompilerFamily.Clang, "-c x.c -fsanitize=address -fsanitize-ignorelist=list.txt");
        Assert.Equal(["list.txt"], ignore.HashedFiles.Select(f => Line.Text(f)!));
    }

    [Fact]
    public void A_line_of_the_nix_wrapper_is_understood_whole()
    {
        const string line = "-fPIC -fstack-clash-protection -O2 -U_FORTIFY_SOURCE -Wformat -Wformat-security -Werror=format-security "
            + "-fzero-call-used-regs=used-gpr -D_LIBCPP_HARDENING_MODE=_LIBCPP_HARDENING_MODE_EXTENSIVE -fstack-protector-strong "
            + "--param ssp-buffer-size=4 -fno-strict-overflow -fno-omit-frame-pointer -mno-omit-leaf-frame-pointer -DHAVE_CONFIG_H -I. "
            + "-O2 -c src/f1.c -fPIC -DPIC -o src/.libs/f1.o -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -B/nix/store/x-glibc/lib/ "
            + "-idirafter /nix/store/y-glibc-dev/include -B/nix/store/z-gcc-lib/lib -frandom-seed=p76sr2xz88 -isystem /nix/store/q/include";
        Compilation compilation = Line.Compile(CompilerFamily.Gcc, line);
        Assert.Null(compilation.UnknownOption);
        Assert.False(compilation.WorkingDirectoryMatters);
        Assert.False(compilation.SeedMatters);
        Assert.DoesNotContain("p76sr2xz88", Line.Key(compilation), StringComparison.Ordinal);
        Assert.DoesNotContain("f1", Line.Key(compilation), StringComparison.Ordinal);
        Assert.Equal(
            "-mno-omit-leaf-frame-pointer -I. -B/nix/store/x-glibc/lib/ -idirafter /nix/store/y-glibc-dev/include "
            + "-B/nix/store/z-gcc-lib/lib -isystem /nix/store/q/include",
            string.Join(' ', compilation.ProbeArguments().Select(w => Line.Text(w)!)));
    }

    [Fact]
    public void A_line_of_the_linux_kernel_is_understood_whole()
    {
        const string line = "-Wp,-MMD,init/.main.o.d -nostdinc -I./arch/x86/include -I./include -include ./include/linux/kconfig.h "
            + "-D__KERNEL__ -fmacro-prefix-map=./= -std=gnu11 -fshort-wchar -funsigned-char -fno-common -fno-PIE -fno-strict-aliasing "
            + "-mno-sse -mno-mmx -m64 -falign-jumps=1 -mcmodel=kernel -mno-red-zone -fcf-protection=none -fno-jump-tables -mindirect-branch=thunk-extern "
            + "-fno-delete-null-pointer-checks -O2 -fno-allow-store-data-races -fstack-protector-strong -fomit-frame-pointer "
            + "-ftrivial-auto-var-init=zero -fno-stack-clash-protection -fzero-call-used-regs=used-gpr -falign-functions=16 -Wall -Wundef "
            + "-fstrict-flex-arrays=3 -fno-strict-overflow -fno-stack-check -fconserve-stack -DKBUILD_MODFILE=\"init/main\" -c -o init/main.o init/main.c";
        Compilation compilation = Line.Compile(CompilerFamily.Gcc, line);
        Assert.Null(compilation.UnknownOption);
        Assert.Equal("init/.main.o.d", Line.Text(compilation.DependencyFile));
        Assert.Equal(DependencyMode.User, compilation.Dependencies);
        Assert.DoesNotContain(".main.o.d", Line.Key(compilation), StringComparison.Ordinal);
    }
}
