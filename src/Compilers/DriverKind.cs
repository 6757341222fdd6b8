namespace Larder.Compilers;

/// <summary>What a file name says of a driver's family.</summary>
public enum DriverKind : byte
{
    /// <summary>No C family driver: leave it alone.</summary>
    NotUnderstood,

    /// <summary>gcc, g++ and prefixed or versioned forms.</summary>
    Gcc,

    /// <summary>clang, clang++ and prefixed or versioned forms.</summary>
    Clang,

    /// <summary>cc, c++, c89, c99: a C family driver whose family must be asked of the program itself.</summary>
    Unknown,
}
