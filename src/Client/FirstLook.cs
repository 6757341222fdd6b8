using Larder.Caching.Settings;
using Larder.Compilers;

namespace Larder.Client;

/// <summary>
/// Which compiles are looked up in process before the daemon is asked. Measured (ARCHITECTURE.md, "Who looks up first"): a hit of C has few
/// headers and a small object, and is restored here in less time than asking takes; a hit of C++ has hundreds of headers, whose digests
/// the daemon has in memory. The language tells one from the other before anything has been read.
/// </summary>
internal static class FirstLook
{
    internal static bool IsWorthIt(Compilation compilation, CacheSettings settings) =>
        settings is { LookUpFirst: true, Recache: false, PreprocessorMode: false }
        && compilation.Language is SourceLanguage.C or SourceLanguage.CppOutput or SourceLanguage.Assembler or SourceLanguage.AssemblerWithCpp;
}
