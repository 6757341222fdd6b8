using System.Text.RegularExpressions;

namespace Larder.Compilers.Tests;

/// <summary>The language, against what -### shows of the real drivers.</summary>
public sealed partial class LanguageTests
{
    private static readonly string[] Suffixes =
    [
        "c", "C", "cc", "CC", "cp", "cpp", "CPP", "cxx", "CXX", "c++", "C++", "i", "ii", "s", "S", "sx", "h", "hh", "hpp", "H", "hxx", "hp", "HPP", "h++", "tcc", "hs",
        "cppm", "ixx", "cu", "f90", "o", "a", "bc", "ll", "txt", "x",
    ];

    [Theory]
    [InlineData(CompilerFamily.Gcc, DriverMode.C)]
    [InlineData(CompilerFamily.Gcc, DriverMode.Cxx)]
    [InlineData(CompilerFamily.Clang, DriverMode.C)]
    [InlineData(CompilerFamily.Clang, DriverMode.Cxx)]
    public void Suffixes_mean_what_they_mean_to_the_driver(CompilerFamily family, DriverMode mode)
    {
        using var compiler = new RealCompiler(family);
        foreach (string suffix in Suffixes)
        {
            compiler.Write($"x.{suffix}", "");
            ParseOutcome outcome = Line.Parse(family, $"-c x.{suffix}", mode);
            string text = compiler.Run(["-###", "-c", $"x.{suffix}"], mode).Text;
            Assert.True(Shown(family, text) == Expected(outcome), $"{family} {mode} x.{suffix}: {outcome}: {text}");
        }
    }

    [Theory]
    [InlineData(CompilerFamily.Gcc, "-x c++ x.c", DriverMode.C, SourceLanguage.Cxx)]
    [InlineData(CompilerFamily.Gcc, "-xc++ x.c", DriverMode.C, SourceLanguage.Cxx)]
    [InlineData(CompilerFamily.Gcc, "--language=c++ x.c", DriverMode.C, SourceLanguage.Cxx)]
    [InlineData(CompilerFamily.Gcc, "--language c++ x.c", DriverMode.C, SourceLanguage.Cxx)]
    [InlineData(CompilerFamily.Gcc, "-x c++ -x none x.c", DriverMode.C, SourceLanguage.C)]
    [InlineData(CompilerFamily.Gcc, "-x c++ -x c x.c", DriverMode.C, SourceLanguage.C)]
    [InlineData(CompilerFamily.Gcc, "x.c -x c++", DriverMode.C, SourceLanguage.C)]
    [InlineData(CompilerFamily.Gcc, "-x c x.c", DriverMode.Cxx, SourceLanguage.C)]
    [InlineData(CompilerFamily.Gcc, "-x cpp-output x.c", DriverMode.Cxx, SourceLanguage.CppOutput)]
    [InlineData(CompilerFamily.Gcc, "-x assembler-with-cpp x.c", DriverMode.C, SourceLanguage.AssemblerWithCpp)]
    [InlineData(CompilerFamily.Clang, "-x c++ x.c", DriverMode.C, SourceLanguage.Cxx)]
    [InlineData(CompilerFamily.Clang, "-x c++ -x none x.c", DriverMode.C, SourceLanguage.C)]
    [InlineData(CompilerFamily.Clang, "x.c -x c++", DriverMode.C, SourceLanguage.C)]
    [InlineData(CompilerFamily.Clang, "-x c x.c", DriverMode.Cxx, SourceLanguage.C)]
    [InlineData(CompilerFamily.Clang, "-x cpp-output x.c", DriverMode.Cxx, SourceLanguage.CppOutput)]
    [InlineData(CompilerFamily.Clang, "--driver-mode=g++ x.c", DriverMode.C, SourceLanguage.Cxx)]
    [InlineData(CompilerFamily.Clang, "x.c --driver-mode=gcc", DriverMode.Cxx, SourceLanguage.C)]
    [InlineData(CompilerFamily.Clang, "-x objective-c x.c", DriverMode.C, SourceLanguage.ObjectiveC)]
    public void The_last_x_before_the_source_decides(CompilerFamily family, string words, DriverMode mode, SourceLanguage language)
    {
        using var compiler = new RealCompiler(family);
        compiler.Write("x.c", "");
        ParseOutcome outcome = Line.Parse(family, "-c " + words, mode);
        Assert.Equal(language, Assert.IsType<Compilation>(outcome).Language);
        string text = compiler.Run(["-###", "-c", .. words.Split(' ')], mode).Text;
        Assert.True(Shown(family, text) == Expected(outcome), text);
    }

