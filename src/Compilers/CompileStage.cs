namespace Larder.Compilers;

/// <summary>How far the compile goes; of several the first to stop wins, as the compilers have it.</summary>
public enum CompileStage : byte
{
    /// <summary>-c</summary>
    Object,

    /// <summary>-S</summary>
    Assembly,

    /// <summary>A header as the source: the compiler keeps what it has read of it, for other compiles to begin with.</summary>
    PrecompiledHeader,

    /// <summary>-fsyntax-only: no main output.</summary>
    Syntax,

    /// <summary>clang's --analyze: the main output is a report, or nothing (<c>--analyzer-output text</c>).</summary>
    Analysis,

    /// <summary>clang's --precompile: the file that a module's importers read is all that is made.</summary>
    ModuleInterface,

    /// <summary>-E: the preprocessor's text, on standard output where no -o names a file.</summary>
    Text,
}
