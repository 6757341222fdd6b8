using Larder.Compilers;
using Larder.Compilers.Scanning;

namespace Larder.Caching.Direct;

/// <summary>Which rules a compile's text is scanned by.</summary>
internal static class Dialects
{
    internal static SourceDialect Of(Compilation compilation) => compilation.Language switch
    {
        SourceLanguage.C => IsOldC(compilation) ? SourceDialect.Unknown : SourceDialect.C,
        SourceLanguage.Cxx => SourceDialect.Cxx,
        SourceLanguage.ObjectiveC => SourceDialect.ObjC,
        SourceLanguage.ObjectiveCxx => SourceDialect.ObjCxx,
        SourceLanguage.Assembler => SourceDialect.Assembler,
        SourceLanguage.AssemblerWithCpp => SourceDialect.AssemblerWithCpp,
        // clang reads directives and macros in preprocessed text like in any other.
        SourceLanguage.CppOutput when compilation.Family == CompilerFamily.Clang => SourceDialect.C,
        SourceLanguage.CxxCppOutput when compilation.Family == CompilerFamily.Clang => SourceDialect.Cxx,
        SourceLanguage.ObjectiveCCppOutput when compilation.Family == CompilerFamily.Clang => SourceDialect.ObjC,
        SourceLanguage.ObjectiveCxxCppOutput when compilation.Family == CompilerFamily.Clang => SourceDialect.ObjCxx,
        SourceLanguage.CppOutput or SourceLanguage.CxxCppOutput or SourceLanguage.ObjectiveCCppOutput
            or SourceLanguage.ObjectiveCxxCppOutput => SourceDialect.Preprocessed,
        _ => SourceDialect.Unknown,
    };

    /// <summary>True where the language goes through the preprocessor.</summary>
    internal static bool IsPreprocessed(SourceLanguage language) => language is SourceLanguage.C or SourceLanguage.Cxx
        or SourceLanguage.ObjectiveC or SourceLanguage.ObjectiveCxx or SourceLanguage.AssemblerWithCpp;

    /// <summary>Strict C90 has no // comments in the user's text but has them in system headers: neither rule alone is safe.</summary>
    private static bool IsOldC(Compilation compilation)
    {
        foreach (byte[] argument in compilation.Arguments)
        {
            if (argument.AsSpan().SequenceEqual("-ansi"u8) || argument.AsSpan().StartsWith("-std=c8"u8)
                || argument.AsSpan().StartsWith("-std=c90"u8) || argument.AsSpan().StartsWith("-std=iso9899:199"u8))
                return true;
        }

        return false;
    }
}