    [Theory]
    [InlineData("-c -x c++-user-header x.h", RefusalReason.Modules)]
    [InlineData("-c -x c++-module x.cc", RefusalReason.Modules)]
    [InlineData("-S -x c++-module x.cc", RefusalReason.Modules)]
    [InlineData("-c x.cppm", RefusalReason.Modules)]
    [InlineData("-c -x cuda x.c", RefusalReason.UnsupportedSourceLanguage)]
    [InlineData("-c -x ir x.c", RefusalReason.UnsupportedSourceLanguage)]
    [InlineData("-c x.f90", RefusalReason.UnsupportedSourceLanguage)]
    [InlineData("-c x.o", RefusalReason.UnsupportedSourceLanguage)]
    [InlineData("-c dir.c/x", RefusalReason.UnsupportedSourceLanguage)]
    [InlineData("-S x.s", RefusalReason.UnsupportedSourceLanguage)]
    public void Other_languages_are_refused(string line, RefusalReason reason)
    {
        foreach (CompilerFamily family in (ReadOnlySpan<CompilerFamily>)[CompilerFamily.Gcc, CompilerFamily.Clang])
            Assert.Equal(reason, Assert.IsType<Refusal>(Line.Parse(family, line)).Reason);
    }

    /// <summary>The language in clang's words, or the program and mode that gcc's driver runs.</summary>
    private static string Shown(CompilerFamily family, string text)
    {
        if (family == CompilerFamily.Clang)
        {
            if (text.Contains("\"-cc1as\"", StringComparison.Ordinal))
                return text.Contains("\"assembler-with-cpp\"", StringComparison.Ordinal) ? "assembler-with-cpp" : "assembler";
            if (text.Contains("-emit-module-interface", StringComparison.Ordinal)) return "none";
            MatchCollection languages = ClangLanguage().Matches(text);
            return languages.Count == 0 ? "none" : Cached(languages[0].Groups["l"].Value) ? languages[0].Groups["l"].Value : "none";
        }

        bool preprocessed = text.Contains("-fpreprocessed", StringComparison.Ordinal);
        bool assembles = GccAssembler().IsMatch(text);
        if (text.Contains("-lang-asm", StringComparison.Ordinal)) return "assembler-with-cpp";
        if (text.Contains("--output-pch", StringComparison.Ordinal)) return text.Contains("/cc1plus ", StringComparison.Ordinal) ? "c++-header" : "c-header";
        if (!assembles) return "none";
        if (text.Contains("/cc1plus ", StringComparison.Ordinal)) return preprocessed ? "c++-cpp-output" : "c++";
        if (text.Contains("/cc1 ", StringComparison.Ordinal)) return preprocessed ? "cpp-output" : "c";
        return Other().IsMatch(text) ? "none" : "assembler";
    }

    private static bool Cached(string language) => LanguageRules.ByName(Line.Bytes(language), out _, out _) is null;

    private static string Expected(ParseOutcome outcome)
    {
        if (outcome is not Compilation compilation) return "none";
        return Line.Text(SourceLanguages.Name(compilation.Language)) + (compilation.Stage == CompileStage.PrecompiledHeader ? "-header" : "");
    }

    [GeneratedRegex("\"-x\" \"(?<l>[^\"]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex ClangLanguage();

    [GeneratedRegex("(?m)^ *[^ ]*\\bas ")]
    private static partial Regex GccAssembler();

    [GeneratedRegex("f951|cannot execute|cc1obj")]
    private static partial Regex Other();
}
