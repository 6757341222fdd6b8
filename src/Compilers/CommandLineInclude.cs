namespace Larder.Compilers;

/// <summary>A file that the command line includes ahead of the source.</summary>
/// <param name="MacrosOnly">-imacros: only its macros stay. Else -include.</param>
/// <param name="Operand">As spelled; looked for in the working directory first, then as a quoted include.</param>
public readonly record struct CommandLineInclude(bool MacrosOnly, byte[] Operand);
