using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Larder.Compilers.Scanning;

namespace Larder.Compilers.Tests.Scanning;

/// <summary>Asm templates cut into pieces in every way, held against the assembler text that gcc makes of them.</summary>
public sealed class AsmOracleTests : IDisposable
{
    private const int Cases = 60;

    private static readonly string[] Directives = [".incbin", ".include", "nop;.incbin", "nop\\n\t.include", ".INCBIN", ".inclusive", ".incbi"];

    /// <summary>What can stand between two characters of a string without changing it.</summary>
    private static readonly string[] Joints =
    [
        "", "", "", "", "", "", "", "", "", "", "\\\n", "\\ \r\n", "\" \"", "\"\n\"", "\" /* \" */ \"", "\" // \"\n\"", "\"\\\n\"", "\"\n#ifndef X\n\"\"\n#endif\n\"", "\" E \"",
    ];

    private readonly string _directory = Directory.CreateTempSubdirectory("larder-asm").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_directive_that_reaches_the_assembler_has_been_found()
    {
        var cases = from directive in Gen.Elements(Directives)
                    from joints in Gen.ListOf(Gen.Elements(Joints), directive.Length)
                    from spellings in Gen.ListOf(Gen.Choose(0, 5), directive.Length)
                    select string.Concat(directive.Select((c, i) => Spell(directive, i, spellings[i]) + joints[i]));
        var reached = 0;
        foreach (var template in Gen.Sample(cases, Cases))
        {
            var text = $"#define E \"\"\n__asm__(\"{template} x\");\n";
            File.WriteAllText(Path.Combine(_directory, "t.c"), text);
            var outcome = Compiler.Run("gcc", _directory, sourceDateEpoch: null, "-S", "-o", "-", "t.c");
            var assembler = Encoding.Latin1.GetString(outcome.Output);
            if (!assembler.Contains("incbin", StringComparison.OrdinalIgnoreCase)
                && !assembler.Split('\n', ';').Any(s => s.Trim().StartsWith(".include", StringComparison.OrdinalIgnoreCase)))
                continue;
            reached++;
            Assert.True(SourceScannerTests.Scan(text).Findings.HasFlag(ScanFindings.IncbinText), text);
        }
        Assert.True(reached > Cases / 3, "the generator no longer makes what it is for");
    }

    private static string Spell(string text, int at, int how)
    {
        var c = text[at];
        if (c == '\\' || (at > 0 && text[at - 1] == '\\'))
            return c.ToString();
        return how switch
        {
            0 => "\\" + Convert.ToString(c, 8).PadLeft(3, '0'),
            1 => $"\\x{(int)c:x}\"\"", // a hexadecimal escape ends where the literal does
            _ => c.ToString(),
        };
    }
}
