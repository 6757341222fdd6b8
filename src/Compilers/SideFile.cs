namespace Larder.Compilers;

/// <summary>A file that a compile writes beside its main output, its dependency file, its .dwo and its .gcno.</summary>
/// <param name="Kind">What it is. A compile writes one of each kind at most.</param>
/// <param name="Path">Where, relative to the compile's working directory.</param>
/// <param name="IsRequired">
/// The compiler certainly writes it there. Where that depends on more than the command line says, what was written is what is restored.
/// </param>
/// <param name="Replaces">The compiler puts a new file in its place; else it writes into the one that is there.</param>
public readonly record struct SideFile(SideFileKind Kind, byte[] Path, bool IsRequired, bool Replaces);
