using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Larder.Compilers.Scanning;

namespace Larder.Compilers.Tests.Scanning;

/// <summary>
/// Random heaps of the things that make C hard to cut into tokens, held against gcc and clang: whatever a compiler includes,
/// looks for, or takes from the clock must have been found.
/// </summary>
public sealed class CompilerOracleTests : IDisposable
{
    private const int Cases = 150;

    private static readonly string[] Fragments =
    [
        "\n", "\n", "\n", "\n", "\n", "\r\n", "\r", " ", "\t", "\\\n", "\\ \n", "\\\r\n", "\\", "??/\n", "??/", "??'", "/*", "*/", "/* c */",
        "//", "// c\n", "/", "*", "\"", "\"", "'", "'", "L", "u8", "R\"(", ")\"", "R\"x(", ")x\"", "uR\"ab(", ")ab\"", "R", "(", ")", "1'000",
        "1'", "0x1p+", ".5", "e+", "1", "'a'", "don't", "x", "+", "#", "%:", "\n#if 0\n", "\n#if 1\n", "\n#else\n", "\n#endif\n",
        "\n#define D ", "\n#define F(x) x##", "\n#define S(x) #x\n", "S(", "\n#warning ", "\n#pragma mark ", "\n#pragma ", "\n#line 3 ",
        "\n#include \"h1.h\"", "\n#include <h2.h>\n", "\n#include \"h3.h\"\n", "#include \"h4.h\"\n", "\n#inc\\\nlude \"h5.h\"", "\n%:include <h6.h>",
        "\n??=include \"h7.h\"", "\n # /* c */ include/**/\"h8.h\"", "\n#include \\\n\"h9.h\"", "#include", "\"h1.h\"", "<h2.h>", "\n#import <h3.h>\n",
        "\n#if __has_include(\"k1.h\")\nPROBE1\n#endif\n", "\n#if __has_include /**/ ( <k2.h> )\nPROBE2\n#endif\n", "__has_inc\\\nlude", "(<k1.h>)",
        "\n#define HAS(x) __has_include(x)\n", "\n#define HAS(x) __has_include(x)\n", "\n#if HAS(\"k1.h\")\nPROBE3\n#endif\n", "\n#elif HAS /**/ ( <k2.h> )\nPROBE4\n",
        "\n#if HA", "HAS", "S(<k1.h>)",
        "__DATE__", "__TI\\\nME__", " __DATE__ ", "\n__TIME__\n", "__DA", "TE__",
    ];

    private static readonly (string Compiler, string Language, string Standard, SourceDialect Dialect)[] Modes =
    [
        ("gcc", "c", "gnu17", SourceDialect.C),
        ("gcc", "c", "c99", SourceDialect.C),
        ("gcc", "c", "c90", SourceDialect.C90),
        ("gcc", "c++", "gnu++20", SourceDialect.Cxx),
        ("gcc", "c++", "c++14", SourceDialect.Cxx),
        ("gcc", "c++", "c++98", SourceDialect.Cxx),
        ("gcc", "assembler-with-cpp", "gnu17", SourceDialect.AssemblerWithCpp),
        ("clang", "c", "gnu17", SourceDialect.C),
        ("clang", "c", "c99", SourceDialect.C),
        ("clang", "c", "c90", SourceDialect.C90),
        ("clang", "c++", "c++20", SourceDialect.Cxx),
        ("clang", "c++", "c++98", SourceDialect.Cxx),
    ];

    private readonly string _directory = Directory.CreateTempSubdirectory("larder-oracle").FullName;

