using Larder.Compilers.Scanning;

namespace Larder.Compilers.Tests.Scanning;

/// <summary>Assembler directives that read files, in all the places from which they reach an assembler.</summary>
public sealed class AssemblerFindingTests
{
    private const ScanFindings Both = ScanFindings.AsmInclude | ScanFindings.IncbinText;

    [Theory]
    [InlineData("asm(\".incbin \\\"x\\\"\");", Both)]
    [InlineData("__asm__ volatile goto (\"nop\\n\\t.include \\\"x\\\"\" : : );", Both)]
    [InlineData("asm(\".inc\" \"bin \\\"x\\\"\");", Both)]
    [InlineData("asm(\".i\" /* c */ \"n\"\n // d\n \"cbin\");", Both)]
    [InlineData("asm(\".INCBIN\");", Both)]
    [InlineData("asm(\".\\x69ncbin\");", Both)]
    [InlineData("asm(\".\\151ncbin\");", Both)]
    [InlineData("asm(\".inc\\\nbin\");", Both)]
    [InlineData("as\\\nm(\".incbin\");", Both)]
    [InlineData("asm(R\"(.incbin \"x\")\");", Both | ScanFindings.AsmNonLiteral)] // the latter where R is a macro
    [InlineData("#define A(op) asm(\"nop\\n.\" #op \" x\")\n", Both)]
    [InlineData("#define A \".incbin \\\"x\\\"\"\n", ScanFindings.IncbinText)]
    [InlineData("#define A(x) \".inc\" x\n", ScanFindings.IncbinText)]
    [InlineData("S(.incbin \"x\")", ScanFindings.IncbinText)]
    [InlineData("S(.include \"x\")", ScanFindings.IncbinText)]
    [InlineData("#define A(x) inc ## bin x\n", ScanFindings.IncbinText)]
    [InlineData("int f(void) asm(\"f\\n.incbin \\\"x\\\"\");", Both)]
    [InlineData("__attribute__((section(\"a\\n.incbin \\\"x\\\"\")))", ScanFindings.IncbinText)]
    [InlineData("extern int f(int) __asm__ (\"\" \"__isoc99_fscanf\");", ScanFindings.None)]
    [InlineData("# define __REDIRECT(name, proto, alias) name proto __asm__ (__ASMNAME (#alias))\n", ScanFindings.None)]
    [InlineData("# define __ASMNAME(cname)  __ASMNAME2 (__USER_LABEL_PREFIX__, cname)\n# define __ASMNAME2(prefix, cname) __STRING (prefix) cname\n", ScanFindings.None)]
    [InlineData("asm(\"movl %0, %1; .section x; .pushsection .y\" : : \"r\"(x));", ScanFindings.None)]
    [InlineData("asm(\"\");", ScanFindings.None)]
    [InlineData("asm(\".\" E \"incbin x\");", Both | ScanFindings.AsmNonLiteral)]
    [InlineData("asm(\"nop;.\" E \"x\");", Both | ScanFindings.AsmNonLiteral)]
    [InlineData("asm(DOT \"include \\\"x\\\"\");", Both | ScanFindings.AsmNonLiteral)]
    [InlineData("asm(DOT \"includes\" X \"end\");", ScanFindings.AsmNonLiteral)]
    [InlineData("asm(X \"nop\");", ScanFindings.AsmNonLiteral)]
    [InlineData("char *s = \"the include directory\", *t = \"foo.inc\", *u = \"x.include\"; /* .incbin */", ScanFindings.None)]
    [InlineData("\"an .include in a long literal, which is looked at only where it can matter, namely here\"", ScanFindings.IncbinText)]
    public void In_c(string text, ScanFindings expected) =>
        Assert.Equal(expected, SourceScannerTests.Scan(text).Findings);

    [Theory]
    [InlineData(" .incbin \"x\"", true)]
    [InlineData("l: .InClUdE \"x\"", true)]
    [InlineData(".macro m\n.incbin \"x\"\n.endm", true)]
    [InlineData("mov r0, #'a ; .incbin \"x\"", true)]
    [InlineData("/* .incbin */ // .include\n nop", false)]
    public void In_preprocessed_assembler(string text, bool expected) =>
        Assert.Equal(expected ? Both : ScanFindings.None, SourceScannerTests.Scan(text, SourceDialect.AssemblerWithCpp).Findings);

    [Theory]
    [InlineData("# not a comment everywhere .incbin \"x\"", true)]
    [InlineData("\tINCLUDE x", true)]
    [InlineData(".INCLUDE \"x\"", true)]
    [InlineData("# 1 \"include/a.h\"\n.ascii \"include\"\n", false)]
    public void In_plain_assembler(string text, bool expected) =>
        Assert.Equal(expected ? Both : ScanFindings.None, SourceScannerTests.Scan(text, SourceDialect.Assembler).Findings);

    [Fact]
    public void Macros_are_expanded_in_remarks_of_preprocessed_assembler() =>
        Assert.Equal(ScanFindings.DateMacro | ScanFindings.TimeMacro, SourceScannerTests.Scan("# __DATE__\n# built at __TIME__", SourceDialect.AssemblerWithCpp).Findings);

    [Fact]
    public void Includes_of_preprocessed_assembler_are_operands() =>
        Assert.Equal(["Include Angled a.h"], SourceScannerTests.Operands(SourceScannerTests.Scan("@ don't\n# remark\n#include <a.h>\n", SourceDialect.AssemblerWithCpp)));
}
