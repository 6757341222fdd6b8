namespace Larder.Compilers;

/// <summary>Which language the driver's name stands for: <c>g++ x.c</c> and <c>clang++ x.c</c> compile C++.</summary>
public enum DriverMode : byte
{
    /// <summary>gcc, cc, clang.</summary>
    C,

    /// <summary>g++, c++, clang++: <c>.c</c>, <c>.h</c> and <c>.i</c> are taken for C++.</summary>
    Cxx,
}
