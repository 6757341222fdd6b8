namespace Larder.Compilers;

/// <summary>The languages that are cached; the names are the drivers' own (<c>-x</c>).</summary>
public enum SourceLanguage : byte
{
    /// <summary>c</summary>
    C,

    /// <summary>c++</summary>
    Cxx,

    /// <summary>objective-c</summary>
    ObjectiveC,

    /// <summary>objective-c++</summary>
    ObjectiveCxx,

    /// <summary>cpp-output: preprocessed C.</summary>
    CppOutput,

    /// <summary>c++-cpp-output: preprocessed C++.</summary>
    CxxCppOutput,

    /// <summary>objective-c-cpp-output: preprocessed Objective-C.</summary>
    ObjectiveCCppOutput,

    /// <summary>objective-c++-cpp-output: preprocessed Objective-C++.</summary>
    ObjectiveCxxCppOutput,

    /// <summary>assembler: not preprocessed.</summary>
    Assembler,

    /// <summary>assembler-with-cpp: preprocessed, then assembled.</summary>
    AssemblerWithCpp,
}
