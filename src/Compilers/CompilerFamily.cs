namespace Larder.Compilers;

/// <summary>Whose command line it is: the two drivers disagree on options, response files and default names.</summary>
public enum CompilerFamily : byte
{
    /// <summary>GNU's gcc and g++.</summary>
    Gcc,

    /// <summary>LLVM's clang and clang++.</summary>
    Clang,
}
