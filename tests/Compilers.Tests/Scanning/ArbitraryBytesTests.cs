using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Larder.Compilers.Scanning;

namespace Larder.Compilers.Tests.Scanning;

/// <summary>No text is too broken to be scanned.</summary>
public sealed class ArbitraryBytesTests
{
    private static readonly SourceDialect[] Dialects = Enum.GetValues<SourceDialect>();

    [Fact]
    public void Noise_is_scanned()
    {
        var noise = Gen.ArrayOf(Gen.Frequency(
            (3, Gen.Elements("\\/*\"'#%:?=<>()R8uL\r\n \0.e+_"u8.ToArray())),
            (1, Gen.Choose(0, 255).Select(i => (byte)i))));
        foreach (var bytes in Gen.Sample(noise.Resize(400), 400))
        {
            foreach (var dialect in Dialects)
                Assert.NotNull(SourceScanner.Scan(bytes, dialect));
            SourceScanner.TryCollectDefinitions(bytes, "R"u8, []);
            SourceScanner.TryCollectUses(bytes, "R"u8, []);
        }
    }

    [Fact]
    public void A_text_may_end_anywhere()
    {
        const string Text = "#include <a.h> /* c */\n#if __has_include(\"b\\\n.h\")\n#define X R\"x(y)x\" \"z\\x41\" 'c' 1'0\n#line 3 \"f\\101\"\n"
            + "asm volatile(\".inc\" /**/ \"bin\" : : );_Pragma(\"GCC dependency \\\"f\\\"\")\n%:define H <h.h> // c\\\n??=embed \"e\"\n__TI\\\nME__ ??/\n@import x;";
        for (var length = 0; length <= Text.Length; length++)
        {
            foreach (var dialect in Dialects)
            {
                SourceScannerTests.Scan(Text[..length], dialect);
                SourceScannerTests.Scan(Text[length..], dialect);
            }
        }
    }

    /// <summary>Inputs on which a careless scanner takes quadratic time: a megabyte each would take minutes.</summary>
    [Theory]
    [InlineData("/*")]
    [InlineData("//\\\n")]
    [InlineData("\\\n")]
    [InlineData("\\ ")]
    [InlineData("\"")]
    [InlineData("R\"")]
    [InlineData("R\"(")]
    [InlineData("1'")]
    [InlineData("1e+")]
    [InlineData("#")]
    [InlineData("\n#")]
    [InlineData("\n#define A <")]
    [InlineData("\n#include X")]
    [InlineData("#include X(\\\n")]
    [InlineData("__has_include(")]
    [InlineData("asm ")]
    [InlineData("asm volatile")]
    [InlineData("asm(")]
    [InlineData("_Pragma(\"GCC once")]
    [InlineData("__DATE__")]
    [InlineData("E__ ")]
    [InlineData("a\\\n")]
    [InlineData("*\\\n/")]
    [InlineData(".include")]
    [InlineData(" \n")]
    [InlineData("\n#line 1 \"")]
    [InlineData("\"\" ")]
    [InlineData("## ")]
    [InlineData("#define x a ##")]
    [InlineData("??/\n")]
    [InlineData("GCC dependency ")]
    [InlineData("import ")]
    [InlineData("__has_include(<")]
    [InlineData("#define X __has_include(\"")]
    [InlineData("GCC dependency \\\n<")]
    public void Time_is_linear(string unit)
    {
        var text = Encoding.Latin1.GetBytes(new StringBuilder().Insert(0, unit, 300_000 / unit.Length).ToString());
        foreach (var dialect in Dialects)
            SourceScanner.Scan(text, dialect);
    }
}
