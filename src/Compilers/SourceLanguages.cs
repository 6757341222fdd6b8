namespace Larder.Compilers;

/// <summary>What follows from a language.</summary>
public static class SourceLanguages
{
    /// <summary>The word that follows -x.</summary>
    public static ReadOnlySpan<byte> Name(SourceLanguage language) => language switch
    {
        SourceLanguage.C => "c"u8,
        SourceLanguage.Cxx => "c++"u8,
        SourceLanguage.ObjectiveC => "objective-c"u8,
        SourceLanguage.ObjectiveCxx => "objective-c++"u8,
        SourceLanguage.CppOutput => "cpp-output"u8,
        SourceLanguage.CxxCppOutput => "c++-cpp-output"u8,
        SourceLanguage.ObjectiveCCppOutput => "objective-c-cpp-output"u8,
        SourceLanguage.ObjectiveCxxCppOutput => "objective-c++-cpp-output"u8,
        SourceLanguage.Assembler => "assembler"u8,
        _ => "assembler-with-cpp"u8,
    };

    /// <summary>Whether the compiler preprocesses it; where not, neither includes nor dependency files come of it.</summary>
    public static bool IsPreprocessedByCompiler(SourceLanguage language) =>
        language is SourceLanguage.C or SourceLanguage.Cxx or SourceLanguage.ObjectiveC or SourceLanguage.ObjectiveCxx
            or SourceLanguage.AssemblerWithCpp;

    /// <summary>Whether it is assembler text: no cc1 code generation, the assembler reads what the source says.</summary>
    public static bool IsAssembler(SourceLanguage language) =>
        language is SourceLanguage.Assembler or SourceLanguage.AssemblerWithCpp;
}