    public CompilerOracleTests()
    {
        foreach (var side in new[] { "with", "without" })
        {
            Directory.CreateDirectory(Path.Combine(_directory, side));
            for (var i = 1; i <= 9; i++)
                File.WriteAllText(Path.Combine(_directory, side, $"h{i}.h"), "\n");
        }
        File.WriteAllText(Path.Combine(_directory, "with", "k1.h"), "\n");
        File.WriteAllText(Path.Combine(_directory, "with", "k2.h"), "\n");
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Whatever_a_compiler_takes_in_has_been_found()
    {
        var cases = from fragments in Gen.ListOf(Gen.Elements(Fragments))
                    from mode in Gen.Choose(0, Modes.Length - 1)
                    select (Text: string.Concat(fragments), Mode: mode);
        var uncertain = 0;
        foreach (var (text, mode) in Gen.Sample(cases.Resize(60), Cases))
        {
            if (!Check(text, Modes[mode]))
                uncertain++;
        }
        Assert.True(uncertain < Cases / 10, $"{uncertain} of {Cases} given up");
    }

    /// <summary>Asserts; false if the scanner gave the text up.</summary>
    private bool Check(string text, (string Compiler, string Language, string Standard, SourceDialect Dialect) mode)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        var scan = SourceScanner.Scan(bytes, mode.Dialect);
        var context = $"{mode} {Convert.ToBase64String(bytes)}\n{text}\n{scan.Findings}";
        if (scan.Findings.HasFlag(ScanFindings.TooComplex))
            return false;
        foreach (var side in new[] { "with", "without" })
            File.WriteAllBytes(Path.Combine(_directory, side, "t"), bytes);
        string[] arguments = ["-E", "-P", "-H", "-I.", $"-std={mode.Standard}", "-x", mode.Language, "t"];
        var first = Compiler.Run(mode.Compiler, Path.Combine(_directory, "with"), "1000000000", arguments);

        // gcc ends a raw string with the directive it began in: an error even where the line is skipped, so nothing is compiled.
        if (first.Errors.Contains("unterminated raw string", StringComparison.Ordinal))
            return true;
        if (!scan.Findings.HasFlag(ScanFindings.ComputedInclude))
        {
            foreach (var (_, path) in Compiler.Included(first.Errors))
                Assert.True(Asks(scan, Path.GetFileName(path), include: true), $"{path} missing: {context}");
        }
        var usesClock = (scan.Findings & (ScanFindings.DateMacro | ScanFindings.TimeMacro)) != ScanFindings.None;
        if (!(usesClock && mode.Compiler == "clang") && !scan.Findings.HasFlag(ScanFindings.HasIncludeObscured)
            && !Asks(scan, "k1.h", include: false) && !Asks(scan, "k2.h", include: false) && !AsksThroughMacros(scan, bytes, mode.Dialect))
        {
            var without = Compiler.Run(mode.Compiler, Path.Combine(_directory, "without"), "1000000000", arguments);
            Assert.True(first.Output.AsSpan().SequenceEqual(without.Output), $"probe missing: {context}");
        }
        if (!usesClock)
        {
            if (mode.Compiler == "gcc")
            {
                var later = Compiler.Run(mode.Compiler, Path.Combine(_directory, "with"), "1234567890", arguments);
                Assert.True(first.Output.AsSpan().SequenceEqual(later.Output), $"clock missing: {context}");
            }
            else
            {
                // clang 14 knows no SOURCE_DATE_EPOCH: the year in quotes shows.
                var output = Encoding.Latin1.GetString(first.Output);
                Assert.False(output.Contains($" {DateTime.Now.Year}\"", StringComparison.Ordinal), $"clock missing: {context}");
            }
        }
        return true;
    }

    /// <summary>Whether a macro that hands its parameter on to __has_include asks for anything, or could.</summary>
    private static bool AsksThroughMacros(SourceScan scan, byte[] text, SourceDialect dialect)
    {
        List<HeaderOperand> uses = [];
        return scan.HasIncludeMacros.Any(macro => !SourceScanner.TryCollectUses(text, macro, uses, dialect)) || uses.Count > 0;
    }

    private static bool Asks(SourceScan scan, string name, bool include) => scan.Operands.Any(o =>
        o.Kind is DirectiveKind.HasInclude != include && o.Form != HeaderOperandForm.Computed && Encoding.Latin1.GetString(o.Name) == name);
}
