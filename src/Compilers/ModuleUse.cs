namespace Larder.Compilers;

/// <summary>What one compile has to do with C++20 modules. A module's importers read a file that the compile of its interface makes (its interface's file: gcc's .gcm, clang's .pcm).</summary>
public sealed class ModuleUse
{
    /// <summary>
    /// The interfaces' files that may be read: those that clang's command line names, or those that gcc's mapper names, which
    /// whoever reads that file adds.
    /// </summary>
    public IReadOnlyList<byte[]> Files { get; set; } = [];

    /// <summary>
    /// The interface's file that is written beside the main output, or null. gcc's is named in the source and the mapper, and is put here by
    /// whoever has read both.
    /// </summary>
    public byte[]? Interface { get; set; }

    /// <summary>clang: directories in which modules are found by their names, in order (<c>-fprebuilt-module-path=</c>).</summary>
    public IReadOnlyList<byte[]> Directories { get; internal init; } = [];

    /// <summary>Modules are found by the names in the texts: gcc without a mapper, clang with directories.</summary>
    public bool FindsByName => Directories.Count > 0 || (Root is not null && Mapper is null);

    /// <summary>gcc: the directory below which files of header units would be found; null before the mapper was read.</summary>
    public byte[]? Root { get; set; }

    /// <summary>gcc's mapper: a file that says which file is which module's. Null: none, or the compiler is clang.</summary>
    public byte[]? Mapper { get; internal init; }

    /// <summary>clang is told that the source is a module's unit (-x c++-module, .cppm).</summary>
    public bool IsUnit { get; internal init; }

    /// <summary>The source is itself an interface's file (clang: <c>-c x.pcm</c>).</summary>
    public bool IsInterfaceSource { get; internal init; }
}
