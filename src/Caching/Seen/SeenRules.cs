using Larder.Caching.Toolchains;
using Larder.Compilers;
using Larder.Compilers.Scanning;

namespace Larder.Caching.Seen;

/// <summary>
/// Which compiles make the same of two texts that are seen alike (<see cref="SeenText"/>): those of C and C++ to an object or to assembly, where no
/// option has comments, or a digest of the source, reach an output or a diagnostic. What isn't known to be harmless is left out.
/// </summary>
internal static class SeenRules
{
    /// <summary>What is known of the language; null where comments count.</summary>
    internal static SeenTextDialect? Find(Invocation invocation, Compilation compilation, Toolchain toolchain)
    {
        bool applies = invocation.Settings.IgnoreComments
            && !toolchain.IsWrapped && !toolchain.HidesMacros && !compilation.UsesSpecs
            && compilation is { Language: SourceLanguage.C or SourceLanguage.Cxx, Stage: CompileStage.Object or CompileStage.Assembly, UnknownOption: null, Modules: null }
            && compilation is { SplitDwarf: false, Coverage: false, ReadsProfile: false, ListsSource: false, PrintsHeaders: false, MayNameInodes: false }
            && compilation.SideFiles.Count == 0 && compilation.IncludedPrecompiled is null && compilation.AssemblerArguments.Count == 0
            && !StableSeed.Applies(invocation, compilation);
        if (!applies)
            return null;

        // clang's DWARF 5 has an MD5 of each source.
        bool isClang = toolchain.Family == CompilerFamily.Clang;
        if (isClang && compilation.DebugInfo)
            return null;
        SeenTextDialect? dialect = SeenTextDialect.None;
        foreach (ParsedArgument argument in compilation.Parsed)
        {
            if (argument.IsSource)
                continue;
            if (argument.Name.SequenceEqual("-std="u8) || argument.Name.SequenceEqual("--std="u8))
                dialect = DialectOf(argument.Value, compilation.Language);
            else if (MayReadComments(in argument, compilation.Arguments[argument.First], isClang))
                return null;
        }

        return dialect;
    }

    /// <summary>Null for C90, in which // begins no comment or brings a warning, for C++98, and for what isn't known.</summary>
    private static SeenTextDialect? DialectOf(ReadOnlySpan<byte> standard, SourceLanguage language)
    {
        ReadOnlySpan<byte> name = standard.StartsWith("gnu"u8) ? standard[3..] : standard.StartsWith("c"u8) ? standard[1..] : default;
        if (name.StartsWith("++"u8) != (language == SourceLanguage.Cxx))
            return null;
        ReadOnlySpan<byte> year = name.TrimStart((byte)'+');
        if (language == SourceLanguage.C)
            return year.Length == 2 && (year.SequenceEqual("99"u8) || year[0] is (byte)'1' or (byte)'2') ? SeenTextDialect.None : null;
        if (year.SequenceEqual("11"u8) || year.SequenceEqual("0x"u8))
            return SeenTextDialect.RawStrings;
        return year.Length == 2 && year[0] is (byte)'1' or (byte)'2' ? SeenTextDialect.RawStrings | SeenTextDialect.DigitSeparators : null;
    }

    private static bool MayReadComments(in ParsedArgument argument, ReadOnlySpan<byte> word, bool isClang)
    {
        if (argument.IsForInternals || argument.MakesPrecompiled || argument.IsForSideFile || argument.IsUnknown)
            return true;
        if (word.StartsWith("-Wp,"u8))
            return !argument.IsOutputName;
        if (word.StartsWith("-W"u8))
            return WarnsOfComments(word);
        if (word.StartsWith("-g"u8))
            return !IsHarmlessDebugOption(word, isClang);
        if (word.StartsWith("--"u8))
            return !StartsWithAny(word, "--param\n--sysroot\n--target\n--gcc-toolchain\n"u8);
        return word.SequenceEqual("-C"u8) || word.SequenceEqual("-CC"u8) || word.SequenceEqual("-ansi"u8) || StartsWithAny(word, Refused);
    }

    /// <summary>
    /// Options by how they begin, each ended by a line end. Comments in the output (-C, -fverbose-asm quotes the source); another way of cutting a text
    /// into tokens; programs that see the text (plugins); counts that belong to a source (coverage, profiles); forms of output that weren't looked at (LTO,
    /// offloading, dumps).
    /// </summary>
    private static ReadOnlySpan<byte> Refused =>
        """
        -traditional
        -save-temps
        -fverbose-asm
        -d
        -fdirectives-only
        -fpreprocessed
        -finput-charset
        -fparse-all-comments
        -fcomment
        -fms-
        -fasm-blocks
        -fdollars
        -fno-dollars
        -fplugin
        -fpass-plugin
        -load
        -specs
        -wrapper
        -fmodule
        -fcxx-modules
        -fimplicit-module
        -fpch
        -fprofile
        -fauto-profile
        -fbranch-prob
        -ftest-coverage
        -fcoverage
        -fcondition-coverage
        -fpath-coverage
        -fcs-profile
        -fpseudo-probe
        -flto
        -fthin
        -ffat-lto
        -foffload
        -fopenmp-targets
        -fembed
        -fdump
        -fopt-info
        -fdiagnostics-format
        -fdebug-cpp
        -fcompare-debug
        -X

        """u8;

    /// <summary>Warnings of what stands in comments or at line ends, by whatever option (-Wno-, -Werror=) they are named.</summary>
    internal static bool WarnsOfComments(ReadOnlySpan<byte> option) =>
        option.IndexOf("documentation"u8) >= 0 || option.IndexOf("everything"u8) >= 0 || option.IndexOf("ing-whitespace"u8) >= 0
        || option.IndexOf("implicit-fallthrough=1"u8) >= 0 || option.IndexOf("c90-c99"u8) >= 0 || option.IndexOf("-Wtraditional"u8) >= 0
        || option.StartsWith("-Wa,"u8);

    private static bool IsHarmlessDebugOption(ReadOnlySpan<byte> word, bool isClang)
    {
        if (word.SequenceEqual("-g0"u8))
            return true;
        if (isClang)
            return word.StartsWith("-gcc-"u8);
        return word.SequenceEqual("-g"u8) || (word.Length == 3 && word[2] is >= (byte)'1' and <= (byte)'3')
            || StartsWithAny(word, "-ggdb\n-gdwarf\n-gno-\n-gas-\n-gz\n-gstrict-dwarf\n-gcolumn-info\n-gstatement-frontiers\n-gvariable-location-views\n"u8)
            || StartsWithAny(word, "-ginline-points\n-ginternal-reset-location-views\n-grecord-gcc-switches\n-gpubnames\n-ggnu-pubnames\n-gtoggle\n"u8);
    }

    private static bool StartsWithAny(ReadOnlySpan<byte> word, ReadOnlySpan<byte> lines)
    {
        for (int end; (end = lines.IndexOf((byte)'\n')) > 0; lines = lines[(end + 1)..])
        {
            if (word.StartsWith(lines[..end]))
                return true;
        }

        return false;
    }
}
