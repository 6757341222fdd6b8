namespace Larder.Compilers.Scanning;

/// <summary>By what means a source text can depend on more than its own bytes and the headers it includes.</summary>
[Flags]
public enum ScanFindings : uint
{
    /// <summary>Nothing was found.</summary>
    None = 0,

    /// <summary><c>__DATE__</c></summary>
    DateMacro = 1 << 0,

    /// <summary><c>__TIME__</c></summary>
    TimeMacro = 1 << 1,

    /// <summary><c>__TIMESTAMP__</c>: the main file's modification time.</summary>
    TimestampMacro = 1 << 2,

    /// <summary>The spelling of a path reaches the program: <c>__FILE__</c>, <c>__FILE_NAME__</c>, <c>__BASE_FILE__</c>,
    /// <c>__builtin_FILE</c>, <c>__builtin_source_location</c>, <c>source_location</c>; <c>__PRETTY_FUNCTION__</c> and <c>__FUNCSIG__</c>,
    /// in which clang tells where a type without a name stands.</summary>
    FileMacro = 1 << 3,

    /// <summary><c>#pragma once</c>: gcc compares time stamps of files of equal size.</summary>
    PragmaOnce = 1 << 4,

    /// <summary><c>#import</c>, which implies once.</summary>
    Import = 1 << 5,

    /// <summary><c>#pragma GCC dependency</c>, also through <c>_Pragma</c>.</summary>
    PragmaGccDependency = 1 << 6,

    /// <summary><c>#pragma GCC pch_preprocess</c>: names a precompiled header.</summary>
    PragmaPch = 1 << 7,

    /// <summary>An assembler directive that reads a file stands in assembler text, or in the literals of an asm construct.
    /// A subset of <see cref="IncbinText"/>.</summary>
    AsmInclude = 1 << 8,

    /// <summary>
    /// An asm construct outside any macro definition has a template that is not made of plain string literals alone.
    /// Information only: what it expands to stands in some text that is read or given by <c>-D</c>, where
    /// <see cref="IncbinText"/> reports it.
    /// </summary>
    AsmNonLiteral = 1 << 9,

    /// <summary>
    /// Text from which <c>.incbin</c> or <c>.include</c> can reach the assembler: in a literal (after escapes and the joining
    /// of adjacent literals), in tokens that can be stringised or pasted, or as assembler text. If no file of a compile and no
    /// <c>-D</c> has it, no asm of that compile reads a file. This is the finding to act on.
    /// </summary>
    IncbinText = 1 << 10,

    /// <summary><c>__has_include</c> and its kin where their operands cannot be enumerated: with an operand that is no literal,
    /// in the body of a function-like macro, or in other places outside <c>#if</c>.</summary>
    HasIncludeObscured = 1 << 11,

    /// <summary><c>#line</c> or a linemarker that names a file.</summary>
    LineDirective = 1 << 12,

    /// <summary><c>#line</c> whose file name comes from a macro.</summary>
    LineFileComputed = 1 << 13,

    /// <summary>An include, embed or dependency whose operand is computed.</summary>
    ComputedInclude = 1 << 14,

    /// <summary>C++20 <c>import</c>, <c>module</c>, <c>export module</c>, or a clang module pragma.</summary>
    CxxImport = 1 << 15,

    /// <summary>A pragma of clang's for modules, which imports without an import. Reported with <see cref="CxxImport"/>.</summary>
    ModulePragma = 1 << 19,

    /// <summary><c>@import</c></summary>
    ObjCImport = 1 << 16,

    /// <summary>
    /// <c>__has_include(&lt;x&gt;)</c> in the body of an object-like macro. Its operand is reported as written, but the compiler
    /// expands the words of <c>x</c> that are macros. Where one is predefined (<c>linux</c>, <c>unix</c>, ...),
    /// <see cref="HasIncludeObscured"/> is reported too.
    /// </summary>
    HasIncludeInMacro = 1 << 18,

    /// <summary>
    /// A function-like macro that hands its one parameter on to <c>__has_include</c>, and is nothing else (fmt's FMT_HAS_INCLUDE, Qt's QT_HAS_INCLUDE).
    /// <see cref="SourceScan.HasIncludeMacros"/> names it; whoever can't look for its uses in all texts (<see cref="SourceScanner.TryCollectUses"/>)
    /// has to take this for <see cref="HasIncludeObscured"/>.
    /// </summary>
    HasIncludeParameter = 1 << 20,

    /// <summary>The text cannot be understood with certainty; treat its inputs as unknowable.</summary>
    TooComplex = 1 << 17,
}
