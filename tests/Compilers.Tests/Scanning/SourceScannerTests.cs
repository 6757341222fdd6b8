using System.Text;
using Larder.Compilers.Scanning;

namespace Larder.Compilers.Tests.Scanning;

/// <summary>Small texts, each with what must and must not be seen in it.</summary>
public sealed class SourceScannerTests
{
    internal static SourceScan Scan(string text, SourceDialect dialect = SourceDialect.C) =>
        SourceScanner.Scan(Encoding.Latin1.GetBytes(text), dialect);

    internal static string[] Operands(SourceScan scan) =>
        [.. scan.Operands.Select(o => $"{o.Kind} {o.Form} {Encoding.Latin1.GetString(o.Name)}")];

    [Theory]
    [InlineData("#include <a.h>", "Include Angled a.h")]
    [InlineData("#include \"a.h\"\n", "Include Quoted a.h")]
    [InlineData("\u00EF\u00BB\u00BF#include \"a.h\"\n", "Include Quoted a.h")]
    [InlineData(" \t\v\f# \t include\t<a.h>", "Include Angled a.h")]
    [InlineData("x\n#include<a.h>", "Include Angled a.h")]
    [InlineData("x\r\n#include <a.h>\r\n", "Include Angled a.h")]
    [InlineData("x\r#include <a.h>\r", "Include Angled a.h")]
    [InlineData("/* c */ # /* d \n e */ include /* f */ <a.h>", "Include Angled a.h")]
    [InlineData("#inc\\\nlude <a\\\r\n.h>", "Include Angled a.h")]
    [InlineData("#inc\\ \t\nlude \"a.h\"", "Include Quoted a.h")]
    [InlineData("\\\n#include <a.h>", "Include Angled a.h")]
    [InlineData("# \\\n include <a.h>", "Include Angled a.h")]
    [InlineData("#\0include <a.h>", "Include Angled a.h")]
    [InlineData("%:include <a.h>", "Include Angled a.h")]
    [InlineData("%\\\n:include <a.h>", "Include Angled a.h")]
    [InlineData("??=include <a.h>", "Include Angled a.h")]
    [InlineData("#inc??/\nlude <a.h>", "Include Angled a.h")]
    [InlineData("#include_next <a.h>", "IncludeNext Angled a.h")]
    [InlineData("#import \"a.h\"", "Import Quoted a.h")]
    [InlineData("#__include_macros \"a.h\"", "IncludeMacros Quoted a.h")]
    [InlineData("#embed \"a.bin\" limit(3)", "Embed Quoted a.bin")]
    [InlineData("#include HEADER", "Include Computed HEADER")]
    [InlineData("#include  H(a, \"b\") /* c */ // d", "Include Computed H(a, \"b\")")]
    [InlineData("#include <a.h", "Include Computed <a.h")]
    [InlineData("#include \"a\\b.h\"", "Include Quoted a\\b.h")]
    [InlineData("#include <it's//odd.h>\n#include <b.h>", "Include Angled it's//odd.h|Include Angled b.h")]
    [InlineData("#if 0\n#include <a.h>\n#endif", "Include Angled a.h")]
    [InlineData("#if 0\ndon't \" stop\n#include <a.h>\n#endif", "Include Angled a.h")]
    [InlineData("#if __has_include(<a.h>) || __has_include_next ( \"b.h\" )", "HasInclude Angled a.h|HasIncludeNext Quoted b.h")]
    [InlineData("#if X && \\\n __has_include(<a.h>)", "HasInclude Angled a.h")]
    [InlineData("#elif defined __has_include && __has_include (\"linux/stat.h\")", "HasInclude Quoted linux/stat.h")]
    [InlineData("#if __has_embed(\"a.bin\" limit(1))", "HasEmbed Quoted a.bin")]
    [InlineData("#pragma GCC dependency \"a.y\" rerun it", "PragmaDependency Quoted a.y")]
    [InlineData("_Pragma(\"GCC dependency \\\"a.y\\\"\")", "PragmaDependency Quoted a.y")]
    [InlineData("# pragma GCC dep\\\nendency <a.y>", "PragmaDependency Angled a.y")]
    [InlineData("/* \n#include <a.h>\n*/", "")]
    [InlineData("/* *\\\n/ \n#include <a.h>", "Include Angled a.h")]
    [InlineData("/* *??/\n/ \n#include <a.h>", "Include Angled a.h")]
    [InlineData("/\\\n* \n#include <a.h>\n*\\\n\\\n/", "")]
    [InlineData("/*/\n#include <a.h>\n*/", "")]
    [InlineData("// c \\\n#include <a.h>\n", "")]
    [InlineData("// c \\ \n#include <a.h>\n", "")]
    [InlineData("// c ??/\n#include <a.h>\n", "Include Angled a.h")]
    [InlineData("/\\\n/ c\n#include <a.h>\n", "Include Angled a.h")]
    [InlineData("x #include <a.h>\n", "")]
    [InlineData("#define X \\\n#include <a.h>\n", "")]
    [InlineData("\"\\\n#include <a.h>\"\n", "")]
    [InlineData("\"/*\"\n#include <a.h>\n'\"'\n#include <b.h>\n", "Include Angled a.h|Include Angled b.h")]
    [InlineData("\"\\\"/*\"\n#include <a.h>\n", "Include Angled a.h")]
    [InlineData("\"\\\\\n\"/*\"\n#include <a.h>\n", "Include Angled a.h")]
    [InlineData("x = 1'000'/*';\n#include <a.h>\n// */", "Include Angled a.h")]
    [InlineData("x = 1'000 /* '\n#include <a.h>\n */", "Include Angled a.h")]
    [InlineData("R\"(\n#include <a.h>\n)\"\n", "Include Angled a.h")]
    [InlineData("u8R\"x(\" /* )\" )x\"\n#include <a.h>\n", "Include Angled a.h")]
    [InlineData("xR\"(\"\n#include <a.h>\n", "Include Angled a.h")]
    [InlineData("R\\\n\"(\" /* )\"\n#include <a.h>\n", "Include Angled a.h")]
    [InlineData("x ??/*\n#include <a.h>\n", "Include Angled a.h")]
    [InlineData("#warning it /* is\n#include <a.h>\n", "Include Angled a.h")]
    [InlineData("#pragma mark - /*\n#include <a.h>\n", "Include Angled a.h")]
    [InlineData("#define A \"x\n#include <a.h>\n", "Include Angled a.h")]
    [InlineData("#ifdef X // don't\n#include <a.h>\n", "Include Angled a.h")]
    public void Names_the_files_asked_for(string text, string expected)
    {
        var wanted = expected.Length == 0 ? [] : expected.Split('|');
        foreach (var dialect in new[] { SourceDialect.C, SourceDialect.Cxx, SourceDialect.ObjC })
            Assert.Equal(wanted, Operands(Scan(text, dialect)));
        Assert.Empty(wanted.Except(Operands(Scan(text, SourceDialect.Unknown)), StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("const char *d = __DATE__;", ScanFindings.DateMacro)]
    [InlineData("__TI\\\nME__", ScanFindings.TimeMacro)]
    [InlineData("#define X __TIMESTAMP__", ScanFindings.TimestampMacro)]
    [InlineData("x(__FILE__)", ScanFindings.FileMacro)]
    [InlineData("x(__FILE_NAME__)", ScanFindings.FileMacro)]
    [InlineData("x(__BASE_FILE__)", ScanFindings.FileMacro)]
    [InlineData("x(__builtin_FILE())", ScanFindings.FileMacro)]
    [InlineData("__builtin_source_location()", ScanFindings.FileMacro)]
    [InlineData("std::source_location::current()", ScanFindings.FileMacro)]
    [InlineData("$__DATE__", ScanFindings.DateMacro)]
    [InlineData("#define X __DA ## TE__", ScanFindings.DateMacro)]
    [InlineData("CAT(__D, ATE__)", ScanFindings.DateMacro)]
    [InlineData("\"__DATE__\" '__TIME__' /* __DATE__ */ // __TIME__", ScanFindings.None)]
    [InlineData("X__DATE__ __DATE__X my__TIME__ __SIZE__ SIZE__", ScanFindings.None)]
    [InlineData("#pragma once", ScanFindings.PragmaOnce)]
    [InlineData("_Pragma(\"once\")", ScanFindings.PragmaOnce)]
    [InlineData("_Pragma(\"GCC diagnostic push\")", ScanFindings.None)]
    [InlineData("#import <a.h>", ScanFindings.Import)]
    [InlineData("@import Foundation;", ScanFindings.ObjCImport)]
    [InlineData("#pragma GCC dependency <a>", ScanFindings.PragmaGccDependency)]
    [InlineData("P(GCC dependency \"a\")", ScanFindings.PragmaGccDependency)]
    [InlineData("#pragma GCC pch_preprocess \"a.gch\"", ScanFindings.PragmaPch)]
    [InlineData("#pragma clang module import X", ScanFindings.CxxImport | ScanFindings.ModulePragma)]
    [InlineData("#include X", ScanFindings.ComputedInclude)]
    [InlineData("#pragma include_alias(\"a\", \"b\")", ScanFindings.ComputedInclude | ScanFindings.TooComplex)]
    [InlineData("#line 7", ScanFindings.LineDirective)]
    [InlineData("#line 7 \"a.c\"", ScanFindings.LineDirective)]
    [InlineData("# 7 \"a.c\" 3 4", ScanFindings.LineDirective)]
    [InlineData("#line L", ScanFindings.LineDirective | ScanFindings.LineFileComputed)]
    [InlineData("#line 7 F", ScanFindings.LineDirective | ScanFindings.LineFileComputed)]
    [InlineData("#ifdef __has_include\n#ifndef __has_include\n#undef __has_include\n#if defined(__has_include)", ScanFindings.None)]
    [InlineData("#define __has_include(x) 0", ScanFindings.None)]
    [InlineData("#define HAS(x) __has_include(x)", ScanFindings.HasIncludeParameter)]
    [InlineData("#define HAS( x ) \\\n __has_include /* c */ ( x ) // c", ScanFindings.HasIncludeParameter)]
    [InlineData("#define HAS(x) __has_include(y)", ScanFindings.HasIncludeObscured)]
    [InlineData("#define HAS(x) !__has_include(x)", ScanFindings.HasIncludeObscured)]
    [InlineData("#define HAS(x) __has_include(x) || X", ScanFindings.HasIncludeObscured)]
    [InlineData("#define HAS(x, y) __has_include(x)", ScanFindings.HasIncludeObscured)]
    [InlineData("#define HAS(x) __has_include_next(x)", ScanFindings.HasIncludeObscured)]
    [InlineData("#define HAS(x) __has_include(<x.h>)", ScanFindings.HasIncludeObscured | ScanFindings.HasIncludeInMacro)]
    [InlineData("#define HAS __has_include", ScanFindings.HasIncludeObscured)]
    [InlineData("#define HAS __has_include(<tbb/tbb.h>)", ScanFindings.HasIncludeInMacro)]
    [InlineData("#define HAS __has_include(<linux/fs.h>)", ScanFindings.HasIncludeInMacro | ScanFindings.HasIncludeObscured)]
    [InlineData("#define HAS __has_include(\"a.h\")", ScanFindings.None)]
    [InlineData("#if __has_include(H)", ScanFindings.HasIncludeObscured)]
    [InlineData("\\\n\r#include <a.h>", ScanFindings.TooComplex)]
    [InlineData("struct x { int include; } a; a.include = 1; f(a.include); b->include;", ScanFindings.None)]
    public void Reports_what_a_text_can_depend_on(string text, ScanFindings expected) =>
        Assert.Equal(expected, Scan(text).Findings);

    [Theory]
    [InlineData("import <vector>;", true)]
    [InlineData("export import :part;", true)]
    [InlineData("  module;\n", true)]
    [InlineData("export module a.b;", true)]
    [InlineData("/* c */ import std;", true)]
    [InlineData("import = 3; module(x); x import y; important z;", false)]
    public void Reports_modules_in_cxx_alone(string text, bool expected)
    {
        Assert.Equal(expected, Scan(text, SourceDialect.Cxx).Findings.HasFlag(ScanFindings.CxxImport));
        Assert.False(Scan(text, SourceDialect.C).Findings.HasFlag(ScanFindings.CxxImport));
    }

    [Fact]
    public void A_header_unit_is_an_operand() =>
        Assert.Equal(["HeaderUnit Angled a.h"], Operands(Scan("export import <a.h>;", SourceDialect.Cxx)));

    [Theory]
    [InlineData("4 //**/ 2 __DATE__", ScanFindings.DateMacro)]
    [InlineData("// __TIME__ is expanded where slashes divide", ScanFindings.TimeMacro)]
    [InlineData("// plain remark", ScanFindings.None)]
    public void Slashes_are_no_comment_in_strict_c90(string text, ScanFindings inC90)
    {
        Assert.Equal(ScanFindings.None, Scan(text).Findings);
        Assert.Equal(inC90, Scan(text, SourceDialect.C90).Findings);
    }

    [Fact]
    public void Line_files_are_unescaped()
    {
        var scan = Scan("# 1 \"a\\\\b\\\"c\\101.c\" 2\n#line 3 \"d.y\"\n#line 3 \"d.y\"\n");
        Assert.Equal(["a\\b\"cA.c", "d.y"], scan.LineFiles.Select(Encoding.Latin1.GetString), StringComparer.Ordinal);
    }

    [Fact]
    public void Macros_that_name_headers_are_collected()
    {
        var scan = Scan("#define A \"a.h\"\n# define B <b/c.h> // why\n#define C(x) <x>\n#define D <a.h> x\n#define E < a.h>\n#define F\n#define A \"a.h\"");
        Assert.Equal(["A Quoted a.h", "B Angled b/c.h"],
            scan.MacroHeaders.Select(m => $"{Encoding.Latin1.GetString(m.Name)} {m.Form} {Encoding.Latin1.GetString(m.Header)}"), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("", true, "")]
    [InlineData("#if HAS_IT(<a.h>) && !defined(X) || HAS_IT ( \"b/c.h\" )", true, "Angled a.h|Quoted b/c.h")]
    [InlineData("#if 0\n#elif X && \\\n HAS_IT(<a.h>)\n#endif", true, "Angled a.h")]
    [InlineData("#if HAS_\\\nIT(<a.h>)\n#endif", true, "Angled a.h")]
    [InlineData("#define HAS_IT(x) __has_include(x)\n#define HAS_IT(x) 0\n#undef HAS_IT\n#ifdef HAS_IT\n#if defined HAS_IT || defined(HAS_IT)", true, "")]
    [InlineData("/* #if HAS_IT(x) */ // HAS_IT\n#if X // HAS_IT\n#define T \"HAS_IT\"\nHAS_IT(x)", true, "")]
    [InlineData("#if X(\"a//b\") && HAS_IT(<c.h>)", true, "Angled c.h")]
    [InlineData("#if 'a' && 1'000 && HAS_IT(<c.h>)", true, "Angled c.h")]
    [InlineData("#if HAS_IT(H)", false, "")]
    [InlineData("#if HAS_IT", false, "")]
    [InlineData("#if HAS_IT(<a.h> X)", false, "")]
    [InlineData("#if HAS_IT(<a b.h>)", false, "")]
    [InlineData("#if HAS_IT(<linux/fs.h>)", false, "Angled linux/fs.h")]
    [InlineData("#if HAS_IT(\"linux/fs.h\")", true, "Quoted linux/fs.h")]
    [InlineData("#define Y HAS_IT(<a.h>)", false, "")]
    [InlineData("#define Y(x) HAS_IT(x)", false, "")]
    [InlineData("#define Y HAS_IT", false, "")]
    [InlineData("#if CAT(HAS, _IT)(<a.h>)", false, "")]
    [InlineData("#define Y(x) x##AS_IT", false, "")]
    public void Uses_of_a_macro_for_has_include_are_collected(string text, bool known, string expected)
    {
        var found = new List<HeaderOperand>();
        Assert.Equal(known, SourceScanner.TryCollectUses(Encoding.Latin1.GetBytes(text), "HAS_IT"u8, found));
        Assert.Equal(expected, string.Join('|', found.Select(o => $"{o.Form} {Encoding.Latin1.GetString(o.Name)}")));
    }

    [Theory]
    [InlineData("", true, "")]
    [InlineData("#define HH <x.h>\n#define XH 1\n", true, "")]
    [InlineData("#define H \"a.h\"\n#if 0\n#define H <b.h>\n#endif", true, "Include Quoted a.h|Include Angled b.h")]
    [InlineData("#def\\\nine H\\\n \"a.h\"\n", true, "Include Quoted a.h")]
    [InlineData("#define H \"a.h\"\n#define H(x) x\n", false, "Include Quoted a.h")]
    [InlineData("#define H OTHER\n", false, "")]
    [InlineData("#define H\n", false, "")]
    [InlineData("/* #define H OTHER */", true, "")]
    [InlineData("# define H \\\n  \"a.h\" // __why__\n", true, "Include Quoted a.h")]
    public void Definitions_of_one_macro_are_collected(string text, bool known, string expected)
    {
        var found = new List<HeaderOperand>();
        Assert.Equal(known, SourceScanner.TryCollectDefinitions(Encoding.Latin1.GetBytes(text), "H"u8, found));
        Assert.Equal(expected, string.Join('|', found.Select(o => $"{o.Kind} {o.Form} {Encoding.Latin1.GetString(o.Name)}")));
    }
}
