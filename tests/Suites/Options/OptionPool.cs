using System.Text.RegularExpressions;
using Larder.Suites.Harness;

namespace Larder.Suites.Options;

/// <summary>What command lines are drawn from: every flag that the compiler lists of itself, and options with values that work on <see cref="OptionFuzzRun"/>'s sources.</summary>
public sealed partial class OptionPool
{
    /// <summary>Each with whatever must stand beside it. <c>@</c> is the compiler's own word for the language: c or c++.</summary>
    private static readonly string[] Shared =
    [
        "-O0", "-O1", "-O2", "-O3", "-Os", "-Og", "-g", "-g1", "-g3", "-ggdb", "-gdwarf-4", "-gdwarf-5", "-gz", "-fPIC", "-fPIE -pie", "-pg",
        "-Wall", "-Wextra", "-Werror", "-Wall -Werror", "-w", "-pedantic", "-fdiagnostics-color=always", "-fdiagnostics-color=never",
        "-DNAME=1", "-D NAME", "-UNAME", "-Isub", "-I sub", "-isystem sub", "-idirafter sub", "-iquote sub", "-include pre.h", "-imacros pre.h",
        "-MD", "-MMD", "-MD -MP", "-MD -MF deps", "-MMD -MT a.o -MQ b$o", "-Wp,-MD,deps", "-Wp,-DNAME=3", "-Wa,-mrelax-relocations=no", "-pipe",
        "-ffile-prefix-map=sub=gone", "-fmacro-prefix-map=x=y", "-fdebug-prefix-map=/=/root", "-fsanitize=address", "-fsanitize=undefined",
        "-fprofile-arcs", "-ftest-coverage", "--coverage", "-flto", "-ffunction-sections", "-fdata-sections", "-fvisibility=hidden", "-fstack-protector-strong",
        "-march=native", "-march=x86-64", "-mavx2", "-m32", "-fopenmp", "-fno-common", "-fcommon", "-save-temps", "-save-temps=obj", "-fstack-usage",
        "-gsplit-dwarf", "-gsplit-dwarf -g", "-x @", "-x none", "-ansi", "-nostdinc", "-undef", "-H", "-P", "-C", "-dD", "-dM", "-frandom-seed=7", "-fsyntax-only",
        "-E", "-S", "-c", "-o other.o", "-o sub/deep.o", "", "", "", "",
    ];

    private static readonly string[] Gcc =
    [
        "-std=gnu17", "-std=c99", "-aux-info protos", "-fcallgraph-info", "-fcallgraph-info=su", "-dumpbase odd", "-dumpdir sub/", "-dumpbase odd.c -dumpbase-ext .c",
        "-Wa,-aln=listing", "-Wa,-al", "-fopt-info-vec", "-fopt-info-all=opt.txt", "-ffat-lto-objects -flto", "-frecord-gcc-switches", "-gno-record-gcc-switches -g",
        "-fprofile-generate", "-fprofile-use", "-fauto-profile", "-fdiagnostics-format=json", "-specs=empty.specs", "-Wstack-usage=10",
        "-fmodules-ts", "-fmodules-ts -std=c++20", "-param max-inline-insns-auto=5", "--param max-inline-insns-auto=5", "-fanalyzer", "-fdump-tree-all", "-wrapper env", "-fplugin=none",
    ];

    private static readonly string[] Clang =
    [
        "-std=gnu17", "-std=c11", "--serialize-diagnostics diag.dia", "-fsave-optimization-record", "-foptimization-record-file=rec.yaml", "-flto=thin", "-emit-llvm",
        "-fsanitize=undefined -fsanitize-ignorelist=list.txt", "-fprofile-instr-generate -fcoverage-mapping", "-fprofile-generate", "-fxray-instrument",
        "-fcolor-diagnostics", "-ftime-trace", "--analyze", "-Weverything", "-fno-integrated-as", "-Xclang -fno-pch-timestamp", "-mllvm -inline-threshold=5",
        "-fdebug-compilation-dir=/gone", "-gline-tables-only", "-gsplit-dwarf=single -g", "-fmodules", "-fembed-bitcode", "-grecord-command-line -g", "--config empty.cfg",
        "-fprebuilt-module-path=sub", "-fmodule-file=m=none.pcm", "-fmodule-output=m.pcm", "--precompile", "-target x86_64-linux-gnu", "-resource-dir sub", "-working-directory=.",
    ];

    private readonly string[] _listed;
    private readonly string[] _own;
    private readonly string _language;

    public OptionPool(string compiler)
    {
        bool isClang = compiler.StartsWith("clang", StringComparison.Ordinal);
        _language = compiler.Contains("++", StringComparison.Ordinal) ? "c++" : "c";
        using Workspace work = new();
        string listing = isClang
            ? Text(work.Run(compiler, ["--autocomplete=-"]))
            : string.Concat(((string[])["common", "optimizers", "warnings", "target", "c", "c++"]).Select(part => Text(work.Run(compiler, ["--help=" + part]))));
        _listed = [.. Flag().Matches(listing).Select(static match => match.Groups["flag"].Value).Distinct(StringComparer.Ordinal).Where(static flag => !Measures().IsMatch(flag))];
        _own = [.. Shared, .. isClang ? Clang : Gcc];
    }

    /// <summary>How many flags the compiler lists.</summary>
    public int Listed => _listed.Length;

    /// <summary>A command line's options.</summary>
    public List<string> Draw(Random random)
    {
        List<string> words = [];
        int own = random.Next(0, 5);
        int listed = random.Next(0, 5);
        for (int i = 0; i < own; i++)
            words.AddRange(_own[random.Next(_own.Length)].Replace("@", _language, StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        for (int i = 0; i < listed; i++)
            words.Add(_listed[random.Next(_listed.Length)]);
        if (random.Next(8) != 0)
            words.Add("-c");
        if (random.Next(3) != 0)
            words.AddRange(["-o", "x.o"]);
        return words;
    }

    private static string Text(ProcessResult result) => System.Text.Encoding.Latin1.GetString(result.Output);

    [GeneratedRegex(@"(?m)^\s*(?<flag>-[fWgm][A-Za-z0-9+_-]+)(?=\s|$)", RegexOptions.ExplicitCapture)]
    private static partial Regex Flag();

    /// <summary>What differs from run to run (gcc 12's -gbtf in one of two), or goes on for long.</summary>
    [GeneratedRegex("-gbtf|report|dump|timing|time-|stats|-fbootclass|-fmax-errors")]
    private static partial Regex Measures();
}
