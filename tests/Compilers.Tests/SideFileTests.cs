namespace Larder.Compilers.Tests;

/// <summary>What the model says is written, against what the compilers write.</summary>
public sealed class SideFileTests
{
    public static readonly TheoryData<string> Lines = new()
    {
        "-c s/a.b.c",
        "-S s/a.b.c",
        "-c -S s/a.b.c",
        "-c s/a.b.c -o d/o.x.o",
        "-c s/a.b.c -od/out",
        "-c -MD s/a.b.c",
        "-c -MD s/a.b.c -o d/o.x.o",
        "-c -MD s/a.b.c -o d/out",
        "-c -MD s/a.b.c -o d/.o",
        "-c -MD s/a.b.c -o d/out.",
        "-c -MD s/a.b.c -o d.e/out",
        "-c -MMD s/a.b.c -o d/o.o",
        "-c -MD -MMD s/a.b.c",
        "-c -MD -MF d/m.d s/a.b.c -o d/o.o",
        "-c -MD -MF d/1.d -MFd/2.d s/a.b.c -o d/o.o",
        "-c -Wp,-MD,d/w.d s/a.b.c -o d/o.o",
        "-c -Wp,-MMD,d/w.d s/a.b.c -o d/o.o",
        "-c -Wp,-MMD,d/w.d -Wp,-MT,foo s/a.b.c -o d/o.o",
        "-c -MD -MT x -MQ y -MP s/a.b.c",
        "-S -MD s/a.b.c -o d/k.z",
        "-c --write-dependencies s/a.b.c",
        "-c --write-user-dependencies s/a.b.c",
        "-c -MD s/x.s -o d/o.o",
        "-c -MD s/x.S -o d/o.o",
        "-c -MD s/x.i -o d/o.o",
        "-c s/.c",
        "-c -MD --coverage s/.c",
        "-S s/.c",
        "-c s/a",
        "-c -x c -MD --coverage s/nosuffix",
        "-c -x c -MD --coverage s/dot.",
        "-c -g s/a.b.c",
        "-c -g -gsplit-dwarf s/a.b.c",
        "-c -g -gsplit-dwarf s/a.b.c -o d/o.x.o",
        "-c -g -gsplit-dwarf s/a.b.c -o d/out",
        "-c -g -gsplit-dwarf s/a.b.c -o d/.o",
        "-c -g -gsplit-dwarf s/a.b.c -o d/out.",
        "-c -gsplit-dwarf s/a.b.c -o d/o.o",
        "-c -gsplit-dwarf -g0 s/a.b.c -o d/o.o",
        "-c -g0 -gsplit-dwarf s/a.b.c -o d/o.o",
        "-c -gsplit-dwarf -g0 -ggdb s/a.b.c -o d/o.o",
        "-c -g -gsplit-dwarf -gno-split-dwarf s/a.b.c -o d/o.o",
        "-c -g -gno-split-dwarf -gsplit-dwarf s/a.b.c -o d/o.o",
        "-c -g -gsplit-dwarf s/x.s -o d/o.o",
        "-c -g -gsplit-dwarf s/x.S -o d/o.o",
        "-c -g -gsplit-dwarf s/x.i -o d/o.o",
        "-c -gdwarf-4 -gsplit-dwarf -O2 s/a.b.c -o d/o.o",
        "-c --coverage s/a.b.c",
        "-S --coverage s/a.b.c -o d/o.x",
        "-c -ftest-coverage s/a.b.c -o d/o.x.o",
        "-c -coverage s/a.b.c -o d/.o",
        "-c -fprofile-arcs s/a.b.c -o d/o.o",
        "-c -fprofile-generate s/a.b.c -o d/o.o",
        "-c --coverage s/x.S -o d/o.o",
        "-c --coverage s/x.s -o d/o.o",
        "-c --coverage s/x.i -o d/o.o",
        "-c -MD --coverage -g -gsplit-dwarf s/a.b.c -o d/o.o",
        "-c s/x.ii",
        "-c -O2 -flto s/a.b.c -o d/o.o",
        "-c -fsanitize=undefined s/a.b.c",
        "-c -pipe -Wall -MD s/a.b.c",
        "-c -fstack-usage s/a.b.c -o d/o.x.o",
        "-c -fstack-usage s/.c",
        "-c -fstack-usage -x c s/dot.",
        "-S -fstack-usage s/a.b.c -o d/out",
        "-c -save-temps s/a.b.c",
        "-c -save-temps=obj s/a.b.c -o d/o.x.o",
        "-c -save-temps=cwd -MD s/a.b.c -o d/out",
        "-c -save-temps -flto s/a.b.c -o d/.o",
        "-c -save-temps s/x.S -o d/o.o",
        "-c -save-temps s/x.i -o d/o.o",
        "-S -save-temps s/a.b.c -o d/o.x",
        "-fsyntax-only s/a.b.c",
        "-c -fsyntax-only -MD s/a.b.c -o d/o.x.o",
        "-c -fno-lto -MD s/a.b.c",
    };

