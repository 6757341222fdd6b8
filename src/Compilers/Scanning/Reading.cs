namespace Larder.Compilers.Scanning;

/// <summary>
/// The points on which language versions and compilers disagree about how a text is cut into tokens. A lexer runs under one
/// reading and notes which of these points it met; the scan then repeats under the others and unites what they see.
/// The default reading is that of current GNU C and C++.
/// </summary>
[Flags]
internal enum Reading : byte
{
    Default = 0,

    /// <summary><c>??/</c>, <c>??=</c> and <c>??'</c> are replaced (<c>-trigraphs</c>, ISO modes before C++17 and C23).</summary>
    Trigraphs = 1 << 0,

    /// <summary><c>R"</c> starts an ordinary string after an identifier R (before C++11, ISO C).</summary>
    PlainRaw = 1 << 1,

    /// <summary>An apostrophe inside a number starts a character constant (before C++14 and C23).</summary>
    PlainApostrophe = 1 << 2,

    /// <summary><c>//</c> is two operators (ISO C90).</summary>
    PlainSlashes = 1 << 3,

    /// <summary>What follows <c>#warning</c>, <c>#error</c> or <c>#pragma mark</c> is read to the end of the line without
    /// starting a comment or raw string (clang).</summary>
    OpaqueMessages = 1 << 4,

    /// <summary>A backslash does not join lines (gcc's <c>-fpreprocessed</c>).</summary>
    NoSplices = 1 << 5,
}
