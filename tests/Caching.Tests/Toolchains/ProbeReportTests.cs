using System.Text;
using Larder.Caching.Toolchains;
using Larder.Compilers;

namespace Larder.Caching.Tests.Toolchains;

/// <summary>What drivers say under -v.</summary>
public sealed class ProbeReportTests
{
    [Fact]
    public void Gcc_is_understood()
    {
        const string Text = """
            Using built-in specs.
            COLLECT_GCC=gcc
            gcc version 12.2.0 (Debian 12.2.0-14)
             /usr/lib/gcc/x86_64-linux-gnu/12/cc1 -quiet -v -I inc /dev/null -o /tmp/cctdQit8.s
            ignoring nonexistent directory "/usr/local/include/x86_64-linux-gnu"
            ignoring duplicate directory "/usr/include/"
            #include "..." search starts here:
             q
            #include <...> search starts here:
             inc
             /usr/include
            End of search list.
             as -v --64 -o /dev/null /tmp/cctdQit8.s
            GNU assembler version 2.40 (x86_64-linux-gnu)
            COMPILER_PATH=/usr/lib/gcc/x86_64-linux-gnu/12/:/usr/lib/gcc/:/usr/lib/gcc/x86_64-linux-gnu/12/

            """;
        ProbeReport report = ProbeReport.Parse(Encoding.UTF8.GetBytes(Text));
        Assert.Equal(CompilerFamily.Gcc, report.Family);
        Assert.Equal(["q"], report.QuoteDirectories.ConvertAll(Encoding.UTF8.GetString));
        Assert.Equal(["inc", "/usr/include"], report.AngleDirectories.ConvertAll(Encoding.UTF8.GetString));
        Assert.Equal(["/usr/local/include/x86_64-linux-gnu"], report.MissingDirectories.ConvertAll(Encoding.UTF8.GetString));
        Assert.Equal(["/usr/include/"], report.DuplicateDirectories.ConvertAll(Encoding.UTF8.GetString));
        Assert.Equal(["/usr/lib/gcc/x86_64-linux-gnu/12/cc1", "as"], report.Commands.ConvertAll(c => Encoding.UTF8.GetString(c[0])));
        Assert.True(report.AssemblerIsGnu);
        Assert.False(report.HasUnknownSearchEntry);
    }

    [Fact]
    public void Clang_is_understood()
    {
        const string Text = """
            Debian clang version 14.0.6
            Target: x86_64-pc-linux-gnu
            Found candidate GCC installation: /usr/bin/../lib/gcc/x86_64-linux-gnu/12
             (in-process)
             "/usr/lib/llvm-14/bin/clang" -cc1 -D "A=\"b c\"" -o /dev/null
            #include "..." search starts here:
            #include <...> search starts here:
             /usr/include
            End of search list.

            """;
        ProbeReport report = ProbeReport.Parse(Encoding.UTF8.GetBytes(Text));
        Assert.Equal(CompilerFamily.Clang, report.Family);
        Assert.Equal(["/usr/lib/llvm-14/bin/clang", "-cc1", "-D", "A=\"b c\"", "-o", "/dev/null"],
            Assert.Single(report.Commands).Select(Encoding.UTF8.GetString));
        Assert.Equal(["/usr/bin/../lib/gcc/x86_64-linux-gnu/12"], report.GccInstallations.ConvertAll(Encoding.UTF8.GetString));
    }

    [Fact]
    public void Anything_else_has_no_family() => Assert.Null(ProbeReport.Parse("usage: frobnicate FILE\n"u8).Family);
}
