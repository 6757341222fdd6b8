namespace Larder.Compilers;

/// <summary>A file that the command line includes ahead of the source.</summary>
/// <param name="MacrosOnly">-imacros: only its macros stay. Else -include.</param>
/// <param name="Operand">As spelled; looked for in the working directory first, then as a quoted include.</param>
/// <param name="PastDriver">Handed to clang's cc1 by -Xclang: its driver, which looks for a precompiled header in the file's place, doesn't see it.</param>
public readonly record struct CommandLineInclude(bool MacrosOnly, byte[] Operand, bool PastDriver = false);
