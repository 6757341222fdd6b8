namespace Larder.Compilers;

/// <summary>
/// Why a command line is not for the cache. The values are written to disk as statistics counters: never change or reuse
/// one, only append. <see cref="RefusalReasons.Name"/> has the printed names.
/// </summary>
public enum RefusalReason : byte
{
    /// <summary>Neither -c nor -S: the driver would link.</summary>
    CalledForLink = 1,

    /// <summary>-E, -M or -MM: the result is text for somebody else.</summary>
    CalledForPreprocessing = 2,

    /// <summary>No source among the words.</summary>
    NoInputFile = 3,

    /// <summary>More than one source.</summary>
    MultipleSourceFiles = 4,

    /// <summary>The source is <c>-</c>.</summary>
    InputFromStdin = 5,

    /// <summary>The output is <c>-</c>, or the dependencies go to standard output.</summary>
    OutputToStdout = 6,

    /// <summary>A language (by -x or by suffix) that is not cached.</summary>
    UnsupportedSourceLanguage = 7,

    /// <summary>An option whose side effects are not restored, or not understood well enough. The detail names it.</summary>
    UnsupportedCompilerOption = 8,

    /// <summary>An option that no table knows is followed by a bare word, which may be its value or a second input.</summary>
    UnknownOptionWithSeparateWord = 9,

    /// <summary>A response file that cannot be read, or response files nested without end.</summary>
    ResponseFileUnreadable = 10,

    /// <summary>--version, -v, -dumpversion, -###, -print-…, --help and the like.</summary>
    InformationRequest = 11,

    /// <summary>The compiler will reject the line itself: a value is missing, -o is given twice with two meanings, …</summary>
    BadArguments = 12,

    /// <summary>C++ modules, header units or clang modules.</summary>
    Modules = 13,

    /// <summary>A precompiled header is made or named.</summary>
    PrecompiledHeader = 14,

    /// <summary>-fsyntax-only: nothing is written.</summary>
    SyntaxOnly = 15,

    /// <summary>More than one -arch, or an option for one of several.</summary>
    MultipleArchitectures = 16,

    /// <summary>-MG: a missing header is no error, so what was found cannot be told from what was not.</summary>
    MissingHeadersAllowed = 17,

    /// <summary>A response file whose quoting the compiler's releases read differently.</summary>
    ResponseFileAmbiguous = 18,

    /// <summary>A build system's probe, whose source has another name each time (CMake, Meson, config.guess) or is /dev/null. See <see cref="ProbeNames"/>.</summary>
    Probe = 19,
}