    public static readonly TheoryData<string> ClangLines = new()
    {
        "-c -MF d/m.d s/a.b.c",
        "-c -MT x -MP s/a.b.c",
        "-c -Wp,-MD,d/w.d -MMD s/a.b.c -o d/o.o",
        "-c -Wp,-MD,d/w.d -MF d/m.d s/a.b.c -o d/o.o",
        "-c -MF d/m.d -Wp,-MD,d/w.d s/a.b.c -o d/o.o",
        "-c -Wp,-MD,d/w.d -Wp,-MMD,d/v.d s/a.b.c -o d/o.o",
        "-c s/a.b.c -o d/1.o -o d/2.o",
        "-c -emit-llvm s/a.b.c",
        "-S -emit-llvm s/a.b.c",
        "-c -emit-llvm -MD --coverage s/a.b.c",
        "-c -g -gsplit-dwarf=single s/a.b.c -o d/o.o",
        "-c -g -gsplit-dwarf=split s/a.b.c -o d/o.o",
        "-c -g -gsplit-dwarf -gsplit-dwarf=single s/a.b.c -o d/o.o",
        "-c -gline-tables-only s/a.b.c",
        "-c -flto=thin s/a.b.c",
        "-c -- s/a.b.c",
        "-c --serialize-diagnostics d/dia -fsave-optimization-record s/a.b.c -o d/o.x.o",
        "-c -fsave-optimization-record s/a.b.c",
        "-c -foptimization-record-file=d/rec s/a.b.c",
        "--analyze s/a.b.c",
        "--analyze -MD s/a.b.c -o d/o.x",
        "-fsyntax-only -MD s/a.b.c",
        "-c --driver-mode=g++ s/a.b.c",
        "-c -Xclang -disable-llvm-passes s/a.b.c",
        "-c -Xclang -fdebug-compilation-dir -Xclang . -g s/a.b.c",
        "-c -mllvm -inline-threshold=10 s/a.b.c",
        "-c -cxx-isystem /tmp s/a.b.c",
        "-c -fprofile-instr-generate -fcoverage-mapping s/a.b.c",
    };

    public static readonly TheoryData<string> GccLines = new()
    {
        "-c -fcallgraph-info=su,da s/a.b.c -o d/o.x.o",
        "-c -aux-info d/protos s/a.b.c",
        "-c -Wa,-al=d/list s/a.b.c",
        "-c -fstack-usage -MD --coverage -g -gsplit-dwarf -dumpbase b.c -dumpbase-ext .c s/a.b.c",
        "-c -fstack-usage -MD --coverage -g -gsplit-dwarf -dumpdir d/p- s/a.b.c -o d/o.o",
        "-c -fstack-usage -MD --coverage -dumpbase d/b s/a.b.c",
        "-c -fstack-usage --coverage -dumpbase b.x -dumpdir d s/a.b.c -o d/o.o",
        "-c -fsyntax-only -fstack-usage --coverage s/a.b.c -o d/o.o",
    };

    [Theory]
    [MemberData(nameof(Lines))]
    [MemberData(nameof(GccLines))]
    public void Gcc_writes_what_the_model_says(string line) => Check(CompilerFamily.Gcc, line);

