namespace Larder.Compilers.Scanning;

/// <summary>
/// What a text is compiled as. It only ever narrows what is reported: where a dialect's own versions disagree (raw strings,
/// digit separators, trigraphs), a scan is the union of what each would see.
/// </summary>
public enum SourceDialect : byte
{
    /// <summary>Not known: the union of all the others that a preprocessor reads.</summary>
    Unknown,

    /// <summary>C, with <c>//</c> comments (gnu89, C99 and later).</summary>
    C,

    /// <summary>Strict C90 (<c>-ansi</c>, <c>-std=c90</c>, <c>-std=iso9899:199409</c>), where <c>//</c> starts no comment
    /// outside system headers.</summary>
    C90,

    /// <summary>C++ of any version.</summary>
    Cxx,

    /// <summary>Objective-C.</summary>
    ObjC,

    /// <summary>Objective-C++.</summary>
    ObjCxx,

    /// <summary>Assembler that is preprocessed (<c>.S</c>).</summary>
    AssemblerWithCpp,

    /// <summary>Assembler that is not (<c>.s</c>).</summary>
    Assembler,

    /// <summary>Already preprocessed C-family text (<c>.i</c>, <c>.ii</c>, <c>.mi</c>).</summary>
    Preprocessed,
}
