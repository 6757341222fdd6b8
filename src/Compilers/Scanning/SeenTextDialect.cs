namespace Larder.Compilers.Scanning;

/// <summary>
/// What is known for certain of how a text will be cut into tokens. Where a point isn't known, a text whose meaning hangs on it has no seen text.
/// </summary>
[Flags]
public enum SeenTextDialect : byte
{
    /// <summary>Nothing is known: any C since C99, any C++.</summary>
    None = 0,

    /// <summary><c>R"(…)"</c> is a raw string (C++11 and later).</summary>
    RawStrings = 1 << 0,

    /// <summary>An apostrophe in a number separates digits (C++14 and later).</summary>
    DigitSeparators = 1 << 1,
}