    [Theory]
    [MemberData(nameof(Lines))]
    [MemberData(nameof(ClangLines))]
    public void Clang_writes_what_the_model_says(string line) => Check(CompilerFamily.Clang, line);

    [Theory]
    [InlineData(CompilerFamily.Gcc, "-MD -MF m.d", true)]
    [InlineData(CompilerFamily.Gcc, "-MMD -MF m.d", false)]
    [InlineData(CompilerFamily.Gcc, "-MMD -MD -MF m.d", false)]
    [InlineData(CompilerFamily.Gcc, "-MD -MMD -MF m.d", false)]
    [InlineData(CompilerFamily.Gcc, "-Wp,-MD,m.d", true)]
    [InlineData(CompilerFamily.Gcc, "-Wp,-MMD,m.d", false)]
    [InlineData(CompilerFamily.Clang, "-MD -MF m.d", true)]
    [InlineData(CompilerFamily.Clang, "-MMD -MD -MF m.d", false)]
    [InlineData(CompilerFamily.Clang, "-MD -MMD -MF m.d", false)]
    [InlineData(CompilerFamily.Clang, "-Wp,-MD,m.d", true)]
    [InlineData(CompilerFamily.Clang, "-Wp,-MD,m.d -MMD", false)]
    [InlineData(CompilerFamily.Clang, "-Wp,-MMD,m.d -MD", false)]
    public void The_dependency_mode_is_the_compilers(CompilerFamily family, string options, bool all)
    {
        using var compiler = new RealCompiler(family);
        compiler.Write("x.c", "#include <stddef.h>\n");
        string line = $"-c x.c {options}";
        (int status, string text) = compiler.Run(line.Split(' '));
        Assert.True(status == 0, text);
        bool listed = File.ReadAllText(Path.Combine(compiler.Directory, "m.d")).Contains("stddef.h", StringComparison.Ordinal);
        Assert.Equal(all, listed);
        Compilation compilation = Line.Compile(family, line);
        Assert.Equal(all ? DependencyMode.All : DependencyMode.User, compilation.Dependencies);
        Assert.Equal("m.d", Line.Text(compilation.DependencyFile));
    }

    private static void Check(CompilerFamily family, string line)
    {
        using var compiler = new RealCompiler(family);
        foreach (string source in (ReadOnlySpan<string>)["s/a.b.c", "s/.c", "s/a", "s/nosuffix", "s/dot.", "s/x.i", "s/x.ii"])
            compiler.Write(source, "int f(int x) { return x + 1; }\n");
        compiler.Write("s/x.s", "nop\n");
        compiler.Write("s/x.S", "nop\n");
        Directory.CreateDirectory(Path.Combine(compiler.Directory, "d"));
        Directory.CreateDirectory(Path.Combine(compiler.Directory, "d.e"));
        SortedSet<string> before = compiler.Files();
        (int status, string text) = compiler.Run(line.Split(' '));
        SortedSet<string> written = compiler.Files();
        written.ExceptWith(before);

        ParseOutcome outcome = Line.Parse(family, line);
        if (outcome is Refusal)
        {
            // A source without a suffix is for the linker.
            Assert.True(written.Count == 0, $"{outcome}, yet {string.Join(' ', written)}");
            return;
        }

        Assert.True(status == 0, text);
        var compilation = (Compilation)outcome;
        var expected = new SortedSet<string>(StringComparer.Ordinal);
        if (compilation.WritesOutput) expected.Add(Line.Text(compilation.OutputPath)!);
        foreach (SideFile file in compilation.SideFiles)
        {
            if (file.IsRequired || written.Contains(Line.Text(file.Path)!)) expected.Add(Line.Text(file.Path)!);
        }

        foreach (byte[]? file in (ReadOnlySpan<byte[]?>)[compilation.DependencyFile, compilation.SplitDwarfFile, compilation.CoverageNotesFile])
        {
            if (file is not null) expected.Add(Line.Text(file)!);
        }

        Assert.Equal(expected, written);
    }
}
